/** Runs the benchmarks of a suite, one JVM after the other, and reports what they say. */
@NullMarked
package io.github.evenkeel.benchmarks.suite;

import org.jspecify.annotations.NullMarked;
