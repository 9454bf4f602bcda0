package io.github.evenkeel.httpclient.message;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The {@code Set-Cookie} headers of a response (RFC 6265, section 4.1). */
public final class ResponseCookies {
    private static final String HEADER = "Set-Cookie";

    private ResponseCookies() {}

    /**
     * Reads what a cookie is set to.
     *
     * @param headers of the response
     * @param name compared with regard to case
     * @return its value as it stands, the last if it is set more than once; empty if that deletes it, null if it is not
     *     set
     */
    public static @Nullable String value(HttpHeaders headers, String name) {
        String value = null;
        for (String header : headers.allValues(HEADER)) {
            int semicolon = header.indexOf(';');
            String pair = semicolon < 0 ? header : header.substring(0, semicolon);
            int equals = pair.indexOf('=');
            if (equals >= 0 && pair.substring(0, equals).strip().equals(name)) {
                value = isDeletion(header) ? "" : pair.substring(equals + 1).strip();
            }
        }
        return value;
    }

    private static boolean isDeletion(String header) {
        for (String attribute : header.toLowerCase(Locale.ROOT).split(";", -1)) {
            String text = attribute.strip();
            if (text.startsWith("max-age=")) {
                String age = text.substring("max-age=".length()).strip();
                return age.startsWith("-") || age.matches("0+");
            }
        }
        return false;
    }

    /**
     * Sets a cookie for the whole origin, until the browser is closed.
     *
     * @param headers of the response
     * @param name of the cookie, a token
     * @param value of letters and digits, {@code -} and {@code _}
     * @param secure whether it may go by https alone
     * @return the headers and one more
     */
    public static HttpHeaders with(HttpHeaders headers, String name, String value, boolean secure) {
        Map<String, List<String>> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers.map());
        List<String> cookies = new ArrayList<>(headers.allValues(HEADER));
        cookies.add(name + '=' + value + "; Path=/; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : ""));
        more.put(HEADER, cookies);
        return HttpHeaders.of(more, (header, any) -> true);
    }
}
