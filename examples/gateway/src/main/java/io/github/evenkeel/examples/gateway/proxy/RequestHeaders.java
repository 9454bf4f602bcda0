package io.github.evenkeel.examples.gateway.proxy;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/** The header of a request as its server gets it: what the client sent, without what was for us, and who it was. */
final class RequestHeaders {
    private static final String FORWARDED_HOST = "X-Forwarded-Host";

    /** Said anew below, or by the JDK's client, which lets nobody else say it. */
    private static final Set<String> REPLACED = Set.of(
            "host",
            "content-length",
            "expect",
            "cookie",
            "via",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded-host");

    private RequestHeaders() {}

    /**
     * Adds them.
     *
     * @throws IllegalArgumentException if one cannot be sent
     */
    static void copy(Request from, HttpRequest.Builder to) {
        HttpFields fields = from.getHeaders();
        Set<String> dropped = HopByHop.names(fields.getValuesList(HttpHeader.CONNECTION));
        for (HttpField field : fields) {
            String name = field.getName().toLowerCase(Locale.ROOT);
            if (!dropped.contains(name) && !REPLACED.contains(name) && !name.startsWith(":")) {
                to.header(field.getName(), field.getValue() == null ? "" : field.getValue());
            }
        }
        List<String> cookies = fields.getValuesList(HttpHeader.COOKIE);
        if (!cookies.isEmpty()) {
            to.header("Cookie", String.join("; ", cookies)); // HTTP/2 splits it, HTTP/1.1 wants one
        }
        forwarded(from, fields, to);
    }

    private static void forwarded(Request from, HttpFields fields, HttpRequest.Builder to) {
        String client = Request.getRemoteAddr(from).replaceAll("[\\[\\]]", "");
        String host = from.getHttpURI().getAuthority();
        String scheme = from.isSecure() ? "https" : "http";

        to.header("X-Forwarded-For", appended(fields.getValuesList("X-Forwarded-For"), client));
        to.header("X-Forwarded-Proto", scheme);
        String element = "for=" + (client.contains(":") ? "\"[" + client + "]\"" : client) + ";proto=" + scheme;
        if (host != null && !host.isEmpty()) {
            to.header(FORWARDED_HOST, host);
            element += ";host=" + (host.matches("[\\w.-]+") ? host : "\"" + host + "\"");
        }
        to.header("Forwarded", appended(fields.getValuesList("Forwarded"), element));

        HttpVersion version = from.getConnectionMetaData().getHttpVersion();
        String number = version == HttpVersion.HTTP_2 ? "2" : version == HttpVersion.HTTP_1_0 ? "1.0" : "1.1";
        to.header("Via", appended(fields.getValuesList(HttpHeader.VIA), number + " evenkeel"));
    }

    private static String appended(List<String> before, String element) {
        return before.isEmpty() ? element : String.join(", ", before) + ", " + element;
    }
}
