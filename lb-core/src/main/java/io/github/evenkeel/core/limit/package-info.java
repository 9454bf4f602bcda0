/** How much: budgets, concurrency limits and rates as lock-free counters. */
@NullMarked
package io.github.evenkeel.core.limit;

import org.jspecify.annotations.NullMarked;
