package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.benchmarks.simulation.Policy.Kind;
import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.pool.PoolConfig;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.httpclient.policy.Hedging;
import java.time.Duration;
import java.util.List;

/** All that is compared. */
final class Policies {
    static final Policy DEFAULT = Policy.of("**default**", Kind.OURS, SelectionStrategy.leastExpectedLatency())
            .with(PoolConfig.DEFAULT);

    static final Policy SHORTEST_EXPECTED_DELAY =
            Policy.of("oracle: shortest expected delay", Kind.ORACLE, Oracles::shortestExpectedDelay);

    static final Policy PREQUAL = Policy.of("Prequal, 3 probes", Kind.HELPED, SelectionStrategy.prequal());

    static final Policy ROUND_ROBIN =
            Policy.of("round robin (Spring, Stork, gRPC)", Kind.PEER, SelectionStrategy.roundRobin());

    static final Policy LEAST_LOADED =
            Policy.of("P2C least loaded (Finagle, nginx random two)", Kind.PEER, SelectionStrategy.powerOfTwoChoices());

    static final Policy PEAK_EWMA = Policy.of("P2C peak EWMA (Finagle)", Kind.PEER, SelectionStrategy.peakEwma());

    /** Finagle's failure accrual: five failures in a row, and a trial after 5 s. */
    private static final PoolConfig ACCRUAL = Policy.BARE.withBreaker(BreakerSettings.DEFAULT
            .withConsecutiveFailures(5)
            .withoutRates()
            .withOpenTime(Duration.ofSeconds(5), Duration.ofSeconds(300)));

    /** Envoy's and ServiceTalk's consecutive_5xx with its ejection times; its cap of 10 % of the servers is one of ten. */
    private static final PoolConfig EJECTION = Policy.BARE.withBreaker(BreakerSettings.DEFAULT
            .withConsecutiveFailures(5)
            .withoutRates()
            .withOpenTime(Duration.ofSeconds(30), Duration.ofSeconds(300)));

    /** nginx's defaults, with the statuses of failures told to it ({@code proxy_next_upstream http_500 http_503}). */
    private static final PoolConfig MAX_FAILS =
            Policy.BARE.withBreaker(BreakerSettings.maxFails(1, Duration.ofSeconds(10)));

    static final Policy ACCRUING = Policy.of(
                    "P2C least loaded, failure accrual (Finagle)", Kind.PEER, SelectionStrategy.powerOfTwoChoices())
            .with(ACCRUAL);

    static final Policy LINKERD = Policy.of("P2C peak EWMA with penalty (Linkerd)", Kind.MODEL, Linkerd::new);

    private static final Policy DEFAULT_ALONE =
            Policy.of("least expected latency alone", Kind.OURS, SelectionStrategy.leastExpectedLatency());

    static final Policy LEAST_REQUESTS =
            Policy.of("least requests (HAProxy, nginx)", Kind.PEER, SelectionStrategy.leastRequests());

    /** Named after what nginx and others have, and stronger: estimates fade, failures count, peaks do not stick. */
    private static final Policy LEAST_RESPONSE_TIME =
            Policy.of("least response time (lb-core)", Kind.OURS, SelectionStrategy.leastResponseTime());

    private static final Policy NGINX_LEAST_TIME = Policy.of("least_time (nginx)", Kind.MODEL, NginxLeastTime::new);

    private static final Policy SERVICETALK = Policy.of("P2C by latency (ServiceTalk)", Kind.MODEL, ServiceTalk::new);

    private static final Policy SHORTEST_QUEUE =
            Policy.of("oracle: shortest queue", Kind.ORACLE, Oracles::shortestQueue);

    private static final Policy REPORTED_UTILISATION = Policy.of(
            "weighted round robin by reported utilisation (gRPC)",
            Kind.HELPED,
            SelectionStrategy.reportedUtilisation());

    /** The default as a user has it who turns hedging on. */
    static final Policy HEDGED = DEFAULT.with("hedged after p95", Hedging.DEFAULT);

    static final Policy BOUNDED_LOAD =
            Policy.of("bounded load, 1.25 (lb-core, HAProxy)", Kind.PEER, SelectionStrategy.boundedLoad(1.25));

    private Policies() {}

    /** Where servers are well: what guards against failures would change nothing. */
    static List<Policy> alone() {
        return List.of(
                DEFAULT,
                Policy.of("random", Kind.OURS, SelectionStrategy.random()),
                ROUND_ROBIN,
                LEAST_LOADED,
                PEAK_EWMA,
                Policy.of(
                        "fewer requests of 2 with replacement (gRPC, Envoy)",
                        Kind.MODEL,
                        Models.leastRequestWithReplacement()),
                LEAST_REQUESTS,
                Policy.of("least requests, first of equals (Vert.x, Stork)", Kind.MODEL, Models.firstOfLeastRequests()),
                Policy.of("fewer requests of 2, then lower rate (HAProxy random)", Kind.MODEL, HaproxyRandom::new),
                NGINX_LEAST_TIME,
                Policy.of("least_time (Angie)", Kind.MODEL, AngieLeastTime::new),
                Policy.of("least response time (Stork)", Kind.MODEL, StorkLeastResponseTime::new),
                SERVICETALK,
                LEAST_RESPONSE_TIME,
                REPORTED_UTILISATION,
                PREQUAL,
                Policy.of("C3's ranking", Kind.HELPED, C3::new),
                SHORTEST_QUEUE,
                SHORTEST_EXPECTED_DELAY);
    }

    /** Where there are many servers for each client: those who look at all, at two, or at some that are theirs. */
    static List<Policy> subsets() {
        return List.of(
                DEFAULT,
                subset("default", 8, SelectionStrategy.leastExpectedLatency(), Kind.OURS),
                subset("default", 16, SelectionStrategy.leastExpectedLatency(), Kind.OURS),
                subset("default", 32, SelectionStrategy.leastExpectedLatency(), Kind.OURS),
                LEAST_LOADED,
                subset("aperture (Finagle): P2C least loaded", 12, SelectionStrategy.powerOfTwoChoices(), Kind.PEER),
                SHORTEST_EXPECTED_DELAY);
    }

    private static Policy subset(String name, int size, SelectionStrategy inner, Kind kind) {
        return Policy.ofEach(
                name + " of " + size,
                kind,
                (world, client) ->
                        SelectionStrategy.subset(client, world.scenario().clients(), size, inner));
    }

    /** Where clients are told of weights: those who heed them. */
    static List<Policy> weighted() {
        return List.of(
                DEFAULT,
                Policy.of("smooth weighted round robin (nginx)", Kind.PEER, SelectionStrategy.weightedRoundRobin()),
                Policy.of("weighted random", Kind.OURS, SelectionStrategy.weightedRandom()),
                LEAST_REQUESTS,
                LEAST_LOADED,
                Policy.of(
                        "weight by requests, earliest deadline (Envoy least request)",
                        Kind.MODEL,
                        world -> EnvoyLeastRequest::prepare),
                REPORTED_UTILISATION,
                SHORTEST_QUEUE,
                SHORTEST_EXPECTED_DELAY);
    }

    /** Where a second attempt may help: nobody's, and after which percentile. */
    static List<Policy> hedged() {
        Hedging late = Hedging.DEFAULT.withPercentile(0.99);
        return List.of(
                DEFAULT,
                HEDGED,
                DEFAULT.with("hedged after p99", late),
                LEAST_LOADED,
                LEAST_LOADED.with("hedged after p95", Hedging.DEFAULT),
                LEAST_LOADED.with("hedged after p99", late),
                SHORTEST_EXPECTED_DELAY);
    }

    /** Where requests have keys, and those of one key belong together. */
    static List<Policy> keyed() {
        return List.of(
                DEFAULT,
                Policy.of("ring (Envoy)", Kind.PEER, SelectionStrategy.envoyRingHash(1024, 1 << 23)),
                Policy.of("ring (nginx)", Kind.PEER, SelectionStrategy.nginxRingHash()),
                Policy.of("Maglev (Envoy)", Kind.PEER, SelectionStrategy.envoyMaglev(65_537)),
                Policy.of("rendezvous", Kind.OURS, SelectionStrategy.rendezvous()),
                Policy.of("sticky", Kind.OURS, SelectionStrategy.sticky(SelectionStrategy.leastExpectedLatency())),
                BOUNDED_LOAD,
                SHORTEST_EXPECTED_DELAY);
    }

    /** Where servers fail: everybody with what they have against that. */
    static List<Policy> guarded() {
        return List.of(
                DEFAULT,
                DEFAULT_ALONE,
                ROUND_ROBIN,
                LEAST_LOADED,
                ACCRUING,
                LINKERD,
                Policy.of("fewer requests of 2, ejection (Envoy)", Kind.MODEL, Models.leastRequestWithReplacement())
                        .with(EJECTION),
                Policy.of("fewest requests and failures (Dialogue)", Kind.MODEL, Dialogue::new),
                Policy.of("least_time, max_fails (nginx)", Kind.MODEL, NginxLeastTime::new)
                        .with(MAX_FAILS),
                Policy.of("least response time (Stork)", Kind.MODEL, StorkLeastResponseTime::new),
                Policy.of("P2C by latency, ejection (ServiceTalk)", Kind.MODEL, ServiceTalk::new)
                        .with(EJECTION),
                LEAST_RESPONSE_TIME,
                REPORTED_UTILISATION,
                PREQUAL,
                SHORTEST_EXPECTED_DELAY);
    }
}
