package io.github.evenkeel.httpclient.configuration;

/** What is never shown. */
final class Secrets {
    private Secrets() {}

    static String shown(String key, String value) {
        return key.endsWith(".secret") ? "***" : value;
    }
}
