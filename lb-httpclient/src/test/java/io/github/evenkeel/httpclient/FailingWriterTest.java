package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.H2Server;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.fixture.Tls;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The caller's request body fails: the caller hears of it, the server is not blamed, nothing leaks. */
class FailingWriterTest {
    /** A machine that is too busy to come to the body in the first of these times gets the others. */
    private static final long[] PATIENCE_MILLIS = {200, 3000, 20_000};

    static Stream<Arguments> writers() {
        return Stream.of(Writer.values())
                .flatMap(writer -> Stream.of(Way.values()).map(way -> Arguments.of(writer, way)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("writers")
    void isNoFaultOfTheServer(Writer writer, Way way) throws Exception {
        try (TestServer server = TestServer.start(call -> call.respond(200, call.body()))) {
            blamesNobody(writer, way, server.origin());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"GOOD", "FAILS", "TOO_FEW_BYTES", "TOO_MANY_BYTES", "STOPS_HALF_WAY"})
    void norOverHttp2(Writer writer) throws Exception {
        try (H2Server server = H2Server.startTls(100, stream -> stream.respond("abcd"))) {
            blamesNobody(writer, Way.SEND_ASYNC, server.origin());
        }
    }

    private static void blamesNobody(Writer writer, Way way, String origin) throws Exception {
        if (!writer.stalls()) {
            String outcome = send(writer.isBad(), writer.body(), way, origin, 50_000);
            assertEquals(writer.isBad() ? "1 cancelled" : "1 good", outcome);
            return;
        }
        assertEquals("1 cancelled", sendUntil("1 cancelled", writer.body(), way, origin));
    }

    private static String sendUntil(String wanted, BodyPublisher body, Way way, String origin) throws Exception {
        String outcome = "";
        for (int i = 0; i < PATIENCE_MILLIS.length && !outcome.equals(wanted); i++) {
            outcome = send(true, body, way, origin, PATIENCE_MILLIS[i]);
        }
        return outcome;
    }

    private static String send(boolean fails, BodyPublisher body, Way way, String origin, long millis)
            throws Exception {
        try (LoadBalancedHttpClient client = Clients.builder()
                .sslContext(Tls.context())
                .pool("orders", pool -> pool.servers(origin))
                .build()) {
            HttpRequest request = Clients.request("/")
                    .PUT(body)
                    .timeout(Duration.ofMillis(millis))
                    .build();
            if (fails) {
                assertThrows(Exception.class, () -> way.send(client, request, BodyHandlers.ofString()));
            } else {
                assertEquals(
                        "abcd",
                        way.send(client, request, BodyHandlers.ofString()).body());
            }
            Clients.awaitIdle(client);
            return Clients.outcomes(client);
        }
    }

    /** It is the server that is waited for: it takes no more. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void aServerThatDoesNotReadOnIsToBlame(Way way) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (TestServer server = TestServer.start(call -> Await.latch("the request is over", over))) {
            BodyPublisher endless = BodyPublishers.ofInputStream(Endless::new);
            assertEquals("1 TIMEOUT", sendUntil("1 TIMEOUT", endless, way, server.origin()));
        } finally {
            over.countDown();
        }
    }

    private static final class Endless extends InputStream {
        @Override
        public int read() {
            return 'x';
        }
    }

    /** One who would have given more had it been asked after all that it said it had. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void aServerThatIsSilentAfterAllOfTheBodyIsToBlame(Way way) throws Exception {
        try (TestServer server = TestServer.start(Call::hang)) {
            assertEquals("1 TIMEOUT", sendUntil("1 TIMEOUT", Writer.GOOD.body(), way, server.origin()));
        }
    }
}
