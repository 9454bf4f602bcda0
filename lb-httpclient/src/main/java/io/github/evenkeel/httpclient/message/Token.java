package io.github.evenkeel.httpclient.message;

import java.util.Objects;

/** Names in HTTP, of headers, cookies and methods alike, are tokens (RFC 9110, section 5.6.2). */
public final class Token {
    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private Token() {}

    /**
     * Checks a name, so that nothing can be smuggled into a message by one.
     *
     * @param what it names, such as {@code "cookie"}
     * @param name the name
     * @return the name
     * @throws IllegalArgumentException if it is no token
     */
    public static String checked(String what, String name) {
        Objects.requireNonNull(name, what);
        if (name.isEmpty() || !name.chars().allMatch(Token::isAllowed)) {
            throw new IllegalArgumentException(what + " name '" + printable(name)
                    + "' cannot be used: letters, digits and " + MARKS + " are allowed");
        }
        return name;
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || MARKS.indexOf(c) >= 0;
    }

    /** A name with line breaks must not forge a line of the log either. */
    private static String printable(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }
}
