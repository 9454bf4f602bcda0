package io.github.evenkeel.httpclient;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** The response of a host that is no pool, as a redirect led to it or with cookies that we added to its request. */
record PassedResponse<T>(HttpRequest request, HttpResponse<T> response, Optional<HttpResponse<T>> previousResponse)
        implements HttpResponse<T> {
    @Override
    public URI uri() {
        return response.uri();
    }

    @Override
    public int statusCode() {
        return response.statusCode();
    }

    @Override
    public HttpHeaders headers() {
        return response.headers();
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
        return "(" + request.method() + " " + request.uri() + ") " + statusCode();
    }
}
