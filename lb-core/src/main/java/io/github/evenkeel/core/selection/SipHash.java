package io.github.evenkeel.core.selection;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * SipHash-1-3: a keyed pseudo-random function with one round a word and three at the end.
 *
 * @param k0 the first half of the secret
 * @param k1 the second
 */
record SipHash(long k0, long k1) implements KeyHash {
    private static final int FINAL_ROUNDS = 3;
    private static final int LENGTH_SHIFT = 56;

    static SipHash seeded(long seed) {
        long k0 = Mixer.mix(seed + Mixer.GOLDEN_GAMMA);
        return new SipHash(k0, Mixer.mix(k0 + Mixer.GOLDEN_GAMMA));
    }

    @Override
    public long hash(byte[] key) {
        return keyed(key.length, siphash(key, null, key.length));
    }

    @Override
    public long hash(String key) {
        if (!KeyBytes.isAscii(key)) {
            return hash(key.getBytes(StandardCharsets.UTF_8));
        }
        return keyed(key.length(), siphash(KeyBytes.NONE, key, key.length()));
    }

    private static long keyed(int length, long hash) {
        return length == 0 ? NO_KEY : hash == NO_KEY ? 1 : hash;
    }

    long siphash(byte[] bytes, @Nullable String ascii, int length) {
        long v0 = k0 ^ 0x736f6d6570736575L;
        long v1 = k1 ^ 0x646f72616e646f6dL;
        long v2 = k0 ^ 0x6c7967656e657261L;
        long v3 = k1 ^ 0x7465646279746573L;
        int words = length / Long.BYTES;
        // The words, the rest with the length on top, and the final rounds: the same round, on a message of zero.
        for (int round = 0; round <= words + FINAL_ROUNDS; round++) {
            long message = 0;
            if (round < words) {
                message = KeyBytes.word(bytes, ascii, round * Long.BYTES);
            } else if (round == words) {
                int rest = words * Long.BYTES;
                message = KeyBytes.part(bytes, ascii, rest, length - rest) | ((long) length << LENGTH_SHIFT);
            } else if (round == words + 1) {
                v2 ^= 0xff;
            }
            v3 ^= message;
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= message;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "SipHash-1-3";
    }
}
