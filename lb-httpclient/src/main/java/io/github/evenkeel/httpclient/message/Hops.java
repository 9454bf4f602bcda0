package io.github.evenkeel.httpclient.message;

import java.net.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that a request came by, as proxies list them: {@code X-Forwarded-For: client, proxy1, proxy2}. Ports are
 * left out, since they change with each connection.
 */
public final class Hops {
    private Hops() {}

    /**
     * The first address: whoever the request says it came from, which it can lie about.
     *
     * @param headers of the request
     * @param name of the header, such as {@code X-Forwarded-For}
     * @return the address, null if there is none
     */
    public static @Nullable String first(HttpHeaders headers, String name) {
        List<String> values = headers.allValues(name);
        if (values.isEmpty()) {
            return null;
        }
        String value = values.get(0);
        int comma = value.indexOf(',');
        return address(comma < 0 ? value : value.substring(0, comma));
    }

    /**
     * The last address: whom the nearest proxy was called by, which nobody before it can lie about.
     *
     * @param headers of the request
     * @param name of the header, such as {@code X-Forwarded-For}
     * @return the address, null if there is none
     */
    public static @Nullable String last(HttpHeaders headers, String name) {
        List<String> values = headers.allValues(name);
        if (values.isEmpty()) {
            return null;
        }
        String value = values.get(values.size() - 1);
        return address(value.substring(value.lastIndexOf(',') + 1));
    }

    private static @Nullable String address(String hop) {
        String address = hop.strip();
        if (address.startsWith("[")) { // [2001:db8::1]:4711
            int bracket = address.indexOf(']');
            address = address.substring(1, bracket < 0 ? address.length() : bracket);
        } else if (address.indexOf(':') >= 0 && address.indexOf(':') == address.lastIndexOf(':')) { // 192.0.2.1:4711
            address = address.substring(0, address.indexOf(':'));
        }
        return address.isEmpty() ? null : address;
    }
}
