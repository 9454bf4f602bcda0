package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.selection.KeyHash;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.routing.Affinity;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests with the same key go to the same server. */
class AffinityTest {
    private static final int USERS = 40;
    private static final Affinity BY_USER = Affinity.header("X-User");

    private final List<TestServer> servers =
            IntStream.range(0, 4).mapToObj(i -> TestServer.echoingName()).toList();
    private final List<LoadBalancedHttpClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(LoadBalancedHttpClient::close);
        servers.forEach(TestServer::close);
    }

    private LoadBalancedHttpClient client(Consumer<PoolBuilder> more) {
        LoadBalancedHttpClient client = Clients.builder()
                .pool("orders", pool -> {
                    servers.forEach(server -> pool.servers(server.origin()));
                    more.accept(pool);
                })
                .build();
        clients.add(client);
        return client;
    }

    private static HttpRequest of(String user) {
        return Clients.request("/").header("X-User", user).build();
    }

    private static String answering(LoadBalancedHttpClient client, HttpRequest request) throws Exception {
        return client.send(request, BodyHandlers.ofString()).body();
    }

    /** The server of each of many users, which must be the same each time. */
    private static List<String> homes(LoadBalancedHttpClient client) throws Exception {
        List<String> homes = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            homes.add(answering(client, of("user" + user)));
        }
        for (int user = 0; user < USERS; user++) {
            assertEquals(homes.get(user), answering(client, of("user" + user)));
        }
        return homes;
    }

    @Test
    void withoutAStrategyNamedKeysHaveTheirServers() throws Exception {
        List<String> homes = homes(client(pool -> pool.affinity(BY_USER)));
        assertEquals(4, Set.copyOf(homes).size(), "all servers are somebody's");
    }

    @ParameterizedTest
    @MethodSource
    void strategiesThatHeedKeysStick(SelectionStrategy strategy) throws Exception {
        List<String> homes = homes(client(pool -> pool.affinity(BY_USER).strategy(strategy)));
        assertTrue(Set.copyOf(homes).size() >= 3, () -> "they are spread: " + homes);
    }

    static SelectionStrategy[] strategiesThatHeedKeysStick() {
        return new SelectionStrategy[] {
            SelectionStrategy.ringHash(),
            SelectionStrategy.maglev(),
            SelectionStrategy.sourceHash(),
            SelectionStrategy.envoyRingHash(1024, 8_388_608),
            SelectionStrategy.envoyMaglev(65_537),
            SelectionStrategy.nginxRingHash(),
            SelectionStrategy.sticky(SelectionStrategy.leastRequests())
        };
    }

    /** Strategies that match Envoy take every value for a key, so that one value for "none" would herd. */
    @ParameterizedTest
    @MethodSource("strategiesThatHeedKeysStick")
    void requestsWithoutAKeyAreSpread(SelectionStrategy strategy) throws Exception {
        for (LoadBalancedHttpClient client : List.of(
                client(pool -> pool.affinity(BY_USER).strategy(strategy)), client(pool -> pool.strategy(strategy)))) {
            Set<String> answering = new TreeSet<>();
            for (int i = 0; i < 60; i++) {
                answering.add(answering(client, i % 2 == 0 ? Clients.get() : of("")));
            }
            assertEquals(4, answering.size());
        }
    }

    @Test
    void clientsAgreeIfTheyShareASecretAndOnlyThen() throws Exception {
        List<String> mine = homes(client(pool -> pool.affinity(BY_USER, KeyHash.seeded(42))));
        assertEquals(mine, homes(client(pool -> pool.affinity(BY_USER, KeyHash.seeded(42)))));
        assertNotEquals(mine, homes(client(pool -> pool.affinity(BY_USER, KeyHash.seeded(43)))));
        assertNotEquals(homes(client(pool -> pool.affinity(BY_USER))), homes(client(pool -> pool.affinity(BY_USER))));
    }

    @Test
    void clientsOfEnvoysAndNginxsRingsAgreeByThemselves() throws Exception {
        Consumer<PoolBuilder> envoy = pool -> pool.affinity(BY_USER).strategy(SelectionStrategy.envoyMaglev(65_537));
        assertEquals(homes(client(envoy)), homes(client(envoy)));
        Consumer<PoolBuilder> nginx = pool -> pool.affinity(BY_USER).strategy(SelectionStrategy.nginxRingHash());
        assertEquals(homes(client(nginx)), homes(client(nginx)));
    }

    @Test
    void hashThatTheStrategyDoesNotTakeIsRefused() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> client(pool ->
                                pool.strategy(SelectionStrategy.nginxRingHash()).affinity(BY_USER, KeyHash.seeded(1))))
                .getMessage();
        assertEquals(
                "the strategy of pool 'orders' takes keys hashed by CRC-32 but affinity(...) was given SipHash-1-3;"
                        + " leave the hash out",
                message);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void keyWhoseServerDiesGoesToOneOtherAndComesBack(Way way) throws Exception {
        LoadBalancedHttpClient client = client(pool -> pool.affinity(BY_USER).strategy(SelectionStrategy.ringHash()));
        String home = answering(client, of("ada"));
        TestServer dead = servers.stream()
                .filter(server -> server.origin().equals(home))
                .findFirst()
                .orElseThrow();
        dead.die();
        Set<String> meanwhile = new TreeSet<>();
        for (int i = 0; i < 3; i++) {
            meanwhile.add(way.send(client, of("ada"), BodyHandlers.ofString()).body());
        }
        assertEquals(1, meanwhile.size(), () -> "the next on the ring each time: " + meanwhile);
        assertTrue(!meanwhile.contains(home));
        dead.revive();
        assertEquals(home, answering(client, of("ada")));
    }

    @Test
    void explanationSpeaksOfTheRequestsOwnServer() throws Exception {
        LoadBalancedHttpClient client = client(pool -> pool.affinity(BY_USER));
        for (int user = 0; user < 10; user++) {
            HttpRequest request = of("user" + user);
            assertEquals(
                    answering(client, request),
                    client.pool("orders").explain(request).chosen());
        }
    }

    @Test
    void whatTheCallersFunctionThrowsTheRequestFailsWith() {
        LoadBalancedHttpClient client = client(pool -> pool.affinity(request -> {
            throw new IllegalStateException("no tenant");
        }));
        assertThrows(IllegalStateException.class, () -> answering(client, Clients.get()));
        assertEquals(0, Clients.inFlight(client));
    }

    /** One request for each place a key can stand, all of them for the same one. */
    @Test
    void keysStandInManyPlaces() {
        HttpRequest request = Clients.request("/tenants/t1/x?user=u%201")
                .header("X-User", "h1")
                .header("Cookie", "a=b; sid=c1")
                .header("X-Forwarded-For", "192.0.2.1:99, 198.51.100.7")
                .build();
        assertEquals(
                List.of("h1", "c1", "u 1", "t1", "192.0.2.1", "198.51.100.7"),
                List.of(
                                Affinity.header("x-user"),
                                Affinity.cookie("sid"),
                                Affinity.query("user"),
                                Affinity.pathSegment(1),
                                Affinity.firstHop("X-Forwarded-For"),
                                Affinity.lastHop("X-Forwarded-For"))
                        .stream()
                        .map(affinity -> affinity.key(request))
                        .collect(Collectors.toList()));
        assertNull(Affinity.cookie("other").key(request));
        Affinity inTurn = Affinity.header("X-None").orElse(request1 -> "").orElse(Affinity.cookie("sid"));
        assertEquals("c1", Objects.requireNonNull(inTurn.key(request)));
    }

    @Test
    void namesThatNothingCanHaveAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Affinity.header("X User"));
        assertThrows(IllegalArgumentException.class, () -> Affinity.cookie("a=b"));
        assertThrows(IllegalArgumentException.class, () -> Affinity.firstHop(""));
        assertThrows(IllegalArgumentException.class, () -> Affinity.lastHop("a\nb"));
        assertThrows(IllegalArgumentException.class, () -> Affinity.pathSegment(-1));
    }
}
