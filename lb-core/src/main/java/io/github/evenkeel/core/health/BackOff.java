package io.github.evenkeel.core.health;

/** How long a breaker stays open: doubling up to the longest, and spread. */
final class BackOff {
    private static final int MAX_DOUBLINGS = 30;

    private final long firstNanos;
    private final long longestNanos;
    private final long seed;

    BackOff(BreakerSettings settings, long seed) {
        this.firstNanos = settings.openTime().toNanos();
        this.longestNanos = settings.maxOpenTime().toNanos();
        this.seed = seed;
    }

    /** Cut short, not off, by the longest open time: the spread ends there, or half of all breakers would. */
    long spreadNanos(int openings, int number) {
        long plain = plainNanos(openings);
        double longest = Math.min(1.1 * plain, (double) longestNanos);
        double spread = 0.2 * plain * unitInterval(seed + number * 0x9E3779B97F4A7C15L);
        return (long) (longest - spread);
    }

    /** Before it is spread. */
    long plainNanos(int openings) {
        double doubled = (double) firstNanos * (1L << Math.min(openings - 1, MAX_DOUBLINGS));
        return (long) Math.min(doubled, (double) longestNanos);
    }

    /** A hash of {@code seed} as a fraction: the finalizer of SplittableRandom (Steele, Lea, Flood 2014). */
    private static double unitInterval(long seed) {
        long z = (seed ^ seed >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return ((z ^ z >>> 31) >>> 11) * 0x1.0p-53;
    }
}
