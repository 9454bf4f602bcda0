package io.github.evenkeel.examples.protocolnode;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Bytes as lines, of which none takes more memory than it may. */
final class Lines {

    /** How many bytes a line may have. */
    static final int LONGEST = 16 << 20;

    private final InputStream input;

    Lines(InputStream input) {
        this.input = new BufferedInputStream(input);
    }

    /**
     * The next line without its end, also the one that the input breaks off. Of a line that is too long, its beginning:
     * one byte more than it may have.
     *
     * @return null after the last
     */
    byte @Nullable [] next() throws IOException {
        int next = input.read();
        if (next < 0) {
            return null;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (; next >= 0 && next != '\n'; next = input.read()) {
            if (line.size() <= LONGEST) {
                line.write(next);
            }
        }
        return line.toByteArray();
    }
}
