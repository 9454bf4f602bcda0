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
import org.jspecify.annotations.Nullable;

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

    /** The same as seen from outside, where we follow redirects and keep cookies in the JDK client's place. */
    Settings with(HttpClient.Redirect redirects, @Nullable CookieHandler cookies) {
        return new Settings(
                Optional.ofNullable(cookies),
                connectTimeout,
                redirects,
                proxy,
                sslContext,
                sslParameters,
                authenticator,
                version,
                executor);
    }

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
