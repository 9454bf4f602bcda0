package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.selection.SelectionStrategy;
import java.util.List;
import java.util.stream.Stream;

/** All that is compared. */
final class Policies {
    static final Policy DEFAULT = Policy.guarded("**default**", SelectionStrategy.leastExpectedLatency());

    static final Policy DEFAULT_BARE =
            Policy.bare("least expected latency, bare", SelectionStrategy.leastExpectedLatency());

    static final Policy SHORTEST_EXPECTED_DELAY = new Policy(
            "oracle: shortest expected delay",
            Policy.Kind.ORACLE,
            false,
            (world, seed) -> Oracles.shortestExpectedDelay(world));

    static final Policy SHORTEST_QUEUE = new Policy(
            "oracle: shortest queue", Policy.Kind.ORACLE, false, (world, seed) -> Oracles.shortestQueue(world));

    /** What lb-core has and others have too, under the names of those who have it by default. */
    private static final List<Policy> SHARED = List.of(
            Policy.bare("random", SelectionStrategy.random()),
            Policy.bare("round robin (Spring, Stork, gRPC, Vert.x)", SelectionStrategy.roundRobin()),
            Policy.bare("P2C least loaded (Finagle)", SelectionStrategy.powerOfTwoChoices()),
            Policy.bare("P2C peak EWMA (Finagle, Linkerd)", SelectionStrategy.peakEwma()),
            Policy.bare("least requests (nginx, HAProxy)", SelectionStrategy.leastRequests()),
            Policy.bare("least response time (nginx)", SelectionStrategy.leastResponseTime()));

    private static final List<Policy> MODELS = List.of(
            Policy.model(
                    "least request of 2 with replacement (gRPC, Envoy; model)", Models.leastRequestWithReplacement()),
            Policy.model("least requests, first of equals (Vert.x, Stork; model)", Models.firstOfLeastRequests()));

    private static final List<Policy> HELPED = List.of();

    private Policies() {}

    static List<Policy> all() {
        return Stream.of(
                        List.of(DEFAULT, DEFAULT_BARE),
                        SHARED,
                        MODELS,
                        HELPED,
                        List.of(SHORTEST_QUEUE, SHORTEST_EXPECTED_DELAY))
                .flatMap(List::stream)
                .toList();
    }

    /** Those that the default has to beat. */
    static List<Policy> peers() {
        return Stream.concat(SHARED.stream(), MODELS.stream()).toList();
    }
}
