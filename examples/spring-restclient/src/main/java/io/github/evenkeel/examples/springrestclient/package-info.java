/** Spring's RestClient over a pool. */
@NullMarked
package io.github.evenkeel.examples.springrestclient;

import org.jspecify.annotations.NullMarked;
