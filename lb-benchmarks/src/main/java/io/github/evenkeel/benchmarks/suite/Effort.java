package io.github.evenkeel.benchmarks.suite;

import java.util.List;

/**
 * How long to measure.
 *
 * @param jvms that each subject is measured in, one after the other
 * @param threads that call at once, where no bound asks for others
 * @param warmUpMillis of each row; all rows of a JVM are warmed up before the first is measured
 * @param iterations of each row in each JVM
 * @param iterationMillis of each
 */
record Effort(int jvms, List<Integer> threads, int warmUpMillis, int iterations, int iterationMillis) {
    /** To see that all works and where things stand. */
    static final Effort QUICK = new Effort(1, List.of(1), 200, 8, 15);

    /** For figures to be quoted: what differs from JVM to JVM is in the error. */
    static final Effort FULL = new Effort(3, List.of(1, 2), 200, 6, 30);

    /** How many threads to measure a subject with, one after the other. */
    List<Integer> threads(Subject subject) {
        return subject.shared() ? FULL.threads : threads;
    }

    List<String> arguments(int threadCount) {
        return List.of(
                "-t", Integer.toString(threadCount),
                "-f", "0", // the JVM is new already
                "-wm", "BULK",
                "-wi", "1",
                "-w", warmUpMillis + "ms",
                "-i", Integer.toString(iterations),
                "-r", iterationMillis + "ms",
                "-foe", "true",
                "-prof", "gc");
    }
}
