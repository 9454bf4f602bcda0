/** What the file says. */
@NullMarked
package io.github.evenkeel.examples.gateway.configuration;

import org.jspecify.annotations.NullMarked;
