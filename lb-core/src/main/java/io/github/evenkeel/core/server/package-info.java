/** One server: what discovery says of it, its live state, and the lease that every request holds on it. */
@NullMarked
package io.github.evenkeel.core.server;

import org.jspecify.annotations.NullMarked;
