package io.github.evenkeel.core;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/** Lincheck with few iterations: it looks for interleavings whose results no sequential order explains. */
public final class Linearizability {
    /** Rings are summed in loops, and the checker's own bounds would switch threads only after ten turns of one. */
    private static final int LOOP_BOUND = 1000;

    private Linearizability() {}

    /** Runs the operations of a test on many threads and holds the results against the model's. */
    public static void stress(Class<?> operations, Class<?> model) {
        new StressOptions()
                .iterations(8)
                .invocationsPerIteration(300)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(2)
                .sequentialSpecification(model)
                .check(operations);
    }

    /** Tries interleavings one by one and holds the results against the model's. */
    public static void check(Class<?> operations, Class<?> model) {
        new ModelCheckingOptions()
                .iterations(8)
                .invocationsPerIteration(100)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(2)
                .loopIterationsBeforeThreadSwitch(LOOP_BOUND)
                .loopBound(LOOP_BOUND)
                .sequentialSpecification(model)
                .check(operations);
    }
}
