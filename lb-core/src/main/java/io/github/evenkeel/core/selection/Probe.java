package io.github.evenkeel.core.selection;

/**
 * What a server reported and how often that may still be used, in one word; 0 is none.
 *
 * <pre>
 *   63 .. 48 | 47 .. 38  | 37 .. 20 | 19 .. 5                    | 4 .. 0
 *   index    | in flight | tick     | latency (float bits 30-16) | uses left
 * </pre>
 *
 * A tick is 2^22 ns, 4 ms, and they wrap after 18 minutes. The latency keeps seven bits of its fraction.
 */
final class Probe {
    static final long NONE = 0;
    static final int MOST_SERVERS = 1 << 16;
    static final int MOST_IN_FLIGHT = (1 << 10) - 1;
    static final int MOST_USES = (1 << 5) - 1;

    /** Older ones say nothing any more: 239 ticks. */
    private static final int OLDEST_TICKS = (int) (1_000_000_000L >> 22) + 1;

    private static final int INDEX_SHIFT = 48;
    private static final int IN_FLIGHT_SHIFT = 38;
    private static final int TICK_SHIFT = 20;
    private static final int LATENCY_SHIFT = 5;
    private static final int NANOS_SHIFT = 22;
    private static final int TICK_MASK = (1 << 18) - 1;
    private static final int LATENCY_MASK = (1 << 15) - 1;
    private static final long ONE_IN_FLIGHT = 1L << IN_FLIGHT_SHIFT;

    private Probe() {}

    static long of(int index, int inFlight, long latencyNanos, int uses, long nowNanos) {
        int latency = Float.floatToRawIntBits((float) latencyNanos) >>> 16;
        return (long) index << INDEX_SHIFT
                | (long) Math.min(inFlight, MOST_IN_FLIGHT) << IN_FLIGHT_SHIFT
                | (long) tick(nowNanos) << TICK_SHIFT
                | (long) latency << LATENCY_SHIFT
                | Math.min(uses, MOST_USES);
    }

    private static int tick(long nowNanos) {
        return (int) (nowNanos >> NANOS_SHIFT) & TICK_MASK;
    }

    static int index(long probe) {
        return (int) (probe >>> INDEX_SHIFT);
    }

    static int inFlight(long probe) {
        return (int) (probe >>> IN_FLIGHT_SHIFT) & MOST_IN_FLIGHT;
    }

    static double latencyNanos(long probe) {
        return Float.intBitsToFloat(((int) (probe >>> LATENCY_SHIFT) & LATENCY_MASK) << 16);
    }

    static int uses(long probe) {
        return (int) probe & MOST_USES;
    }

    /** How old it is, in ticks; 0 if it seems to come from the future, as two threads read the clock in any order. */
    static int age(long probe, long nowNanos) {
        int age = (tick(nowNanos) - (int) (probe >>> TICK_SHIFT)) & TICK_MASK;
        return age > TICK_MASK - OLDEST_TICKS ? 0 : age;
    }

    static boolean isUsable(long probe, long nowNanos) {
        return probe != NONE && age(probe, nowNanos) <= OLDEST_TICKS;
    }

    /** After one use: with the request that is on its way there, or none if it was the last. */
    static long used(long probe) {
        if (uses(probe) <= 1) {
            return NONE;
        }
        return (inFlight(probe) < MOST_IN_FLIGHT ? probe + ONE_IN_FLIGHT : probe) - 1;
    }

    /** The same of a server that stands elsewhere now. */
    static long at(int index, long probe) {
        return (long) index << INDEX_SHIFT | (probe & ~(-1L << INDEX_SHIFT));
    }
}
