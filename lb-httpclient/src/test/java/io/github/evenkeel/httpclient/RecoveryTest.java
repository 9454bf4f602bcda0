package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.probe.Probe;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server dies and comes back under load: the callers notice nothing. */
class RecoveryTest {
    private static final BreakerSettings QUICK =
            BreakerSettings.DEFAULT.withOpenTime(Duration.ofMillis(100), Duration.ofMillis(400));

    /** Callers in a loop, until closed. */
    private static final class Load implements AutoCloseable {
        private static final int MOST_REQUESTS = 1_000_000;

        private final AtomicBoolean over = new AtomicBoolean();
        private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
        private final List<Thread> callers = new ArrayList<>();

        Load(LoadBalancedHttpClient client, Way way, int threads) {
            for (int i = 0; i < threads; i++) {
                callers.add(new Thread(() -> run(client, way), "caller"));
            }
            callers.forEach(Thread::start);
        }

        private void run(LoadBalancedHttpClient client, Way way) {
            for (int i = 0; i < MOST_REQUESTS && !over.get(); i++) {
                try {
                    int status = way.send(client, Clients.get(), BodyHandlers.ofString())
                            .statusCode();
                    assertEquals(200, status);
                } catch (Exception e) {
                    failures.add(e);
                }
            }
        }

        @Override
        public void close() {
            over.set(true);
            for (Thread caller : callers) {
                try {
                    caller.join(TimeUnit.SECONDS.toMillis(20));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private static void assertDiesAndComesBackUnnoticed(
            LoadBalancedHttpClient client, Way way, ServerState whileDead, TestServer... servers) {
        TestServer mortal = servers[0];
        Load load = new Load(client, way, 16);
        try (load) {
            Await.until("all are used", () -> mortal.hits() > 50 && servers[1].hits() > 50 && servers[2].hits() > 50);
            mortal.die();
            Await.until("it is out", () -> Clients.server(client, 0).state() == whileDead);
            int others = servers[1].hits() + servers[2].hits();
            Await.until("the others serve", () -> servers[1].hits() + servers[2].hits() > others + 200);
            mortal.revive();
            int then = mortal.hits();
            Await.until("it is back", () -> Clients.server(client, 0).state() == ServerState.ACTIVE);
            Await.until("it is used again", () -> mortal.hits() > then + 50);
        }
        assertEquals(List.of(), List.copyOf(load.failures));
        assertEquals(0, Clients.inFlight(client));
        assertTrue(Clients.server(client, 0).failures() > 0);
        assertEquals(
                0,
                Clients.server(client, 1).failures() + Clients.server(client, 2).failures());
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void withoutProbesTheBreakersTrialBringsItBack(Way way) {
        try (TestServer a = TestServer.answering(200, "a");
                TestServer b = TestServer.answering(200, "b");
                TestServer c = TestServer.answering(200, "c");
                LoadBalancedHttpClient client = Clients.builder()
                        .pool(
                                "orders",
                                pool -> pool.servers(a.origin(), b.origin(), c.origin())
                                        .breaker(QUICK))
                        .build()) {
            assertDiesAndComesBackUnnoticed(client, way, ServerState.EJECTED, a, b, c);
            assertTrue(Clients.server(client, 0).ejections() >= 1);
        }
    }

    @Test
    void withProbesTheseTakeItOutAndBringItBack() {
        Probe probe = Probe.http("/health").withInterval(Duration.ofMillis(20));
        try (TestServer a = TestServer.answering(200, "a");
                TestServer b = TestServer.answering(200, "b");
                TestServer c = TestServer.answering(200, "c");
                LoadBalancedHttpClient client = Clients.builder()
                        .pool(
                                "orders",
                                pool -> pool.servers(a.origin(), b.origin(), c.origin())
                                        .breaker(QUICK)
                                        .probe(probe))
                        .build()) {
            assertDiesAndComesBackUnnoticed(client, Way.SEND, ServerState.UNHEALTHY, a, b, c);
        }
    }

    @Test
    void aServerThatOnlySaysItIsBrokenIsEjectedAndComesBack() {
        try (TestServer a = TestServer.answering(200, "a");
                TestServer b = TestServer.answering(200, "b");
                TestServer c = TestServer.answering(200, "c");
                LoadBalancedHttpClient client = Clients.builder()
                        .pool(
                                "orders",
                                pool -> pool.servers(a.origin(), b.origin(), c.origin())
                                        .breaker(QUICK))
                        .build()) {
            Load load = new Load(client, Way.SEND, 8);
            try (load) {
                Await.until("all are used", () -> a.hits() > 50 && b.hits() > 50 && c.hits() > 50);
                a.become(call -> call.respond(503, "broken"));
                Await.until("it is out", () -> Clients.server(client, 0).state() == ServerState.EJECTED);
                a.become(call -> call.respond(200, "a"));
                Await.until("it is back", () -> Clients.server(client, 0).state() == ServerState.ACTIVE);
            }
            assertEquals(List.of(), List.copyOf(load.failures));
        }
    }

    @Test
    void aDrainingServerGetsNothing() throws Exception {
        try (TestServer leaving = TestServer.answering(200, "leaving");
                TestServer a = TestServer.answering(200, "a");
                LoadBalancedHttpClient client = Clients.builder()
                        .pool(
                                "orders",
                                pool -> pool.servers(List.of(
                                        ServerSpec.of(leaving.origin()).withDraining(true), ServerSpec.of(a.origin()))))
                        .build()) {
            for (int i = 0; i < 100; i++) {
                assertEquals("a", Clients.send(client, Clients.get()).body());
            }
            assertEquals(0, leaving.accepted());
            assertEquals(ServerState.DRAINING, Clients.server(client, 0).state());
        }
    }
}
