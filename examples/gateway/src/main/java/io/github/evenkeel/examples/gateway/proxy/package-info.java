/** A request on its way to a server, and the answer on its way back. */
@NullMarked
package io.github.evenkeel.examples.gateway.proxy;

import org.jspecify.annotations.NullMarked;
