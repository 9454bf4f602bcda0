package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import io.github.evenkeel.httpclient.policy.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attempts and bodies that take too long. */
class StalledBodyTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(20);

    /** Short, but long enough for a busy machine to connect to a server and to hear of it. */
    private static final Duration ENOUGH = Duration.ofSeconds(2);

    /** Where a body stalls, and the limit that is for that. */
    private enum Stall implements TestServer.Script {
        BEFORE_THE_FIRST_BYTE("", Timeouts.DEFAULT.withFirstByte(SHORT).withIdle(LONG)),
        AFTER_THE_FIRST_BYTES("part", Timeouts.DEFAULT.withIdle(SHORT).withFirstByte(LONG)),
        ANYWHERE("part", Timeouts.DEFAULT.withWholeBody(true));

        private final String begun;
        private final Timeouts timeouts;

        Stall(String begun, Timeouts timeouts) {
            this.begun = begun;
            this.timeouts = timeouts;
        }

        @Override
        public void answer(Call call) throws IOException {
            call.promise(200, 1000);
            call.write(begun);
            call.hang();
        }

        HttpRequest request() {
            Duration timeout = timeouts.wholeBody() ? ENOUGH : LONG;
            return Clients.request("/").timeout(timeout).build();
        }

        LoadBalancedHttpClient client(RetryPolicy retries, String... origins) {
            return Clients.inOrder(pool -> pool.timeouts(timeouts).retry(retries), origins);
        }
    }

    @ParameterizedTest
    @EnumSource(Stall.class)
    void whoReadsAStalledStreamIsToldAndTheServerIsToBlame(Stall stall) throws Exception {
        for (Way way : Way.values()) {
            try (TestServer server = TestServer.start(stall);
                    LoadBalancedHttpClient client = stall.client(RetryPolicy.DEFAULT, server.origin())) {
                InputStream body = way.send(client, stall.request(), BodyHandlers.ofInputStream())
                        .body();
                IOException e = assertThrows(IOException.class, body::readAllBytes);
                assertInstanceOf(HttpTimeoutException.class, e.getCause());
                Clients.awaitIdle(client);
                assertEquals("1 TIMEOUT", Clients.outcomes(client));
                Await.until("the connection ends", () -> server.onlyCall().clientGone());
            }
        }
    }

    /** All kinds at once, as each waits for its limit. */
    @ParameterizedTest
    @EnumSource(Stall.class)
    void aStalledBodyThatIsCollectedFailsTheRequest(Stall stall) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<?>> ended = new ArrayList<>();
            for (Way way : Way.values()) {
                BodyKind.collecting(Files.createTempFile("evenkeel", ".body"))
                        .forEach(kind -> ended.add(threads.submit(() -> failsTheRequest(stall, way, kind))));
            }
            for (Future<?> each : ended) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static @Nullable Void failsTheRequest(Stall stall, Way way, BodyKind<?> kind) throws Exception {
        try (TestServer server = TestServer.start(stall);
                LoadBalancedHttpClient client = stall.client(RetryPolicy.NEVER, server.origin())) {
            Exception e = assertThrows(
                    HttpTimeoutException.class, () -> way.send(client, stall.request(), kind.handler()), kind::name);
            assertTrue(e.getMessage().startsWith("GET " + server.origin() + "/: "), e::toString);
            assertEquals("1 TIMEOUT", Clients.outcomes(client), kind::name);
            Await.until("the connection ends", () -> server.onlyCall().clientGone());
        }
        return null;
    }

    @ParameterizedTest
    @EnumSource(
            value = Stall.class,
            names = {"BEFORE_THE_FIRST_BYTE", "AFTER_THE_FIRST_BYTES"})
    void anotherServerIsAskedForABodyThatWasOnlyGathered(Stall stall) throws Exception {
        for (Way way : Way.values()) {
            try (TestServer server = TestServer.start(stall);
                    TestServer second = TestServer.echoingName();
                    LoadBalancedHttpClient client =
                            stall.client(RetryPolicy.DEFAULT, server.origin(), second.origin())) {
                assertEquals(
                        second.origin(),
                        way.send(client, stall.request(), BodyHandlers.ofString())
                                .body());
                assertEquals("1 TIMEOUT", Clients.outcomes(client, 0));
                assertEquals("1 good", Clients.outcomes(client, 1));
            }
        }
    }

    @Test
    void aBodyThatComesSlowlyButSteadilyIsNotStalled() throws Exception {
        Duration idle = Duration.ofSeconds(2);
        try (TestServer server = TestServer.start(call -> {
                    call.promise(200, 50);
                    for (int i = 0; i < 50; i++) {
                        call.write("x");
                        Thread.sleep(60);
                    }
                });
                LoadBalancedHttpClient client =
                        Clients.inOrder(pool -> pool.timeouts(Timeouts.DEFAULT.withIdle(idle)), server.origin())) {
            assertEquals("x".repeat(50), Clients.send(client, Clients.get()).body());
            assertEquals("1 good", Clients.outcomes(client));
        }
    }

    /** The server has done what it could: all that was asked for has come. */
    @Test
    void aReaderWhoPausesIsNoFaultOfTheServer() throws Exception {
        int length = 8_000_000;
        try (TestServer server = TestServer.start(call -> {
                    call.promise(200, length);
                    call.write(new byte[length]);
                });
                LoadBalancedHttpClient client =
                        Clients.inOrder(pool -> pool.timeouts(Timeouts.DEFAULT.withIdle(ENOUGH)), server.origin())) {
            try (InputStream body =
                    client.send(Clients.get(), BodyHandlers.ofInputStream()).body()) {
                body.read();
                Thread.sleep(ENOUGH.toMillis() * 3 / 2);
                assertEquals(length - 1, body.readAllBytes().length);
            }
            Clients.awaitIdle(client);
            assertEquals("1 good", Clients.outcomes(client));
        }
    }

    @Test
    void aReaderWhoIsSlowerThanTheWholeBodysTimeIsNoFaultOfTheServerEither() throws Exception {
        int length = 8_000_000;
        try (TestServer server = TestServer.start(call -> {
                    call.promise(200, length);
                    call.write(new byte[length]);
                });
                LoadBalancedHttpClient client =
                        Clients.inOrder(pool -> pool.timeouts(Timeouts.DEFAULT.withWholeBody(true)), server.origin())) {
            HttpRequest request = Clients.request("/").timeout(ENOUGH).build();
            InputStream body =
                    client.send(request, BodyHandlers.ofInputStream()).body();
            body.read();
            Clients.awaitIdle(client);
            assertEquals("1 cancelled", Clients.outcomes(client));
            IOException e = assertThrows(IOException.class, body::readAllBytes);
            assertInstanceOf(HttpTimeoutException.class, e.getCause());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aSilentServerIsLeftForAnotherAfterTheAttemptsTime(Way way) throws Exception {
        try (TestServer mute = TestServer.start(Call::hang);
                TestServer second = TestServer.echoingName();
                LoadBalancedHttpClient client = Clients.inOrder(
                        pool -> pool.timeouts(Timeouts.DEFAULT.withAttempt(ENOUGH)), mute.origin(), second.origin())) {
            HttpRequest request = Clients.request("/").timeout(LONG).build();
            assertEquals(
                    second.origin(),
                    way.send(client, request, BodyHandlers.ofString()).body());
            assertEquals("1 TIMEOUT", Clients.outcomes(client, 0));
            Await.until("the connection ends", () -> mute.onlyCall().clientGone());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aPostThatMayHaveArrivedFailsAfterTheAttemptsTime(Way way) throws Exception {
        try (TestServer mute = TestServer.start(Call::hang);
                TestServer second = TestServer.echoingName();
                LoadBalancedHttpClient client = Clients.inOrder(
                        pool -> pool.timeouts(Timeouts.DEFAULT.withAttempt(ENOUGH)), mute.origin(), second.origin())) {
            assertThrows(
                    HttpTimeoutException.class, () -> way.send(client, Clients.post("order"), BodyHandlers.ofString()));
            assertEquals("1 TIMEOUT", Clients.outcomes(client, 0));
            assertEquals(0, second.hits());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void theRequestsOwnTimeoutCutsTheAttemptsShort(Way way) throws Exception {
        try (TestServer mute = TestServer.start(Call::hang);
                TestServer second = TestServer.echoingName();
                LoadBalancedHttpClient client = Clients.inOrder(
                        pool -> pool.timeouts(Timeouts.DEFAULT.withAttempt(LONG)), mute.origin(), second.origin())) {
            HttpRequest request = Clients.request("/").timeout(SHORT).build();
            assertThrows(HttpTimeoutException.class, () -> way.send(client, request, BodyHandlers.ofString()));
            assertEquals(0, second.hits());
        }
    }
}
