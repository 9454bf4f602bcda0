package io.github.evenkeel.benchmarks.suite;

import io.github.evenkeel.benchmarks.Strategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is measured in one run, and what is held against what. */
enum Suite {
    /** The choice alone. */
    PICK {
        @Override
        List<Subject> subjects() {
            List<Subject> subjects = new ArrayList<>();
            for (Strategy strategy : Strategy.values()) {
                String pick = strategy.isProbing() ? "pickWithReports" : "pick";
                Subject subject =
                        Subject.of("\\.PickBenchmark\\." + pick + '$', "strategy=" + strategy, sizes(strategy));
                subjects.add(strategy == Strategy.ROUND_ROBIN ? subject.alsoShared() : subject);
            }
            for (String peer : PEERS) {
                if (!peer.endsWith(CYCLE)) {
                    subjects.add(Subject.of("\\.PeerBenchmark\\.", "peer=" + peer));
                }
            }
            subjects.add(floor("sharedCounter", SIZES).alsoShared());
            for (String floor : List.of("random", "sharedCounterPick", "sharedCounterAndTable", "powerOfTwoChoices")) {
                subjects.add(floor(floor, SIZES));
            }
            for (String floor : List.of("empty", "clock")) {
                subjects.add(floor(floor, "servers=10"));
            }
            return subjects;
        }

        @Override
        List<Comparison> comparisons() {
            return List.of(
                    new Comparison("random.pick", "floor-random"),
                    new Comparison("random.pick", "vertx-random"),
                    new Comparison("random.pick", "stork-random"),
                    new Comparison("random.pick", "spring-random"),
                    new Comparison("random.pick", "ribbon-random"),
                    new Comparison("random.pick", "dubbo-random"),
                    new Comparison("weighted-random.pick", "dubbo-weighted-random"),
                    new Comparison("round-robin.pick", "floor-shared-counter"),
                    new Comparison("round-robin.pick", "floor-shared-counter-pick"),
                    new Comparison("round-robin.pick", "vertx-round-robin"),
                    new Comparison("round-robin.pick", "armeria-round-robin"),
                    new Comparison("round-robin.pick", "grpc-round-robin"),
                    new Comparison("round-robin.pick", "stork-round-robin"),
                    new Comparison("round-robin.pick", "spring-round-robin"),
                    new Comparison("round-robin.pick", "servicetalk-round-robin"),
                    new Comparison("round-robin.pick", "ribbon-round-robin"),
                    new Comparison("weighted-round-robin.pick", "floor-shared-counter-and-table"),
                    new Comparison("weighted-round-robin.pick", "armeria-weighted-round-robin"),
                    new Comparison("weighted-round-robin.pick", "grpc-static-stride"),
                    new Comparison("weighted-round-robin.pick", "dubbo-round-robin"),
                    new Comparison("fractional-round-robin.pick", "floor-shared-counter-and-table"),
                    new Comparison("static-stride.pick", "grpc-static-stride"),
                    new Comparison("maglev.pick", "floor-shared-counter-and-table"),
                    new Comparison("maglev.pick", "armeria-sticky"),
                    new Comparison("ring-hash.pick", "grpc-ring-hash"),
                    new Comparison("envoy-ring-hash.pick", "grpc-ring-hash"),
                    new Comparison("power-of-two-choices.pick", "floor-power-of-two-choices"),
                    new Comparison("power-of-two-choices.pick", "vertx-p2c"),
                    new Comparison("power-of-two-choices.pick", "grpc-least-request"),
                    new Comparison("power-of-two-choices.pick", "stork-p2c"),
                    new Comparison("power-of-two-choices.pick", "servicetalk-p2c"),
                    new Comparison("least-requests.pick", "vertx-least-requests"),
                    new Comparison("least-requests.pick", "stork-least-requests"),
                    new Comparison("least-requests.pick", "dubbo-least-active"));
        }
    },

    /** Pick and completion with all that hangs on them, breakers, and what a change costs. */
    OUTCOME {
        @Override
        List<Subject> subjects() {
            List<Subject> subjects = new ArrayList<>();
            for (Strategy strategy : Strategy.values()) {
                if (!strategy.isProbing()) {
                    subjects.add(Subject.of("\\.PickBenchmark\\.cycle", "strategy=" + strategy, sizes(strategy)));
                }
            }
            for (String peer : PEERS) {
                if (peer.endsWith(CYCLE)) {
                    subjects.add(Subject.of("\\.PeerBenchmark\\.", "peer=" + peer));
                }
            }
            for (String floor : List.of("powerOfTwoChoicesCycle", "powerOfTwoChoicesClaim", "lowestProductCycle")) {
                subjects.add(floor(floor, SIZES));
            }
            subjects.add(floor("clock", "servers=10"));
            subjects.addAll(breakers());
            subjects.addAll(rebuilds());
            return subjects;
        }

        @Override
        List<Comparison> comparisons() {
            List<Comparison> comparisons = new ArrayList<>(List.of(
                    new Comparison("power-of-two-choices.cycle-without-clock", "floor-power-of-two-choices-cycle"),
                    new Comparison("power-of-two-choices.cycle-without-clock", "floor-power-of-two-choices-claim"),
                    new Comparison("power-of-two-choices.cycle-without-clock", "grpc-least-request-cycle"),
                    new Comparison("power-of-two-choices.cycle-without-clock", "finagle-p2c-cycle"),
                    new Comparison("power-of-two-choices.cycle", "stork-p2c-cycle"),
                    new Comparison("power-of-two-choices.cycle", "vertx-p2c-cycle"),
                    new Comparison("round-robin.cycle-without-clock", "finagle-round-robin-cycle"),
                    new Comparison("least-requests.cycle-without-clock", "stork-least-requests-cycle"),
                    new Comparison("least-requests.cycle-without-clock", "finagle-heap-cycle"),
                    new Comparison("peak-ewma.cycle", "finagle-peak-ewma-cycle"),
                    new Comparison("least-expected-latency.cycle", "floor-clock"),
                    new Comparison("least-expected-latency.cycle", "floor-lowest-product-cycle"),
                    new Comparison("least-expected-latency.cycle", "finagle-peak-ewma-cycle"),
                    new Comparison("least-expected-latency.cycle", "stork-least-response-time-cycle")));
            comparisons.addAll(BREAKER.comparisons());
            comparisons.addAll(REBUILD.comparisons());
            return comparisons;
        }
    },

    /** Circuit breakers alone. */
    BREAKER {
        @Override
        List<Subject> subjects() {
            return breakers();
        }

        @Override
        List<Comparison> comparisons() {
            return List.of(
                    new Comparison("breaker-requests", "breaker-resilience4j-requests"),
                    new Comparison("breaker-requests", "breaker-resilience4j-requests-lock-free"),
                    new Comparison("breaker-requests", "breaker-failsafe-requests"),
                    new Comparison("breaker-requests", "breaker-floor-counter"),
                    new Comparison("breaker-time", "breaker-resilience4j-time"),
                    new Comparison("breaker-time", "breaker-resilience4j-time-lock-free"),
                    new Comparison("breaker-time", "breaker-failsafe-time"),
                    new Comparison("breaker-time", "breaker-armeria-time"),
                    new Comparison("breaker-time", "breaker-floor-adder"));
        }
    },

    /** A change of a pool's servers alone. */
    REBUILD {
        @Override
        List<Subject> subjects() {
            return rebuilds();
        }

        @Override
        List<Comparison> comparisons() {
            return List.of(
                    new Comparison("maglev.rebuild", "floor-maglev-table"),
                    new Comparison(
                            "least-expected-latency.cycle-while-rebuilding",
                            "least-expected-latency.cycle-undisturbed"),
                    new Comparison(
                            "power-of-two-choices.cycle-while-rebuilding", "power-of-two-choices.cycle-undisturbed"));
        }
    };

    private static final String CYCLE = "_CYCLE";
    private static final String SIZES = "servers=3,10,100,1000";

    /** As the profile's sources name them; those classes are not on the class path of the ordinary build. */
    static final List<String> PEERS = List.of(
            "ARMERIA_ROUND_ROBIN",
            "ARMERIA_STICKY",
            "ARMERIA_WEIGHTED_ROUND_ROBIN",
            "DUBBO_LEAST_ACTIVE",
            "DUBBO_RANDOM",
            "DUBBO_ROUND_ROBIN",
            "DUBBO_WEIGHTED_RANDOM",
            "FINAGLE_HEAP_CYCLE",
            "FINAGLE_P2C_CYCLE",
            "FINAGLE_PEAK_EWMA_CYCLE",
            "FINAGLE_ROUND_ROBIN_CYCLE",
            "GRPC_LEAST_REQUEST",
            "GRPC_LEAST_REQUEST_CYCLE",
            "GRPC_RING_HASH",
            "GRPC_ROUND_ROBIN",
            "GRPC_STATIC_STRIDE",
            "RIBBON_RANDOM",
            "RIBBON_ROUND_ROBIN",
            "SERVICETALK_P2C",
            "SERVICETALK_ROUND_ROBIN",
            "SPRING_RANDOM",
            "SPRING_ROUND_ROBIN",
            "STORK_LEAST_REQUESTS",
            "STORK_LEAST_REQUESTS_CYCLE",
            "STORK_LEAST_RESPONSE_TIME_CYCLE",
            "STORK_P2C",
            "STORK_P2C_CYCLE",
            "STORK_RANDOM",
            "STORK_ROUND_ROBIN",
            "VERTX_LEAST_REQUESTS",
            "VERTX_P2C",
            "VERTX_P2C_CYCLE",
            "VERTX_RANDOM",
            "VERTX_ROUND_ROBIN");

    /** As for {@link #PEERS}. */
    static final List<String> PEER_BREAKERS = List.of(
            "RESILIENCE4J_REQUESTS",
            "RESILIENCE4J_REQUESTS_LOCK_FREE",
            "RESILIENCE4J_TIME",
            "RESILIENCE4J_TIME_LOCK_FREE",
            "FAILSAFE_REQUESTS",
            "FAILSAFE_TIME",
            "ARMERIA_TIME");

    abstract List<Subject> subjects();

    abstract List<Comparison> comparisons();

    static Suite named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String sizes(Strategy strategy) {
        return strategy.isFlat() ? SIZES + ",10000" : SIZES;
    }

    private static Subject floor(String method, String sizes) {
        return Subject.of("\\.FloorBenchmark\\." + method + '$', sizes);
    }

    private static List<Subject> breakers() {
        List<Subject> subjects = new ArrayList<>();
        for (String window : List.of("REQUESTS", "TIME", "NONE")) {
            subjects.add(Subject.of("\\.BreakerBenchmark\\.oneThread$", "window=" + window)
                    .alsoShared());
        }
        for (String peer : PEER_BREAKERS) {
            subjects.add(Subject.of("\\.PeerBreakerBenchmark\\.", "peer=" + peer));
        }
        for (String floor : List.of("floorCounterOneThread", "floorAdderOneThread")) {
            subjects.add(Subject.of("\\.BreakerBenchmark\\." + floor + '$'));
        }
        return subjects;
    }

    private static List<Subject> rebuilds() {
        return Arrays.asList(
                Subject.of("\\.RebuildBenchmark\\.", "strategy=LEAST_EXPECTED_LATENCY"),
                Subject.of("\\.RebuildBenchmark\\.", "strategy=RING_HASH"),
                Subject.of("\\.RebuildBenchmark\\.", "strategy=MAGLEV"),
                floor("maglevTable", "servers=10,1000,10000"),
                Subject.of("\\.RebuildingBenchmark\\.", "strategy=LEAST_EXPECTED_LATENCY"),
                Subject.of("\\.RebuildingBenchmark\\.", "strategy=POWER_OF_TWO_CHOICES"));
    }
}
