package io.github.evenkeel.httpclient.routing;

import io.github.evenkeel.httpclient.message.PathSegments;
import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A path, segment by segment.
 *
 * @param segments each a text or {@link #ANY}
 * @param open whether any others may follow
 */
record PathPattern(List<String> segments, boolean open) implements Predicate<HttpRequest> {
    private static final String ANY = "*";
    private static final String REST = "**";

    static PathPattern of(String pattern) {
        Objects.requireNonNull(pattern, "pattern");
        if (!pattern.startsWith("/")) {
            throw refused(pattern, "it must begin with /");
        }
        List<String> segments = Arrays.asList(pattern.substring(1).split("/", -1));
        boolean open = segments.get(segments.size() - 1).equals(REST);
        List<String> fixed = open ? segments.subList(0, segments.size() - 1) : segments;
        for (String segment : fixed) {
            if (segment.contains(REST)) {
                throw refused(pattern, "** may stand at the end only");
            }
            if (segment.contains(ANY) && !segment.equals(ANY)) {
                throw refused(pattern, "* stands for a whole segment");
            }
        }
        return new PathPattern(List.copyOf(fixed), open);
    }

    private static IllegalArgumentException refused(String pattern, String why) {
        return new IllegalArgumentException(
                "path pattern '" + pattern + "' cannot be used: " + why + ", as in /orders/*/items or /orders/**");
    }

    @Override
    public boolean test(HttpRequest request) {
        String path = PathSegments.resolved(request.uri());
        for (int i = 0; i < segments.size(); i++) {
            String segment = PathSegments.segment(path, i);
            if (segment == null || !matches(segments.get(i), segment)) {
                return false;
            }
        }
        return open || PathSegments.segment(path, segments.size()) == null;
    }

    private static boolean matches(String wanted, String segment) {
        if (wanted.equals(ANY) || wanted.equals(segment)) {
            return true;
        }
        return wanted.equals(PathSegments.decoded(segment))
                || wanted.equals(PathSegments.decoded(PathSegments.withoutParameters(segment)));
    }

    /** Whether nothing that the other matches is left for it. */
    boolean covers(@Nullable PathPattern other) {
        if (other == null) {
            return open && segments.isEmpty();
        }
        if (open ? segments.size() > other.segments.size() : !sameLength(other)) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            if (!segments.get(i).equals(ANY) && !segments.get(i).equals(other.segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean sameLength(PathPattern other) {
        return !other.open && segments.size() == other.segments.size();
    }

    @Override
    public String toString() {
        return "/" + String.join("/", segments) + (!open ? "" : segments.isEmpty() ? REST : "/" + REST);
    }
}
