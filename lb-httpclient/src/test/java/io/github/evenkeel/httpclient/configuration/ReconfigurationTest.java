package io.github.evenkeel.httpclient.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import io.github.evenkeel.httpclient.Pool;
import io.github.evenkeel.httpclient.PoolBuilder;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.DeadServer;
import io.github.evenkeel.httpclient.fixture.InOrder;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.probe.Probe;
import io.github.evenkeel.httpclient.routing.Affinity;
import io.github.evenkeel.httpclient.routing.SessionStatistics;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A running client follows its properties, or says why not and stays as it is. */
class ReconfigurationTest {
    private static final String POOL = "evenkeel.orders.";
    private static final Probe EVERY_50_MS = Probe.http("/health").withInterval(Duration.ofMillis(50));

    private final TestServer a = TestServer.echoingName();
    private final TestServer b = TestServer.echoingName();
    private final Map<String, String> properties =
            new HashMap<>(Map.of(POOL + "servers", a.origin() + "," + b.origin(), POOL + "strategy", "in-order"));

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    private Configuration read() {
        return Configuration.of(
                properties, Map.of("in-order", () -> InOrder.STRATEGY, "broken", () -> (view, previous, random) -> {
                    throw new IllegalStateException("broken on purpose");
                }));
    }

    private LoadBalancedHttpClient client() {
        return LoadBalancedHttpClient.newBuilder().configure(read()).build();
    }

    private static String ask(LoadBalancedHttpClient client, String host) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://" + host + "/"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static Set<String> reached(LoadBalancedHttpClient client, int requests) throws Exception {
        Set<String> servers = new HashSet<>();
        for (int i = 0; i < requests; i++) {
            servers.add(ask(client, "orders"));
        }
        return servers;
    }

    private static List<ServerStatistics> servers(LoadBalancedHttpClient client) {
        return client.pool("orders").statistics().servers();
    }

    @Test
    void theStrategyChangesAndServersKeepWhatIsKnownOfThem() throws Exception {
        try (LoadBalancedHttpClient client = client()) {
            assertEquals(Set.of(a.origin()), reached(client, 4));
            properties.put(POOL + "strategy", "round-robin");
            client.reconfigure(read());
            assertEquals(Set.of(a.origin(), b.origin()), reached(client, 4));
            assertEquals(6, servers(client).get(0).requests(), "the four of before among them");
        }
    }

    @Test
    void probesBeginAndEnd() throws Exception {
        try (LoadBalancedHttpClient client = client()) {
            b.become(call -> call.respond(503, "ill"));
            properties.put(POOL + "probe.path", "/health");
            properties.put(POOL + "probe.interval", "50ms");
            client.reconfigure(read());
            Await.until("the probe finds it ill", () -> servers(client).get(1).state() == ServerState.UNHEALTHY);
            assertEquals(ServerState.ACTIVE, servers(client).get(0).state());
            properties.remove(POOL + "probe.path");
            properties.remove(POOL + "probe.interval");
            client.reconfigure(read());
            int before = a.hits();
            Thread.sleep(300);
            assertTrue(a.hits() <= before + 1, "none but perhaps one under way");
        }
    }

    @Test
    void whatRequestsBeginWithChanges() throws Exception {
        try (DeadServer dead = DeadServer.refusing()) {
            properties.put(POOL + "servers", dead.origin() + "," + a.origin());
            try (LoadBalancedHttpClient client = client()) {
                assertEquals(a.origin(), ask(client, "orders"));
                properties.put(POOL + "retry.attempts", "1");
                client.reconfigure(read());
                assertThrows(ConnectException.class, () -> ask(client, "orders"));
                assertEquals(1, client.pool("orders").retries().retries(), "counts go on");
                properties.remove(POOL + "retry.attempts");
                properties.put(POOL + "timeouts.attempt", "100ms");
                properties.put(POOL + "servers", a.origin());
                a.become(call -> call.hang());
                client.reconfigure(read());
                assertThrows(HttpTimeoutException.class, () -> ask(client, "orders"));
            }
        }
    }

    @Test
    void routesChange() throws Exception {
        properties.clear();
        properties.put("evenkeel.blue.servers", a.origin());
        properties.put("evenkeel.green.servers", b.origin());
        properties.put("evenkeel.shop.route", "blue");
        try (LoadBalancedHttpClient client = client()) {
            assertEquals(a.origin(), ask(client, "shop"));
            properties.put("evenkeel.shop.route", "path /admin/** -> blue, green");
            client.reconfigure(read());
            assertEquals(b.origin(), ask(client, "shop"));
            properties.put("evenkeel.shop.route", "red");
            assertEquals(
                    List.of(
                            "evenkeel.shop.route: leads to pool 'red', but the pools are [blue, green]; a new pool needs a"
                                    + " new client"),
                    assertThrows(ConfigurationException.class, () -> client.reconfigure(read()))
                            .problems());
            assertEquals(b.origin(), ask(client, "shop"));
        }
    }

    @Test
    void whatOnePoolRefusesHappensInNone() throws Exception {
        properties.put("evenkeel.users.servers", b.origin());
        try (LoadBalancedHttpClient client = client()) {
            properties.put(POOL + "servers", b.origin());
            properties.put("evenkeel.users.strategy", "broken");
            assertEquals(
                    List.of("evenkeel.users.*: broken on purpose"),
                    assertThrows(ConfigurationException.class, () -> client.reconfigure(read()))
                            .problems());
            assertEquals(Set.of(a.origin()), reached(client, 2));
            assertEquals(b.origin(), ask(client, "users"));
            properties.put("evenkeel.users.strategy", "random");
            client.reconfigure(read());
            assertEquals(Set.of(b.origin()), reached(client, 2));
            assertEquals(1, servers(client).size());
        }
    }

    @Test
    void whatIsWrongInAnyWayIsToldAtOnce() throws Exception {
        properties.put("evenkeel.users.servers", b.origin());
        properties.put("evenkeel.shop.route", "users");
        try (LoadBalancedHttpClient client = client()) {
            properties.put(POOL + "tls-name", "other");
            properties.put("evenkeel.users.strategy", "broken");
            properties.put("evenkeel.shop.route", "red");
            properties.put("evenkeel.more.servers", a.origin());
            assertEquals(
                    List.of(
                            "evenkeel.more.*: pools and routed hosts neither come nor go",
                            "evenkeel.orders.tls-name=other: was not set and cannot change",
                            "evenkeel.shop.route: leads to pool 'red', but the pools are",
                            "evenkeel.users.*: broken on purpose"),
                    assertThrows(ConfigurationException.class, () -> client.reconfigure(read())).problems().stream()
                            .map(problem -> problem.replaceAll("(nor go|change|pools are) .*", "$1"))
                            .toList());
            assertEquals(b.origin(), ask(client, "shop"));
        }
    }

    @Test
    void keysStayWhereTheyAreOverChanges() throws Exception {
        properties.remove(POOL + "strategy");
        properties.put(POOL + "affinity", "query user");
        try (LoadBalancedHttpClient client = client()) {
            Map<Integer, String> homes = new HashMap<>();
            for (int user = 0; user < 20; user++) {
                homes.put(user, askFor(client, user));
            }
            properties.put(POOL + "retry.attempts", "2");
            client.reconfigure(read());
            for (int user = 0; user < 20; user++) {
                assertEquals(homes.get(user), askFor(client, user));
            }
        }
    }

    private static String askFor(LoadBalancedHttpClient client, int user) throws Exception {
        return ask(client, "orders/?user=" + user + "&x=");
    }

    @Test
    void howServersAreJudgedChangesAndWhatIsKnownOfThemStays() throws Exception {
        properties.put(POOL + "retry.statuses", "503");
        try (LoadBalancedHttpClient client = client()) {
            a.become(call -> call.respond(503, "ill"));
            for (int i = 0; i < 3; i++) {
                assertEquals(b.origin(), ask(client, "orders"));
            }
            assertEquals(ServerState.ACTIVE, servers(client).get(0).state(), "three failures are not five");
            properties.put(POOL + "breaker.consecutive-failures", "4");
            properties.put(POOL + "outliers.keep-percent", "90");
            properties.put(POOL + "thresholds.fall", "1");
            client.reconfigure(read());
            assertEquals(b.origin(), ask(client, "orders"));
            assertEquals(ServerState.EJECTED, servers(client).get(0).state(), "three before and one since");
            assertEquals(4, servers(client).get(0).requests());
        }
    }

    @Test
    void limitsComeChangeAndGo() throws Exception {
        Semaphore open = new Semaphore(0);
        a.become(call -> call.respond(open.tryAcquire(60, TimeUnit.SECONDS) ? 200 : 500, "done"));
        properties.put(POOL + "servers", a.origin());
        properties.put(POOL + "limit", "2");
        try (LoadBalancedHttpClient client = client()) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            begin(client, 2, answers);
            properties.put(POOL + "limit", "1");
            client.reconfigure(read());
            begin(client, 2, answers);
            assertEquals(2, inFlight(client), "those who were there hold their places");
            open.release();
            Await.number("one is over", 1, () -> inFlight(client));
            open.release();
            Await.until("the third is let in", () -> a.hits() == 3);
            assertEquals(1, inFlight(client), "but not the fourth");
            properties.remove(POOL + "limit");
            client.reconfigure(read());
            assertEquals(2, inFlight(client), "who waits need not any more");
            begin(client, 5, answers);
            assertEquals(7, inFlight(client));
            open.release(100);
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertEquals(200, answer.get(60, TimeUnit.SECONDS).statusCode());
            }
            Await.number("all are over", 0, () -> inFlight(client));
        }
    }

    private static void begin(
            LoadBalancedHttpClient client, int requests, List<CompletableFuture<HttpResponse<String>>> answers) {
        for (int i = 0; i < requests; i++) {
            answers.add(client.sendAsync(
                    HttpRequest.newBuilder(URI.create("http://orders/")).build(), BodyHandlers.ofString()));
        }
    }

    private static int inFlight(LoadBalancedHttpClient client) {
        return servers(client).stream().mapToInt(ServerStatistics::inFlight).sum();
    }

    @Test
    void sessionsGoOnUnlessTheyAreToldOtherwise() throws Exception {
        properties.put(POOL + "sessions.application-header", "Session");
        AtomicInteger ids = new AtomicInteger();
        a.become(call -> call.respond(200, a.origin(), "Session: " + ids.incrementAndGet()));
        try (LoadBalancedHttpClient client = client()) {
            assertEquals(a.origin(), askIn(client, "none"));
            assertEquals(new SessionStatistics(1, 0, 0), client.pool("orders").sessions());
            properties.put(POOL + "sessions.at-most", "10");
            properties.put(POOL + "sessions.forgotten-after", "1m");
            client.reconfigure(read());
            a.become(call -> call.respond(200, a.origin()));
            assertEquals(a.origin(), askIn(client, "1"));
            assertEquals(new SessionStatistics(1, 1, 0), client.pool("orders").sessions(), "it was not forgotten");
            properties.keySet().removeIf(key -> key.startsWith(POOL + "sessions."));
            properties.put(POOL + "sessions.cookie", "EVENKEEL");
            client.reconfigure(read());
            assertEquals(a.origin(), askIn(client, "1"));
            assertEquals(new SessionStatistics(2, 1, 0), client.pool("orders").sessions(), "one of the other kind");
            properties.put(POOL + "retry.attempts", "2");
            String cookie = cookie(client, "EVENKEEL=none");
            client.reconfigure(read());
            cookie(client, cookie);
            assertEquals(new SessionStatistics(3, 2, 0), client.pool("orders").sessions(), "with the same secret");
        }
    }

    private static String askIn(LoadBalancedHttpClient client, String session) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://orders/"))
                .header("Session", session)
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private static String cookie(LoadBalancedHttpClient client, String cookie) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://orders/"))
                .header("Cookie", cookie)
                .build();
        String set = client.send(request, BodyHandlers.ofString())
                .headers()
                .firstValue("Set-Cookie")
                .orElse("");
        return set.replaceFirst(";.*", "");
    }

    @Test
    void allThatAPoolCanBeDescribedByCanBeChangedByHandToo() throws Exception {
        try (LoadBalancedHttpClient client = client()) {
            Pool orders = client.pool("orders");
            orders.reconfigure(change -> change.strategy(SelectionStrategy.roundRobin()));
            assertEquals(Set.of(a.origin(), b.origin()), reached(client, 4));
            b.become(call -> call.respond(503, "ill"));
            orders.reconfigure(change -> change.probe(EVERY_50_MS));
            Await.until("the probe finds it ill", () -> servers(client).get(1).state() == ServerState.UNHEALTHY);
            orders.reconfigure(change -> change.breaker(BreakerSettings.maxFails(1, Duration.ofSeconds(10))));
            int asked = b.hits();
            Await.until("the probes go on", () -> b.hits() > asked + 2);
            orders.reconfigure(PoolBuilder::unprobed);
            orders.reconfigure(change -> change.affinity(Affinity.query("user")));
            assertEquals(Set.of(a.origin()), reached(client, 4));
        }
    }

    @Test
    void whatARunningPoolCannotBecomeIsRefusedAndNothingIsChanged() throws Exception {
        try (LoadBalancedHttpClient client = client()) {
            Pool orders = client.pool("orders");
            refused(orders, change -> change.probe("/a").probe("/b"), "has a probe of liveness already");
            refused(
                    orders,
                    change -> change.strategy(SelectionStrategy.roundRobin()).servers("http://127.0.0.1:1"),
                    "the servers [http://127.0.0.1:1] were named for pool 'orders', which runs; change its servers with");
            refused(
                    orders,
                    change -> change.strategy(SelectionStrategy.roundRobin()).tlsName("other"),
                    "the TLS name of pool 'orders' cannot become 'other', as connections were proven by 'orders'; build a");
            assertEquals(Set.of(a.origin()), reached(client, 4));
        }
    }

    private static void refused(Pool pool, Consumer<PoolBuilder> changes, String message) {
        String said = assertThrows(IllegalArgumentException.class, () -> pool.reconfigure(changes))
                .getMessage();
        assertTrue(said.contains(message), said);
    }

    /** Whoever joins while the probes change is asked what the last change says, and whoever stays too. */
    @Test
    void probesAndMembersMayChangeAtTheSameTime() throws Exception {
        try (LoadBalancedHttpClient client = client()) {
            Pool orders = client.pool("orders");
            ServerSpec first = ServerSpec.of(a.origin());
            ServerSpec second = ServerSpec.of(b.origin());
            CompletableFuture<Void> members = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 200; i++) {
                    orders.update(i % 2 == 0 ? List.of(first) : List.of(first, second));
                }
            });
            for (int i = 1; i <= 200; i++) {
                Probe probe = Probe.http("/" + i).withInterval(Duration.ofMillis(50));
                orders.reconfigure(change -> change.probe(probe));
            }
            members.get(60, TimeUnit.SECONDS);
            for (TestServer server : List.of(a, b)) {
                Await.until("ten probes in a row are the last one", () -> {
                    List<String> asked =
                            server.calls().stream().map(Call::target).toList();
                    return asked.size() >= 10
                            && Set.copyOf(asked.subList(asked.size() - 10, asked.size()))
                                    .equals(Set.of("/200"));
                });
            }
        }
    }
}
