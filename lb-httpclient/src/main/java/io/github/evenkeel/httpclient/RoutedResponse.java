package io.github.evenkeel.httpclient;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.httpclient.exchange.Attempt;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** The server's response, or one it pushed, under the name that the caller asked for or knows. */
record RoutedResponse<T>(
        HttpRequest request,
        HttpResponse<T> response,
        Attempt<T> attempt,
        HttpHeaders headers,
        Optional<HttpResponse<T>> previousResponse)
        implements LoadBalancedResponse<T> {
    @Override
    public Server server() {
        return attempt.server();
    }

    @Override
    public int attempts() {
        return attempt.number();
    }

    @Override
    public List<Server> earlierServers() {
        return attempt.earlier();
    }

    @Override
    public URI physicalUri() {
        return response.uri();
    }

    @Override
    public URI uri() {
        return request.uri();
    }

    @Override
    public int statusCode() {
        return response.statusCode();
    }

    @Override
    public T body() {
        return response.body();
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return response.sslSession();
    }

    @Override
    public HttpClient.Version version() {
        return response.version();
    }

    /** Overrides what HttpResponse has since JDK 25. */
    public Optional<String> connectionLabel() {
        return LaterJdk.connectionLabel(response);
    }

    @Override
    public String toString() {
        return "(" + request.method() + " " + request.uri() + ") " + statusCode() + " from " + server().id();
    }
}
