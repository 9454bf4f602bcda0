package io.github.evenkeel.benchmarks.endtoend;

import java.util.Arrays;
import java.util.Locale;

/** What comes back. */
enum Body {
    SMALL(12),
    MEGABYTE(1 << 20);

    private final int size;

    Body(int size) {
        this.size = size;
    }

    int size() {
        return size;
    }

    byte[] bytes() {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }

    String path() {
        return "/" + this;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
