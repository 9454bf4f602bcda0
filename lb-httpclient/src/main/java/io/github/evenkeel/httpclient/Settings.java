package io.github.evenkeel.httpclient;

import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** What a JDK client says of itself, kept beyond its end. */
record Settings(
        Optional<CookieHandler> cookieHandler,
        Optional<Duration> connectTimeout,
        HttpClient.Redirect followRedirects,
        Optional<ProxySelector> proxy,
        SSLContext sslContext,
        SSLParameters sslParameters,
        Optional<Authenticator> authenticator,
        HttpClient.Version version,
        Optional<Executor> executor) {

    static Settings of(HttpClient client) {
        return new Settings(
                client.cookieHandler(),
                client.connectTimeout(),
                client.followRedirects(),
                client.proxy(),
                client.sslContext(),
                client.sslParameters(),
                client.authenticator(),
                client.version(),
                client.executor());
    }
}
