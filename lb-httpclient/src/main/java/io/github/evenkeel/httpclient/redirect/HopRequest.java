package io.github.evenkeel.httpclient.redirect;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The caller's request as a redirect or the cookies have changed it. A view, not a copy. */
final class HopRequest extends HttpRequest {
    private final HttpRequest request;
    private final URI uri;
    private final String method;
    private final HttpHeaders headers;
    private final @Nullable Duration timeout;

    HopRequest(HttpRequest request, URI uri, String method, HttpHeaders headers, @Nullable Duration timeout) {
        this.request = request;
        this.uri = uri;
        this.method = method;
        this.headers = headers;
        this.timeout = timeout;
    }

    /** The same with other headers, such as with cookies. */
    static HttpRequest with(HttpHeaders headers, HttpRequest request) {
        return new HopRequest(
                request,
                request.uri(),
                request.method(),
                headers,
                request.timeout().orElse(null));
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public HttpHeaders headers() {
        return headers;
    }

    @Override
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** None if the redirect has made the request a GET. */
    @Override
    public Optional<BodyPublisher> bodyPublisher() {
        return method.equals(request.method()) ? request.bodyPublisher() : Optional.empty();
    }

    @Override
    public boolean expectContinue() {
        return request.expectContinue() && bodyPublisher().isPresent();
    }

    @Override
    public Optional<HttpClient.Version> version() {
        return request.version();
    }
}
