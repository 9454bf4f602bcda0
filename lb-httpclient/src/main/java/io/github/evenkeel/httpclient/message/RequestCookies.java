package io.github.evenkeel.httpclient.message;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The {@code Cookie} headers of a request (RFC 6265, section 4.2): {@code a=1; b=2}. */
public final class RequestCookies {
    private static final String HEADER = "Cookie";

    private RequestCookies() {}

    /**
     * Reads one cookie.
     *
     * @param headers of the request
     * @param name compared with regard to case
     * @return its value as it stands, the first if there are several; null if there is none
     */
    public static @Nullable String value(HttpHeaders headers, String name) {
        for (String header : headers.allValues(HEADER)) {
            for (int from = 0; from < header.length(); ) {
                int to = end(header, from);
                if (isNamed(header, from, to, name)) {
                    return header.substring(header.indexOf('=', from) + 1, to).strip();
                }
                from = to + 1;
            }
        }
        return null;
    }

    /**
     * Leaves one cookie out.
     *
     * @param headers of the request
     * @param name compared with regard to case
     * @return the same headers if they have no such cookie, or others without it
     */
    public static HttpHeaders without(HttpHeaders headers, String name) {
        if (value(headers, name) == null) {
            return headers;
        }
        Map<String, List<String>> others = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        others.putAll(headers.map());
        List<String> cookies = headers.allValues(HEADER).stream()
                .map(header -> without(header, name))
                .filter(header -> !header.isEmpty())
                .toList();
        others.remove(HEADER);
        if (!cookies.isEmpty()) {
            others.put(HEADER, cookies);
        }
        return HttpHeaders.of(others, (header, value) -> true);
    }

    private static String without(String header, String name) {
        List<String> others = new ArrayList<>();
        for (int from = 0; from < header.length(); ) {
            int to = end(header, from);
            String cookie = header.substring(from, to).strip();
            if (!cookie.isEmpty() && !isNamed(header, from, to, name)) {
                others.add(cookie);
            }
            from = to + 1;
        }
        return String.join("; ", others);
    }

    private static int end(String header, int from) {
        int semicolon = header.indexOf(';', from);
        return semicolon < 0 ? header.length() : semicolon;
    }

    private static boolean isNamed(String header, int from, int to, String name) {
        int equals = header.indexOf('=', from);
        return equals >= 0
                && equals < to
                && header.substring(from, equals).strip().equals(name);
    }
}
