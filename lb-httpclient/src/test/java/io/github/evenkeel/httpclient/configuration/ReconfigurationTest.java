package io.github.evenkeel.httpclient.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.DeadServer;
import io.github.evenkeel.httpclient.fixture.InOrder;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.probe.Probe;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A running client follows its properties, or says why not and stays as it is. */
class ReconfigurationTest {
    private static final String POOL = "evenkeel.orders.";

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
                    assertThrows(ConfigurationException.class, () -> client.reconfigure(read())).problems().stream()
                            .map(problem -> problem.replace("[green, blue]", "[blue, green]"))
                            .toList());
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
    void strategyAndProbesCanBeChangedByHandToo() throws Exception {
        try (LoadBalancedHttpClient client = client()) {
            client.pool("orders").strategy(SelectionStrategy.roundRobin());
            assertEquals(Set.of(a.origin(), b.origin()), reached(client, 4));
            b.become(call -> call.respond(503, "ill"));
            client.pool("orders").probes(Probe.http("/health").withInterval(Duration.ofMillis(50)));
            Await.until("the probe finds it ill", () -> servers(client).get(1).state() == ServerState.UNHEALTHY);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> client.pool("orders").probes(Probe.http("/a"), Probe.http("/b")));
            client.pool("orders").probes();
        }
    }
}
