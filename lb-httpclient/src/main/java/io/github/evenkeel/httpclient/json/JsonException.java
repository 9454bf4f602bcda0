package io.github.evenkeel.httpclient.json;

/** A text is not JSON, or more of it than is read. */
public final class JsonException extends Exception {
    private static final long serialVersionUID = 1;

    JsonException(String what, int place) {
        super(what + " at character " + (place + 1));
    }
}
