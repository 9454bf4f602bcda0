/** A node that keeps the health and the circuits of servers, and is spoken to in lines of JSON. */
@NullMarked
package io.github.evenkeel.examples.protocolnode;

import org.jspecify.annotations.NullMarked;
