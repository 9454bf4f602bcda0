package io.github.evenkeel.httpclient.message;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The query of a request read as a form: {@code ?a=1&b=x%20y}. */
public final class QueryParameters {
    private QueryParameters() {}

    /**
     * Reads one parameter.
     *
     * @param uri of the request
     * @param name compared with regard to case, decoded
     * @return its value, decoded, the first if there are several and empty if it has none; null if it is not there
     */
    public static @Nullable String value(URI uri, String name) {
        String query = uri.getRawQuery();
        if (query == null) {
            return null;
        }
        for (int from = 0; from <= query.length(); ) {
            int ampersand = query.indexOf('&', from);
            int to = ampersand < 0 ? query.length() : ampersand;
            int equals = query.indexOf('=', from);
            int nameEnd = equals < 0 || equals > to ? to : equals;
            if (decoded(query.substring(from, nameEnd)).equals(name)) {
                return decoded(query.substring(Math.min(nameEnd + 1, to), to));
            }
            from = to + 1;
        }
        return null;
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // as it stands is as good a key as any
        }
    }
}
