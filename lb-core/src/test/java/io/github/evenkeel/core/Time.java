package io.github.evenkeel.core;

import java.util.stream.LongStream;

/** Virtual time for tests: what a clock would say, in nanoseconds. */
public final class Time {
    public static final long MILLIS = 1_000_000;
    public static final long SECONDS = 1_000 * MILLIS;
    public static final long HOURS = 3_600 * SECONDS;
    public static final long DAYS = 24 * HOURS;

    private Time() {}

    /** Where a clock may stand when a test begins: near zero, near its wrap, and after long uptimes. */
    public static LongStream origins() {
        return LongStream.of(
                0,
                -3 * SECONDS,
                Long.MIN_VALUE,
                Long.MAX_VALUE - 3 * SECONDS,
                98 * DAYS,
                150 * DAYS,
                400 * DAYS,
                -150 * DAYS);
    }
}
