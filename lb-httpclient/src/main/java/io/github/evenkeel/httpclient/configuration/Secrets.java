package io.github.evenkeel.httpclient.configuration;

import java.util.regex.Pattern;

/** What is never shown. */
final class Secrets {
    /** Somebody who writes {@code http://user:password@host}, which is refused, is not to find it in the log. */
    private static final Pattern USER = Pattern.compile("//[^/@,]*@");

    private Secrets() {}

    static String shown(String key, String value) {
        return key.endsWith(".secret") ? "***" : USER.matcher(value).replaceAll("//***@");
    }
}
