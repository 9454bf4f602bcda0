/**
 * Evenkeel for {@link java.net.http.HttpClient}: a client that sends each request to the best of the servers behind a
 * name.
 */
module io.github.evenkeel.httpclient {
    requires transitive io.github.evenkeel.core;
    requires transitive java.net.http;
    requires com.github.benmanes.caffeine;
    requires static transitive org.jspecify;

    exports io.github.evenkeel.httpclient;
    exports io.github.evenkeel.httpclient.configuration;
    exports io.github.evenkeel.httpclient.policy;
    exports io.github.evenkeel.httpclient.probe;
    exports io.github.evenkeel.httpclient.routing;
}
