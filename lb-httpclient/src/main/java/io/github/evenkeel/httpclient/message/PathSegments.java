package io.github.evenkeel.httpclient.message;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
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
        return segment(uri.getRawPath(), index);
    }

    /**
     * Reads one segment of a path.
     *
     * @param path as it stands, null if there is none
     * @param index from 0
     * @return the segment, not decoded; null if the path has not so many
     */
    public static @Nullable String segment(@Nullable String path, int index) {
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
     * The path that a request is for: without the segments {@code .} and {@code ..} (RFC 3986, section 5.2.4), be they
     * encoded or followed by parameters, as in {@code /a/..;x/b}, which some servers leave out first.
     *
     * @param uri of the request
     * @return the path, otherwise as it stands; null if there is none
     */
    public static @Nullable String resolved(URI uri) {
        String path = uri.getRawPath();
        if (path == null || !path.startsWith("/") || !(path.contains("/.") || path.contains("/%2"))) {
            return path;
        }
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String name = decoded(withoutParameters(segments[i]));
            if (name.equals("..")) {
                kept.pollLast();
            }
            if (!name.equals(".") && !name.equals("..")) {
                kept.addLast(segments[i]);
            } else if (i == segments.length - 1) {
                kept.addLast(""); // it stands for a folder
            }
        }
        return "/" + String.join("/", kept);
    }

    /**
     * Leaves out the parameters of a segment.
     *
     * @param segment such as {@code orders;v=2}
     * @return what comes before them
     */
    public static String withoutParameters(String segment) {
        int semicolon = segment.indexOf(';');
        return semicolon < 0 ? segment : segment.substring(0, semicolon);
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
