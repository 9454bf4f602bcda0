package io.github.evenkeel.httpclient;

import io.github.evenkeel.httpclient.tls.TlsParameters;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A client that says of itself what it was told, also when it is closed. */
abstract sealed class DescribedClient extends HttpClient permits LoadBalancedHttpClient {
    private final Settings settings;

    DescribedClient(Settings settings) {
        super();
        this.settings = settings;
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return settings.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return settings.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return settings.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return settings.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return settings.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return TlsParameters.copyOf(settings.sslParameters());
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return settings.authenticator();
    }

    @Override
    public Version version() {
        return settings.version();
    }

    @Override
    public Optional<Executor> executor() {
        return settings.executor();
    }
}
