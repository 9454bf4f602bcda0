package io.github.evenkeel.httpclient.message;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The path of a request, segment by segment, as it stands. */
public final class PathSegments {
    private PathSegments() {}

    /**
     * Reads one segment.
     *
     * @param uri of the request
     * @param index from 0: in {@code /tenants/42/orders} the segment 1 is {@code 42}
     * @return the segment, not decoded; null if the path has not so many
     */
    public static @Nullable String segment(URI uri, int index) {
        String path = uri.getRawPath();
        if (path == null || !path.startsWith("/")) {
            return null;
        }
        int from = 1;
        for (int skipped = 0; skipped < index; skipped++) {
            from = path.indexOf('/', from) + 1;
            if (from == 0) {
                return null;
            }
        }
        int slash = path.indexOf('/', from);
        return path.substring(from, slash < 0 ? path.length() : slash);
    }

    /**
     * Decodes a segment.
     *
     * @param segment as it stands
     * @return with the characters that its percent-encoded ones stand for
     */
    public static String decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }
}
