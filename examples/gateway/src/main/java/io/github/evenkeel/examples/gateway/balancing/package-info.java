/** The servers, and the client that chooses among them; both can change while requests run. */
@NullMarked
package io.github.evenkeel.examples.gateway.balancing;

import org.jspecify.annotations.NullMarked;
