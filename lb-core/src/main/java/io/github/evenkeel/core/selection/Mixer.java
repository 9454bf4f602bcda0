package io.github.evenkeel.core.selection;

/**
 * Spreads 64 bits over 64 bits, one to one: the finalizer of SplittableRandom (Steele, Lea, Flood 2014). Keys are hashed
 * before they come here, but a caller may well hand in a plain customer number, and those must not all share a point.
 */
final class Mixer {
    /** Steps of this between arguments make the results a random sequence. */
    static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private Mixer() {}

    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
