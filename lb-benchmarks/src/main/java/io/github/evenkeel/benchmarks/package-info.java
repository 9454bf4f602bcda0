/** What a pick and an outcome cost. */
@NullMarked
package io.github.evenkeel.benchmarks;

import org.jspecify.annotations.NullMarked;
