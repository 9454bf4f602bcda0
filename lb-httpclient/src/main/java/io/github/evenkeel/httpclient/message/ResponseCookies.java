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
    private static final List<String> ALL_HEADERS = List.of(HEADER, "Set-Cookie2");

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
     * Leaves out what a host has no business to set: cookies for a domain that it is not of. To Java's CookieManager all
     * names without a dot are of {@code .local}, so that what one pool sets there would reach all others.
     *
     * @param host whom the response is from
     * @param headers of the response
     * @return the same headers if there are no such cookies, or others without them
     */
    public static HttpHeaders ofHost(String host, HttpHeaders headers) {
        if (ALL_HEADERS.stream().noneMatch(name -> headers.firstValue(name).isPresent())) {
            return headers;
        }
        return HttpHeaders.of(
                headers.map(),
                (name, value) -> ALL_HEADERS.stream().noneMatch(name::equalsIgnoreCase) || isOf(host, value));
    }

    private static boolean isOf(String host, String header) {
        for (String part : header.toLowerCase(Locale.ROOT).split("[;,]", -1)) {
            String attribute = part.strip();
            if (attribute.startsWith("domain") && attribute.indexOf('=') >= 0) {
                String domain = attribute
                        .substring(attribute.indexOf('=') + 1)
                        .replace("\"", "")
                        .strip();
                String bare = domain.startsWith(".") ? domain.substring(1) : domain;
                if (!("." + host.toLowerCase(Locale.ROOT)).endsWith("." + bare)) {
                    return false;
                }
            }
        }
        return true;
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
