package io.github.evenkeel.core.server;

/** A time in 32 bits, to be packed beside a value: ticks of 2^16 ns (66 µs), which wrap after 78 hours. */
final class Ticks {
    private static final int SHIFT = 16;

    /** The length of one. */
    static final int NANOS = 1 << SHIFT;

    /** 69 s. What lies further ahead is no late clock but long ago: the far half of the wrap. */
    private static final int MOST_LATE = 1 << 20;

    private Ticks() {}

    static int at(long nowNanos) {
        return (int) (nowNanos >> SHIFT);
    }

    /** From one to the other; 0 if {@code now} is a little earlier, as two threads read the clock in any order. */
    static long nanosBetween(int then, int now) {
        int ticks = now - then;
        return ticks < 0 && ticks >= -MOST_LATE ? 0 : Integer.toUnsignedLong(ticks) << SHIFT;
    }
}
