package io.github.evenkeel.httpclient.probe;

import java.util.Objects;
import java.util.function.Predicate;

/**
 * What the body of an answer has to be. It is looked at on one of the four threads for {@link CustomCheck custom checks},
 * and interrupted at the probe's timeout.
 *
 * @param description says it in words, such as {@code contains "OK"}
 * @param predicate the same for the body as text, which is read as UTF-8; what it throws fails the probe. Must be
 *     thread-safe, since servers are looked at side by side
 */
public record BodyCheck(String description, Predicate<String> predicate) {
    /** Checks that nothing is missing. */
    public BodyCheck {
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(predicate, "predicate");
    }

    /**
     * A body that holds a text.
     *
     * @param text compared exactly
     * @return the check
     */
    public static BodyCheck contains(String text) {
        Objects.requireNonNull(text, "text");
        return new BodyCheck("contains \"" + text + "\"", body -> body.contains(text));
    }
}
