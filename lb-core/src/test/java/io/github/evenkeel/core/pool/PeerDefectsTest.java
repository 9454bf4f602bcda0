package io.github.evenkeel.core.pool;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.pool.Traffic.Answer;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.Servers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What other balancers were found to do wrong to whole pools: with traffic, ejections and changes of membership. */
class PeerDefectsTest {
    private static final String[] FIVE = {"a", "b", "c", "d", "e"};

    /** 200 requests a second. */
    private static final long GAP = 5 * MILLIS;

    private static final int SECOND = 200;

    static Stream<SelectionStrategy> byLatency() {
        return Stream.of(
                SelectionStrategy.leastExpectedLatency(),
                SelectionStrategy.leastResponseTime(),
                SelectionStrategy.peakEwma());
    }

    static Stream<SelectionStrategy> byLoad() {
        return Stream.concat(
                byLatency(), Stream.of(SelectionStrategy.leastRequests(), SelectionStrategy.powerOfTwoChoices()));
    }

    static Stream<SelectionStrategy> strategies() {
        return Stream.concat(byLoad(), Stream.of(SelectionStrategy.roundRobin()));
    }

    private static ServerPool pool(SelectionStrategy strategy, String... names) {
        return Pools.pool(PoolConfig.DEFAULT.withStrategy(strategy), PoolListener.NONE, names);
    }

    private static Answer wellAfter20Millis(String server, long nowNanos) {
        return Answer.good(20 * MILLIS);
    }

    private static double effectiveWeight(ServerPool pool, String name, long nowNanos) {
        return pool.statistics(nowNanos).servers().stream()
                .filter(server -> server.id().equals(name))
                .findFirst()
                .orElseThrow()
                .standing()
                .effectiveWeight();
    }

    /**
     * ServiceTalk 0.42: its latencies are whole milliseconds, and ten times 0 is what a failure cost. Of 12 000 requests
     * in a minute, five open the breaker, and trials follow after 5, 15 and 35 s.
     */
    @ParameterizedTest
    @MethodSource("strategies")
    void serviceTalkPreferredTheServerThatFailedWithinATenthOfAMillisecond(SelectionStrategy strategy) {
        Traffic traffic = new Traffic(pool(strategy, FIVE));
        traffic.send(
                60 * SECOND,
                GAP,
                (server, now) -> server.equals("a") ? Answer.bad(MILLIS / 10) : Answer.good(20 * MILLIS));
        long failed = traffic.to("a");
        assertTrue(failed <= 10, () -> failed + " requests failed");
    }

    /**
     * gRPC least_request (grpc-java#12237): who never answers has the fewest requests that ended slowly. Of 12 000
     * requests each that goes to the hung server fails after two seconds.
     */
    @ParameterizedTest
    @MethodSource("byLoad")
    void grpcLostItsThroughputToOneServerThatHung(SelectionStrategy strategy) {
        Traffic traffic = new Traffic(pool(strategy, FIVE));
        traffic.send(SECOND, GAP, PeerDefectsTest::wellAfter20Millis);
        traffic.sentTo();
        traffic.send(
                60 * SECOND,
                GAP,
                (server, now) -> server.equals("a") ? Answer.bad(2 * SECONDS) : Answer.good(20 * MILLIS));
        long hung = traffic.to("a");
        assertTrue(hung <= 100, () -> hung + " requests hung");
    }

    /**
     * Finagle, Envoy and others: a server that is back is idle and without history, and gets everything. 40 a second
     * are its fair share; by chance no second has more than 75, six standard deviations.
     */
    @ParameterizedTest
    @MethodSource("strategies")
    void serverThatWasBackGotEverything(SelectionStrategy strategy) {
        ServerPool pool = pool(strategy, FIVE);
        Server a = Pools.server(pool, "a");
        Traffic traffic = new Traffic(pool);
        traffic.send(
                10 * SECOND,
                GAP,
                (server, now) -> server.equals("a") ? Answer.bad(20 * MILLIS) : Answer.good(20 * MILLIS));
        traffic.sentTo();
        while (Pools.states(pool).get(0) != ServerState.ACTIVE) {
            traffic.send(1, GAP, PeerDefectsTest::wellAfter20Millis);
            assertTrue(Pools.states(pool).get(0) == ServerState.ACTIVE || a.inFlight() <= 1, "one trial at a time");
        }
        assertWarmsUp(traffic, "a", 25); // while the others carry the load easily, its failures are remembered
    }

    /** Dubbo (#2172) gave a newcomer more while it warmed up; others with kept connections gave it nothing ever. */
    @ParameterizedTest
    @MethodSource("strategies")
    void dubboGaveTheNewcomerMoreThanOthersAndTheyNothing(SelectionStrategy strategy) {
        ServerPool pool = pool(strategy, "b", "c", "d", "e");
        Traffic traffic = new Traffic(pool);
        traffic.send(10 * SECOND, GAP, PeerDefectsTest::wellAfter20Millis);
        pool.add(Servers.spec("a"), traffic.now());
        assertWarmsUp(traffic, "a", 10);
    }

    private static void assertWarmsUp(Traffic traffic, String server, int withinSeconds) {
        traffic.sentTo();
        List<Long> seconds = new ArrayList<>();
        for (int second = 0; second < 40; second++) {
            traffic.send(SECOND, GAP, PeerDefectsTest::wellAfter20Millis);
            seconds.add(traffic.to(server));
        }
        assertTrue(seconds.get(0) <= 20, () -> "at first " + seconds); // slow start leaves 4 to 8
        assertTrue(seconds.stream().allMatch(count -> count <= 75), () -> "too many in " + seconds);
        double warm = seconds.subList(withinSeconds, 40).stream()
                .mapToLong(Long::longValue)
                .average()
                .orElseThrow();
        assertTrue(warm >= 30, () -> "too few in " + seconds);
    }

    /** spring-cloud-gateway#1566: nobody fed the statistics, so that the rule was round robin and did not say so. */
    @ParameterizedTest
    @MethodSource("byLatency")
    void ribbonsStatisticsWereAllZeroAndItsRuleSilentlyRoundRobin(SelectionStrategy strategy) {
        Traffic traffic = new Traffic(pool(strategy, FIVE));
        traffic.send(30 * SECOND, GAP, (server, now) -> Answer.good(server.equals("a") ? 5 * MILLIS : 50 * MILLIS));
        long fast = traffic.to("a");
        assertTrue(fast > 30 * SECOND * 3 / 10, () -> fast + " of 6000 went to the fast server");
    }

    /** Stork 2.7.9: where there is but one instance its p2c returned it unrecorded. */
    @ParameterizedTest
    @MethodSource("strategies")
    void storkKeptNoStatisticsOfALoneInstance(SelectionStrategy strategy) {
        ServerPool pool = pool(strategy, "a");
        Server a = Pools.server(pool, "a");
        for (int i = 0; i < 10; i++) {
            Lease lease = Pools.acquire(pool, i * SECONDS);
            assertEquals(1, a.inFlight());
            lease.succeed(i * SECONDS + 7 * MILLIS);
        }
        assertEquals(10, a.successes());
        assertEquals(7.0 * MILLIS, a.latencyNanos(), MILLIS / 100.0);
    }

    /** Dialogue counts a request until the head of its response: who streams long bodies looks idle. */
    @ParameterizedTest
    @MethodSource("byLoad")
    void dialogueForgotResponsesWhoseBodiesWereUnderWay(SelectionStrategy strategy) {
        ServerPool pool = pool(strategy, "a", "b");
        for (int i = 0; i < 10; i++) {
            Lease stream = Pools.server(pool, "a").acquire(0, null);
            stream.respond(10 * MILLIS);
            Servers.answer(Pools.server(pool, "b"), 10 * MILLIS, 10 * MILLIS);
        }
        assertEquals(List.of("b"), Pools.reached(pool, 100, 11 * MILLIS));
    }

    /** armeria#4221: an endpoint group that named an endpoint once more started its ramp-up over. */
    @Test
    void armeriaRestartedTheRampUpOfAnEndpointNamedAgain() {
        ServerPool pool = pool(SelectionStrategy.random(), "a", "b");
        pool.update(Pools.specs("a", "b", "c"), 0);
        assertEquals(0.1, effectiveWeight(pool, "c", 0), 0.001);
        for (int second = 1; second <= 5; second++) {
            pool.update(Pools.specs("c", "b", "a"), second * SECONDS);
            pool.change("c", spec -> spec.withZone("east"), second * SECONDS);
        }
        assertEquals(0.5, effectiveWeight(pool, "c", 5 * SECONDS), 0.001);
        assertEquals(1, effectiveWeight(pool, "c", 10 * SECONDS), 0.001);
        pool.update(Pools.specs("a", "b", "c"), 11 * SECONDS);
        assertEquals(1, effectiveWeight(pool, "c", 11 * SECONDS), 0.001);
    }

    /** Spring Cloud: each round of probes began with nobody and told of whoever had answered yet. */
    @Test
    void springUsedOnlyWhoHadAnsweredTheRoundOfProbesYet() {
        List<String> all = List.of(FIVE);
        ServerPool pool = Pools.pool(FIVE);
        for (int round = 0; round < 3; round++) {
            long now = round * 25 * SECONDS;
            for (Server server : pool.servers()) {
                server.recordProbe(true, now);
                assertEquals(all, Pools.reached(pool, 50, now));
            }
        }
    }

    /** Ribbon (#312): a reload of the list marked every server alive, with all it knew forgotten. */
    @Test
    void ribbonMarkedDeadServersAliveWithEachReload() {
        ServerPool pool = Pools.pool("a", "b", "c", "d");
        Server a = Pools.server(pool, "a");
        Pools.sicken(pool, "a", 0);
        Pools.open(pool, "b", 0);
        Servers.answer(a, 7 * MILLIS, 7 * MILLIS);
        pool.update(Pools.specs("d", "c", "b", "a"), 8 * MILLIS);
        assertSame(a, Pools.server(pool, "a"));
        assertEquals(7.0 * MILLIS, a.latencyNanos(), MILLIS / 100.0);
        assertEquals(
                List.of(ServerState.ACTIVE, ServerState.ACTIVE, ServerState.EJECTED, ServerState.UNHEALTHY),
                Pools.states(pool));
    }
}
