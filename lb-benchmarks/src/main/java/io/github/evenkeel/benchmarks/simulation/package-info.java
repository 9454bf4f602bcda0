/**
 * Balancing quality on virtual time: the pools of lb-core, unchanged, against simulated servers. One seed gives one
 * result, to the last digit, on every machine and JDK.
 */
@NullMarked
package io.github.evenkeel.benchmarks.simulation;

import org.jspecify.annotations.NullMarked;
