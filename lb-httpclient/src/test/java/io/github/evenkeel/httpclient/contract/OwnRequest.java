package io.github.evenkeel.httpclient.contract;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A request of a caller's own class, which no builder has checked. */
final class OwnRequest extends HttpRequest {
    URI uri;
    String method = "GET";
    HttpHeaders headers = fields(Map.of());
    Optional<Duration> timeout = Optional.empty();
    Optional<HttpClient.Version> version = Optional.empty();
    Optional<BodyPublisher> body = Optional.empty();

    static OwnRequest to(String uri, Consumer<OwnRequest> change) {
        OwnRequest request = new OwnRequest();
        request.uri = URI.create(uri);
        change.accept(request);
        return request;
    }

    static HttpHeaders fields(Map<String, List<String>> fields) {
        return HttpHeaders.of(fields, (name, value) -> true);
    }

    @Override
    public Optional<BodyPublisher> bodyPublisher() {
        return body;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public Optional<Duration> timeout() {
        return timeout;
    }

    @Override
    public boolean expectContinue() {
        return false;
    }

    @Override
    public URI uri() {
        return uri;
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
