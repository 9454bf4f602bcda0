package io.github.evenkeel.core.selection;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * CRC-32 as in zip and nginx. By hand, since the JDK's reads no text and cannot go on from a value, as nginx does for
 * the points of a server.
 */
enum Crc32 implements KeyHash {
    HASH;

    private static final int REVERSED_POLYNOMIAL = 0xEDB88320;
    private static final int[] TABLE = new int[256];

    static {
        for (int i = 0; i < TABLE.length; i++) {
            int crc = i;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = (crc >>> 1) ^ (REVERSED_POLYNOMIAL & -(crc & 1));
            }
            TABLE[i] = crc;
        }
    }

    @Override
    public long hash(byte[] key) {
        return crc(key, null, key.length);
    }

    @Override
    public long hash(String key) {
        return KeyBytes.isAscii(key)
                ? crc(KeyBytes.NONE, key, key.length())
                : hash(key.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "CRC-32";
    }

    private static long crc(byte[] bytes, @Nullable String ascii, int length) {
        int crc = -1;
        for (int i = 0; i < length; i++) {
            crc = update(crc, KeyBytes.octet(bytes, ascii, i));
        }
        return Integer.toUnsignedLong(~crc);
    }

    /** The running value, inverted from its begin to its end, after one more byte. */
    static int update(int crc, int octet) {
        return TABLE[(crc ^ octet) & 0xff] ^ (crc >>> Byte.SIZE);
    }
}
