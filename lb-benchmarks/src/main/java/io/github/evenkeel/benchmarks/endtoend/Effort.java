package io.github.evenkeel.benchmarks.endtoend;

/**
 * How long to measure.
 *
 * @param jvms that each kind of server is called from, one after the other
 * @param warmUpMillis of each contender in each case, all before the first is measured
 * @param pairs of blocks in each case, in each JVM
 * @param blockMillis of each
 */
record Effort(int jvms, int warmUpMillis, int pairs, int blockMillis) {
    /** To see that all works and where things stand. */
    static final Effort QUICK = new Effort(1, 500, 8, 180);

    /** For figures to be quoted. */
    static final Effort FULL = new Effort(3, 1000, 20, 150);

    String description(String alternately) {
        return jvms + " JVMs for each table; in each " + warmUpMillis + " ms of warm-up for every figure, then " + pairs
                + " blocks of " + blockMillis + " ms, " + alternately;
    }
}
