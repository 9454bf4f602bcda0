package io.github.evenkeel.httpclient;

import static io.github.evenkeel.httpclient.FailureRow.row;
import static io.github.evenkeel.httpclient.FailureRow.well;
import static io.github.evenkeel.httpclient.exchange.FailureClass.CONNECTION_LOST;
import static io.github.evenkeel.httpclient.exchange.FailureClass.GOING_AWAY;
import static io.github.evenkeel.httpclient.exchange.FailureClass.LOCAL_LIMIT;
import static io.github.evenkeel.httpclient.exchange.FailureClass.NOT_SENT;
import static io.github.evenkeel.httpclient.exchange.FailureClass.PARTIAL_RESPONSE;
import static io.github.evenkeel.httpclient.exchange.FailureClass.REFUSED_BY_PEER;
import static io.github.evenkeel.httpclient.exchange.FailureClass.TIMED_OUT;

import io.github.evenkeel.httpclient.FailureRow.Failing;
import io.github.evenkeel.httpclient.FailureRow.Next;
import io.github.evenkeel.httpclient.FailureRow.Setting;
import io.github.evenkeel.httpclient.exchange.FailureClass;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.DeadServer;
import io.github.evenkeel.httpclient.fixture.H2Server;
import io.github.evenkeel.httpclient.fixture.HangUp;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.fixture.Tls;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** The table of failures: what can become of a request on its way, as the JDK client tells of it. */
final class FailureRows {
    /**
     * Whether the JDK client tells streams that a leaving HTTP/2 server has processed from those that it has not, and
     * repeats the latter once (JDK-8335181). Older ones fail all of them alike.
     */
    static final boolean KNOWS_UNPROCESSED = knowsUnprocessed(Runtime.version());

    /** Of an attempt, and of connecting; yet long enough for a busy machine to connect to a server that lives. */
    private static final Duration SHORT = Duration.ofSeconds(3);

    private FailureRows() {}

    private static boolean knowsUnprocessed(Runtime.Version jdk) {
        return switch (jdk.feature()) {
            case 17 -> jdk.update() >= 17;
            case 21 -> jdk.update() >= 9;
            default -> jdk.feature() >= 24;
        };
    }

    static Stream<FailureRow> all() {
        return Stream.of(unreachable(), silent(), cut(), partial(), streams(), goodbyes())
                .flatMap(rows -> rows);
    }

    /** There is no connection, or no TLS session. */
    private static Stream<FailureRow> unreachable() {
        return Stream.of(
                row("refuses connections", () -> dead(DeadServer.refusing()), NOT_SENT, "CONNECT", Next.ANY)
                        .throwing(ConnectException.class, "")
                        .seen(0, 0)
                        .leavingTheBody(),
                row("has a name nobody knows", FailureRows::unknown, NOT_SENT, "CONNECT", Next.ANY)
                        .throwing(ConnectException.class, "")
                        .seen(0, 0)
                        .leavingTheBody(),
                row("is connected to in vain", () -> dead(DeadServer.swallowing()), NOT_SENT, "CONNECT", Next.ANY)
                        .throwing(HttpConnectTimeoutException.class, "HTTP connect timed out")
                        .seen(0, 0)
                        .leavingTheBody()
                        .by(Setting.HTTP_1.withConnectTimeout(SHORT)),
                row("is connected to too slowly", () -> dead(DeadServer.swallowing()), NOT_SENT, "CONNECT", Next.ANY)
                        .throwing(HttpConnectTimeoutException.class, "HTTP connect timed out")
                        .seen(0, 0)
                        .leavingTheBody()
                        .by(Setting.HTTP_1.withAttempt(SHORT)),
                row("begins no handshake", FailureRows::withoutHandshake, NOT_SENT, "CONNECT", Next.ANY)
                        .throwing(HttpConnectTimeoutException.class, "")
                        .seen(0, 0)
                        .leavingTheBody()
                        .by(Setting.HTTP_1.withConnectTimeout(SHORT)),
                row("begins no handshake, HTTP/2", FailureRows::withoutHandshake, NOT_SENT, "CONNECT", Next.ANY)
                        .throwing(HttpConnectTimeoutException.class, "")
                        .seen(0, 0)
                        .leavingTheBody()
                        .by(Setting.HTTP_2.withConnectTimeout(SHORT)),
                row("speaks no TLS", FailureRows::withoutTls, NOT_SENT, "CONNECT", Next.ANY)
                        .throwing(SSLException.class, "Unrecognized SSL message, plaintext connection?")
                        .seen(0, 0)
                        .leavingTheBody(),
                row("ends in the handshake", FailureRows::hangingUp, NOT_SENT, "CONNECT", Next.ANY)
                        .throwing(SSLHandshakeException.class, "Remote host terminated the handshake")
                        .seen(0, 0),
                row("has a certificate of strangers", FailureRows::untrusted, NOT_SENT, "CONNECT", Next.ANY)
                        .throwing(SSLHandshakeException.class, "")
                        .seen(0, 0)
                        .leavingTheBody());
    }

    private static Stream<FailureRow> silent() {
        return Stream.of(
                row("says nothing", () -> server(Call::hang), TIMED_OUT, "TIMEOUT", Next.IDEMPOTENT)
                        .throwing(HttpTimeoutException.class, "request timed out")
                        .by(Setting.HTTP_1.withAttempt(SHORT)),
                row(
                                "does not say go on",
                                () -> server(FailureRows::cutHead),
                                CONNECTION_LOST,
                                "CONNECTION_LOST",
                                Next.IDEMPOTENT)
                        .seen(2, 1)
                        .leavingTheBody()
                        .by(Setting.HTTP_1.expectingContinue()),
                row(
                                "says go on and no more",
                                () -> server(FailureRows::cut),
                                CONNECTION_LOST,
                                "CONNECTION_LOST",
                                Next.IDEMPOTENT)
                        .seen(2, 1)
                        .by(Setting.HTTP_1.expectingContinue()));
    }

    /** The connection ends before there is a response, when the request may or may not have been processed. */
    private static Stream<FailureRow> cut() {
        return Stream.of(
                row(
                                "ends before an answer",
                                () -> server(FailureRows::cut),
                                CONNECTION_LOST,
                                "CONNECTION_LOST",
                                Next.IDEMPOTENT)
                        .seen(2, 1),
                row(
                                "resets before an answer",
                                () -> server(FailureRows::reset),
                                CONNECTION_LOST,
                                "CONNECTION_LOST",
                                Next.IDEMPOTENT)
                        .seen(2, 1),
                row(
                                "ends a used connection",
                                () -> server(1, FailureRows::cut),
                                CONNECTION_LOST,
                                "CONNECTION_LOST",
                                Next.IDEMPOTENT)
                        .seen(2, 1),
                saying("HTTP/1.1 20", "parsing HTTP/1.1 status line"),
                saying("HTTP/1.1 200 OK\r\nX-A: b", "parsing HTTP/1.1 header"),
                saying("nonsense\r\n\r\n", "Invalid status line")
                        .throwing(ProtocolException.class, "Invalid status line"),
                saying("HTTP/1.1 OK OK\r\n\r\n", "").throwing(ProtocolException.class, ""));
    }

    private static FailureRow saying(String head, String message) {
        return row(
                        "says " + head.replace("\r\n", "|"),
                        () -> server(call -> {
                            call.body();
                            call.write(head);
                            call.end();
                        }),
                        CONNECTION_LOST,
                        "CONNECTION_LOST",
                        Next.IDEMPOTENT)
                .throwing(IOException.class, message);
    }

    /** The response has begun: another server may be asked as long as nobody has seen anything of it. */
    private static Stream<FailureRow> partial() {
        return Stream.of(
                row(
                                "cuts its body",
                                () -> server(call -> {
                                    call.promise(200, 10);
                                    call.write("abc");
                                    call.end();
                                }),
                                PARTIAL_RESPONSE,
                                "BODY",
                                Next.IDEMPOTENT)
                        .throwing(IOException.class, "fixed content-length: 10, bytes received: 3"),
                row(
                                "cuts a chunk",
                                () -> server(call -> {
                                    call.promise(200, -1, "Transfer-Encoding: chunked");
                                    call.write("a\r\nabc");
                                    call.end();
                                }),
                                PARTIAL_RESPONSE,
                                "BODY",
                                Next.IDEMPOTENT)
                        .throwing(IOException.class, "chunked transfer encoding, state: READING_DATA"),
                row(
                                "says no content but how much",
                                () -> server(call -> {
                                    call.body();
                                    call.write("HTTP/1.1 204 None\r\nContent-Length: 3\r\n\r\nabc");
                                }),
                                CONNECTION_LOST,
                                "CONNECTION_LOST",
                                Next.IDEMPOTENT)
                        .throwing(IOException.class, "unexpected content length header with 204 response"));
    }

    /** What an HTTP/2 server can do to a stream. */
    private static Stream<FailureRow> streams() {
        return Stream.of(
                http2(
                                "refuses a stream",
                                stream -> stream.reset(H2Server.REFUSED_STREAM),
                                REFUSED_BY_PEER,
                                "cancelled",
                                Next.ANY)
                        .throwing(
                                IOException.class,
                                KNOWS_UNPROCESSED ? "request not processed by peer" : "Stream not processed")
                        .seen(KNOWS_UNPROCESSED ? 2 : 1, KNOWS_UNPROCESSED ? 2 : 1),
                resetting(H2Server.INTERNAL_ERROR, "Internal error"),
                resetting(H2Server.CANCEL, "Stream cancelled"),
                resetting(H2Server.ENHANCE_YOUR_CALM, "Processing capacity exceeded"),
                http2(
                        "ends within a stream",
                        H2Server.Stream::end,
                        CONNECTION_LOST,
                        "CONNECTION_LOST",
                        Next.IDEMPOTENT),
                row("allows no more streams", FailureRows::full, LOCAL_LIMIT, "cancelled", Next.ANY)
                        .throwing(IOException.class, "too many concurrent streams")
                        .seen(0, 0)
                        .leavingTheBody()
                        .by(Setting.HTTP_2));
    }

    private static FailureRow resetting(int code, String reason) {
        return http2(
                        "resets a stream, code " + code,
                        stream -> stream.reset(code),
                        CONNECTION_LOST,
                        "CONNECTION_LOST",
                        Next.IDEMPOTENT)
                .throwing(IOException.class, "Received RST_STREAM: " + reason);
    }

    /** HTTP/2 servers that leave. */
    private static Stream<FailureRow> goodbyes() {
        H2Server.Script unprocessed = stream -> stream.goAway(Math.max(0, stream.id() - 2));
        H2Server.Script processed = stream -> {
            stream.goAway(stream.id());
            stream.respond("fine");
        };
        H2Server.Script cut = stream -> {
            stream.goAway(stream.id());
            stream.end();
        };
        return KNOWS_UNPROCESSED
                ? Stream.of(
                        http2("leaves a stream out", unprocessed, REFUSED_BY_PEER, "cancelled", Next.ANY)
                                .throwing(IOException.class, "request not processed by peer")
                                .seen(2, 2),
                        well("leaves after the stream", () -> http2(processed)).by(Setting.HTTP_2),
                        http2("leaves and ends", cut, CONNECTION_LOST, "CONNECTION_LOST", Next.IDEMPOTENT))
                : Stream.of(
                        http2("leaves a stream out", unprocessed, GOING_AWAY, "cancelled", Next.IDEMPOTENT)
                                .throwing(IOException.class, "GOAWAY received"),
                        http2("leaves after the stream", processed, GOING_AWAY, "cancelled", Next.IDEMPOTENT)
                                .throwing(IOException.class, "GOAWAY received"),
                        http2("leaves and ends", cut, GOING_AWAY, "cancelled", Next.IDEMPOTENT)
                                .throwing(IOException.class, "GOAWAY received"));
    }

    private static FailureRow http2(String name, H2Server.Script script, FailureClass kind, String outcome, Next next) {
        return row(name, () -> http2(script), kind, outcome, next).by(Setting.HTTP_2);
    }

    private static Failing dead(DeadServer server) {
        return new Failing(server.origin(), 0, () -> 0, server::close);
    }

    private static Failing unknown() {
        return new Failing("http://nowhere.invalid", 0, () -> 0, () -> {});
    }

    private static Failing server(TestServer.Script script) {
        return server(0, script);
    }

    private static Failing server(int warmUps, TestServer.Script script) {
        TestServer server = TestServer.start(Call::end);
        server.become(call -> {
            if (server.hits() <= warmUps) {
                call.respond(200, "fine");
            } else {
                script.answer(call);
            }
        });
        return new Failing(server.origin(), warmUps, server::hits, server::close);
    }

    private static void cut(Call call) throws IOException {
        call.body();
        call.end();
    }

    /** Without asking for the body first. */
    private static void cutHead(Call call) throws IOException {
        call.end();
    }

    private static void reset(Call call) throws IOException {
        call.body();
        call.reset();
    }

    private static Failing withoutTls() {
        TestServer server = TestServer.answering(200, "");
        return new Failing(server.origin().replace("http:", "https:"), 0, server::hits, server::close);
    }

    private static Failing untrusted() {
        TestServer server = TestServer.startTls(
                call -> call.respond(200, ""), Tls.context(Tls.certificate("dns:orders,ip:127.0.0.1")));
        return new Failing(server.origin(), 0, server::hits, server::close);
    }

    private static Failing withoutHandshake() throws IOException {
        DeadServer server = DeadServer.silent();
        return new Failing(server.origin().replace("http:", "https:"), 0, () -> 0, server::close);
    }

    private static Failing hangingUp() throws IOException {
        HangUp server = HangUp.afterFirstWords();
        return new Failing(server.origin().replace("http:", "https:"), 0, () -> 0, server::close);
    }

    private static Failing http2(H2Server.Script script) throws IOException {
        H2Server server = H2Server.startTls(100, script);
        return new Failing(server.origin(), 0, server::hits, server::close);
    }

    /** It allows no stream at all, once it has said so. */
    private static Failing full() throws IOException {
        H2Server server = H2Server.startTls(0, stream -> stream.respond("fine"));
        return new Failing(server.origin(), 1, server::hits, server::close);
    }
}
