/** How the gateway is asked and told things while it runs. */
@NullMarked
package io.github.evenkeel.examples.gateway.api;

import org.jspecify.annotations.NullMarked;
