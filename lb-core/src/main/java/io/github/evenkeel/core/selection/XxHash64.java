package io.github.evenkeel.core.selection;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * XXH64 (Yann Collet), by its specification.
 *
 * @param seed 0 for keys; Maglev wants a second hash and seeds it with 1
 */
record XxHash64(long seed) implements KeyHash {
    static final XxHash64 UNSEEDED = new XxHash64(0);

    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;
    private static final int STRIPE = 4 * Long.BYTES;

    @Override
    public long hash(byte[] key) {
        return xxHash(key, null, key.length);
    }

    @Override
    public long hash(String key) {
        return KeyBytes.isAscii(key)
                ? xxHash(KeyBytes.NONE, key, key.length())
                : hash(key.getBytes(StandardCharsets.UTF_8));
    }

    private long xxHash(byte[] bytes, @Nullable String ascii, int length) {
        int at = length / STRIPE * STRIPE;
        long hash = (at == 0 ? seed + PRIME_5 : stripes(bytes, ascii, at)) + length;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            hash ^= round(0, KeyBytes.word(bytes, ascii, at));
            hash = Long.rotateLeft(hash, 27) * PRIME_1 + PRIME_4;
        }
        if (at + Integer.BYTES <= length) {
            hash ^= KeyBytes.part(bytes, ascii, at, Integer.BYTES) * PRIME_1;
            hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
            at += Integer.BYTES;
        }
        for (; at < length; at++) {
            hash ^= KeyBytes.octet(bytes, ascii, at) * PRIME_5;
            hash = Long.rotateLeft(hash, 11) * PRIME_1;
        }
        hash = (hash ^ (hash >>> 33)) * PRIME_2;
        hash = (hash ^ (hash >>> 29)) * PRIME_3;
        return hash ^ (hash >>> 32);
    }

    private long stripes(byte[] bytes, @Nullable String ascii, int end) {
        long lane1 = seed + PRIME_1 + PRIME_2;
        long lane2 = seed + PRIME_2;
        long lane3 = seed;
        long lane4 = seed - PRIME_1;
        for (int at = 0; at < end; at += STRIPE) {
            lane1 = round(lane1, KeyBytes.word(bytes, ascii, at));
            lane2 = round(lane2, KeyBytes.word(bytes, ascii, at + Long.BYTES));
            lane3 = round(lane3, KeyBytes.word(bytes, ascii, at + 2 * Long.BYTES));
            lane4 = round(lane4, KeyBytes.word(bytes, ascii, at + 3 * Long.BYTES));
        }
        long hash = Long.rotateLeft(lane1, 1)
                + Long.rotateLeft(lane2, 7)
                + Long.rotateLeft(lane3, 12)
                + Long.rotateLeft(lane4, 18);
        return merge(merge(merge(merge(hash, lane1), lane2), lane3), lane4);
    }

    private static long merge(long hash, long lane) {
        return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
    }

    private static long round(long lane, long word) {
        return Long.rotateLeft(lane + word * PRIME_2, 31) * PRIME_1;
    }
}
