package io.github.evenkeel.httpclient.message;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/** Pool names stand where a host stands in a URI, so they must be host names. */
public final class HostName {
    private static final int LONGEST = 253;

    private HostName() {}

    /**
     * The name of a pool as hosts are compared: in lower case.
     *
     * @param name as the user wrote it
     * @return the host
     * @throws IllegalArgumentException if it cannot be a host name
     */
    public static String checked(String name) {
        return checked("pool name", name);
    }

    /**
     * A host name as such are compared: in lower case.
     *
     * @param what it is, for the exception
     * @param name as the user wrote it
     * @return the host
     * @throws IllegalArgumentException if it cannot be a host name
     */
    public static String checked(String what, String name) {
        Objects.requireNonNull(name, what);
        for (int i = 0; i < name.length(); i++) { // before folding: some letters fold to ASCII
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '.') {
                throw refused(what, name, "'" + c + "' is not allowed in a host name");
            }
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.length() > LONGEST) {
            throw refused(what, name, "it is longer than " + LONGEST + " characters");
        }
        String host;
        try {
            host = URI.create("http://" + lower + "/").getHost();
        } catch (IllegalArgumentException e) {
            host = null;
        }
        if (!lower.equals(host) || lower.endsWith(".")) {
            throw refused(
                    what, name, "labels begin and end with a letter or digit, and the last label begins with a letter");
        }
        return lower;
    }

    private static IllegalArgumentException refused(String what, String name, String why) {
        return new IllegalArgumentException(what + " '" + name + "' cannot be the host of a URI: " + why
                + "; use letters, digits, '-' and '.', as in http://orders/");
    }
}
