package io.github.evenkeel.httpclient.contract;

import static io.github.evenkeel.httpclient.contract.Row.row;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Requests, good and bad. */
final class Requests {
    private static final String ECHOED = "200 GET /echo  of ORIGIN/echo by HTTP_1_1";

    private Requests() {}

    static Stream<Row> rows() {
        return Stream.of(arguments(), uris(), own(), bodies()).flatMap(Function.identity());
    }

    private static Stream<Row> arguments() {
        return Stream.of(
                row("no request", it -> it.both(null)),
                row("no handler", it -> it.both(it.get("/"), null)),
                row("neither", it -> it.both(null, null)));
    }

    private static Stream<Row> uris() {
        return Stream.of(
                        "",
                        "/",
                        "?a=b",
                        "//echo//x",
                        "/echo/../echo/./x",
                        "/echo#part",
                        "/echo%20%2F?q=%26",
                        "/echo;p=1")
                .map(target -> row("target '" + target + "'", it -> it.both(it.get(target))));
    }

    private static Stream<Row> own() {
        Stream<Row> schemes = Stream.of("ftp", "ws", "wss", "x")
                .map(scheme -> row(
                        "scheme " + scheme,
                        it -> it.both(OwnRequest.to(it.origin().replace("http:", scheme + ":"), own -> {}))));
        Stream<Row> uris = Stream.of("/relative", "mailto:x", "http:///nowhere")
                .map(uri -> row("uri " + uri, it -> it.both(OwnRequest.to(uri, own -> {}))));
        Stream<Row> methods = Stream.of("", "CONNECT", "GE T", "TRACE", "get", "G\r\nX", "PATCH", "QUERY")
                .map(method -> changed("method '" + method.strip() + "'", own -> own.method = method));
        Stream<Row> fields = Stream.of("Host", "Connection", "Content-Length", "Upgrade", "Expect", "no name", ":path")
                .map(name ->
                        changed("header " + name, own -> own.headers = OwnRequest.fields(Map.of(name, List.of("1")))));
        Stream<Row> values = Stream.of("1\r\nEvil: 2", "\0", "")
                .map(value -> changed(
                        "header value '" + value.strip() + "'",
                        own -> own.headers = OwnRequest.fields(Map.of("X", List.of(value)))));
        Stream<Row> others = Stream.of(
                changed("no uri", own -> own.uri = null),
                changed("no headers", own -> own.headers = null),
                changed("no timeout at all", own -> own.timeout = null),
                changed("no body at all", own -> own.body = null),
                changed("timeout 0", own -> own.timeout = Optional.of(Duration.ZERO)),
                changed("timeout -1 s", own -> own.timeout = Optional.of(Duration.ofSeconds(-1))),
                changed(
                                "timeout beyond what can be reckoned",
                                own -> own.timeout = Optional.of(Duration.ofSeconds(Long.MAX_VALUE)))
                        .butOurs("send " + ECHOED + ", sendAsync " + ECHOED),
                changed("no version at all", own -> own.version = null)
                        .butOurs("send throws NullPointerException, sendAsync throws NullPointerException"),
                changed("no method", own -> own.method = null)
                        .butOurs("send throws NullPointerException, sendAsync throws NullPointerException"));
        return Stream.of(schemes, uris, methods, fields, values, others).flatMap(Function.identity());
    }

    private static Row changed(String name, Consumer<OwnRequest> change) {
        return row(name, it -> it.both(OwnRequest.to(it.origin() + "/echo", change)));
    }

    private static Stream<Row> bodies() {
        Stream<Row> lengths = Stream.of(-1L, 0L, 2L, 3L, 5L, -7L)
                .map(length -> post("3 bytes said to be " + length, length, BodyPublishers.ofString("abc")::subscribe));
        Stream<Row> failures = Stream.of(new IOException("mine"), new IllegalStateException("mine"), new Error("mine"))
                .map(e -> post("body that fails with " + e, 3, subscriber -> fail(subscriber, e)));
        Stream<Row> others = Stream.of(
                post("body that throws", 3, subscriber -> {
                    throw new IllegalStateException("mine");
                }),
                row("body whose length nobody can tell", it -> it.both(post(it, unknownLength())))
                        .butOurs("send throws IllegalStateException of mine,"
                                + " sendAsync throws IllegalStateException of mine"),
                row("no stream", it -> it.both(post(it, BodyPublishers.ofInputStream(() -> null)))),
                row(
                        "stream",
                        it -> it.both(post(
                                it,
                                BodyPublishers.ofInputStream(
                                        () -> new ByteArrayInputStream("abc".getBytes(StandardCharsets.UTF_8)))))),
                row("publisher", it -> it.both(post(it, BodyPublishers.fromPublisher(BodyPublishers.ofString("abc"))))),
                row(
                        "100-continue",
                        it -> it.both(it.request("/echo")
                                .expectContinue(true)
                                .POST(BodyPublishers.ofString("abc"))
                                .build())),
                row(
                        "GET with a body",
                        it -> it.both(it.request("/echo")
                                .method("GET", BodyPublishers.ofString("abc"))
                                .build())));
        return Stream.of(lengths, failures, others).flatMap(Function.identity());
    }

    private static Row post(String name, long length, Consumer<Flow.Subscriber<? super ByteBuffer>> subscribe) {
        return row(name, it -> it.both(post(it, new OwnPublisher(length, subscribe))));
    }

    private static HttpRequest post(Subject subject, BodyPublisher body) {
        return subject.request("/echo").POST(body).build();
    }

    private record OwnPublisher(long contentLength, Consumer<Flow.Subscriber<? super ByteBuffer>> subscribe)
            implements BodyPublisher {
        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            subscribe.accept(subscriber);
        }
    }

    private static BodyPublisher unknownLength() {
        return new BodyPublisher() {
            @Override
            public long contentLength() {
                throw new IllegalStateException("mine");
            }

            @Override
            public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
                throw new AssertionError("nobody knows how long it is");
            }
        };
    }

    private static void fail(Flow.Subscriber<? super ByteBuffer> subscriber, Throwable failure) {
        subscriber.onSubscribe(new Flow.Subscription() {
            private boolean failed;

            @Override
            public void request(long parts) {
                if (!failed) {
                    failed = true;
                    subscriber.onError(failure);
                }
            }

            @Override
            public void cancel() {}
        });
    }
}
