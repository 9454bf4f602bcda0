/** Membership and eligibility: the only place where a snapshot is swapped. */
@NullMarked
package io.github.evenkeel.core.pool;

import org.jspecify.annotations.NullMarked;
