/** A gateway made of the load-balanced client: it listens, forwards, and can be looked at and changed while it runs. */
@NullMarked
package io.github.evenkeel.examples.gateway;

import org.jspecify.annotations.NullMarked;
