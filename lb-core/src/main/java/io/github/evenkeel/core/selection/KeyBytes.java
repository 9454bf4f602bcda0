package io.github.evenkeel.core.selection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Reads a key in little-endian words: from its bytes, or straight from ASCII text, whose chars are its UTF-8 bytes. A
 * common type for both would have to be allocated for each key; hence the two parameters, of which the bytes are
 * ignored if there is text.
 */
final class KeyBytes {
    static final byte[] NONE = {};

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private KeyBytes() {}

    static boolean isAscii(String text) {
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            bits |= text.charAt(i);
        }
        return bits < 0x80;
    }

    /** The eight bytes from there on. */
    static long word(byte[] bytes, @Nullable String ascii, int at) {
        return ascii == null ? (long) WORD.get(bytes, at) : part(bytes, ascii, at, Long.BYTES);
    }

    /** So many bytes from there on, at most eight, the first one lowest. */
    static long part(byte[] bytes, @Nullable String ascii, int at, int count) {
        long part = 0;
        for (int i = 0; i < count; i++) {
            part |= (long) octet(bytes, ascii, at + i) << (Byte.SIZE * i);
        }
        return part;
    }

    /** The byte there, without a sign. */
    static int octet(byte[] bytes, @Nullable String ascii, int at) {
        return ascii == null ? Byte.toUnsignedInt(bytes[at]) : ascii.charAt(at);
    }
}
