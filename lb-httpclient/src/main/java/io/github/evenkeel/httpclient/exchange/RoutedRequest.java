package io.github.evenkeel.httpclient.exchange;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The caller's request as one server gets it: another URI, without what is only for us, and the time that is left. A
 * view, not a copy.
 */
final class RoutedRequest extends HttpRequest {
    private final HttpRequest request;
    private final URI uri;
    private final HttpHeaders headers;
    private final @Nullable BodyPublisher body;
    private final @Nullable Duration timeout;
    private final Optional<HttpClient.Version> version;

    RoutedRequest(
            HttpRequest request,
            URI origin,
            HttpHeaders headers,
            @Nullable BodyPublisher body,
            @Nullable Duration timeout,
            HttpClient.@Nullable Version otherwise) {
        this.request = request;
        this.uri = at(origin, request.uri());
        this.headers = headers;
        this.body = body;
        this.timeout = timeout;
        this.version = request.version().or(() -> Optional.ofNullable(otherwise));
    }

    /** Resolved, it has its other parts from the origin: parsing them anew would cost as much as all else done here. */
    private static URI at(URI origin, URI uri) {
        String query = uri.getRawQuery();
        String target = query == null ? uri.getRawPath() : uri.getRawPath() + '?' + query;
        boolean hasPath = target.startsWith("/") && !target.startsWith("//"); // which would begin another authority
        return hasPath ? origin.resolve(target) : URI.create(origin + target);
    }

    /** What it is called in logs and exceptions: never with its query, which may hold secrets. */
    String name() {
        return method() + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public Optional<BodyPublisher> bodyPublisher() {
        return Optional.ofNullable(body);
    }

    @Override
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public boolean expectContinue() {
        return request.expectContinue();
    }

    @Override
    public Optional<HttpClient.Version> version() {
        return version;
    }

    @Override
    public HttpHeaders headers() {
        return headers;
    }
}
