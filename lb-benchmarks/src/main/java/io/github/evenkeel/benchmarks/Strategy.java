package io.github.evenkeel.benchmarks;

import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.ServerSpec;
import java.util.Map;

/** A strategy by its name, and the servers it is measured over. */
public enum Strategy {
    /** Round robin. */
    ROUND_ROBIN,
    /** Weighted round robin, of weights 1 to 5. */
    WEIGHTED_ROUND_ROBIN,
    /** Weighted round robin, of weights no table is laid out for. */
    FRACTIONAL_ROUND_ROBIN,
    /** Static stride, of weights 1 to 5. */
    STATIC_STRIDE,
    /** Random. */
    RANDOM,
    /** Random by weight, of weights 1 to 5. */
    WEIGHTED_RANDOM,
    /** Fewest requests in flight. */
    LEAST_REQUESTS,
    /** Power of two choices. */
    POWER_OF_TWO_CHOICES,
    /** Power of two choices, of weights 1 to 5. */
    WEIGHTED_POWER_OF_TWO_CHOICES,
    /** Of five choices. */
    POWER_OF_FIVE_CHOICES,
    /** Least response time. */
    LEAST_RESPONSE_TIME,
    /** Finagle's. */
    PEAK_EWMA,
    /** Least expected latency, the default. */
    LEAST_EXPECTED_LATENCY,
    /** By what servers report; they report nothing. */
    REPORTED_UTILISATION,
    /** Of what servers report that are asked. */
    PREQUAL,
    /** Shares of the key space, for random keys. */
    SOURCE_HASH,
    /** Ring, for random keys. */
    RING_HASH,
    /** Maglev, for random keys. */
    MAGLEV,
    /** Rendezvous, for random keys. */
    RENDEZVOUS,
    /** Ring with bounded loads, for random keys. */
    BOUNDED_LOAD,
    /** Envoy's ring of 1024 points or more, for random keys. */
    ENVOY_RING_HASH,
    /** Envoy's Maglev, for random keys. */
    ENVOY_MAGLEV,
    /** nginx's ring, for random keys. */
    NGINX_RING_HASH,
    /** A tenth to every other server, power of two choices within, for random keys. */
    SPLIT,
    /** Two tiers, power of two choices within. */
    TIERS,
    /** Own zone first of two, power of two choices within. */
    ZONES,
    /** A subset of ten, power of two choices within. */
    SUBSET,
    /** Sticky keys, power of two choices for new ones; the keys are random. */
    STICKY;

    SelectionStrategy create() {
        return switch (this) {
            case ROUND_ROBIN -> SelectionStrategy.roundRobin();
            case WEIGHTED_ROUND_ROBIN, FRACTIONAL_ROUND_ROBIN -> SelectionStrategy.weightedRoundRobin();
            case STATIC_STRIDE -> SelectionStrategy.staticStride();
            case RANDOM -> SelectionStrategy.random();
            case WEIGHTED_RANDOM -> SelectionStrategy.weightedRandom();
            case LEAST_REQUESTS -> SelectionStrategy.leastRequests();
            case POWER_OF_TWO_CHOICES, WEIGHTED_POWER_OF_TWO_CHOICES -> SelectionStrategy.powerOfTwoChoices();
            case POWER_OF_FIVE_CHOICES -> SelectionStrategy.powerOfChoices(5);
            case LEAST_RESPONSE_TIME -> SelectionStrategy.leastResponseTime();
            case PEAK_EWMA -> SelectionStrategy.peakEwma();
            case LEAST_EXPECTED_LATENCY -> SelectionStrategy.leastExpectedLatency();
            case REPORTED_UTILISATION -> SelectionStrategy.reportedUtilisation();
            case PREQUAL -> SelectionStrategy.prequal();
            case SOURCE_HASH -> SelectionStrategy.sourceHash();
            case RING_HASH -> SelectionStrategy.ringHash();
            case MAGLEV -> SelectionStrategy.maglev();
            case RENDEZVOUS -> SelectionStrategy.rendezvous();
            case BOUNDED_LOAD -> SelectionStrategy.boundedLoad();
            case ENVOY_RING_HASH -> SelectionStrategy.envoyRingHash(1024, 8_388_608);
            case ENVOY_MAGLEV -> SelectionStrategy.envoyMaglev(65_537);
            case NGINX_RING_HASH -> SelectionStrategy.nginxRingHash();
            case SPLIT ->
                SelectionStrategy.split(
                        server -> server.metadata().get("group"),
                        Map.of("even", 90.0, "odd", 10.0),
                        SelectionStrategy.powerOfTwoChoices());
            case TIERS -> SelectionStrategy.tiers(SelectionStrategy.powerOfTwoChoices());
            case ZONES -> SelectionStrategy.preferZone("a", SelectionStrategy.powerOfTwoChoices());
            case SUBSET -> SelectionStrategy.subset(0, 10, 10, SelectionStrategy.powerOfTwoChoices());
            case STICKY -> SelectionStrategy.sticky(SelectionStrategy.powerOfTwoChoices());
        };
    }

    /** Whether a pick depends on the key. */
    boolean isKeyed() {
        return switch (this) {
            case SOURCE_HASH,
                    RING_HASH,
                    MAGLEV,
                    RENDEZVOUS,
                    BOUNDED_LOAD,
                    ENVOY_RING_HASH,
                    ENVOY_MAGLEV,
                    NGINX_RING_HASH,
                    SPLIT,
                    TIERS,
                    STICKY -> true;
            default -> false;
        };
    }

    /**
     * Whether a pick takes the same number of steps however many servers there are.
     *
     * @return true if it is worth measuring over many
     */
    public boolean isFlat() {
        return switch (this) {
            case LEAST_REQUESTS,
                    LEAST_RESPONSE_TIME,
                    RENDEZVOUS,
                    BOUNDED_LOAD,
                    RING_HASH,
                    ENVOY_RING_HASH,
                    ENVOY_MAGLEV,
                    NGINX_RING_HASH,
                    SPLIT,
                    SOURCE_HASH,
                    TIERS,
                    ZONES,
                    SUBSET,
                    STICKY -> false;
            default -> true;
        };
    }

    /**
     * Whether it asks servers how loaded they are and, where none answers, picks at random.
     *
     * @return true if only a pick that is fed with reports is worth measuring
     */
    public boolean isProbing() {
        return this == PREQUAL;
    }

    ServerSpec server(int index) {
        ServerSpec server = ServerSpec.of("http://server-" + index + ".example");
        return switch (this) {
            case TIERS -> server.withTier(index % 2);
            case SPLIT -> server.withMetadata(Map.of("group", index % 2 == 0 ? "even" : "odd"));
            case ZONES -> server.withZone(index % 2 == 0 ? "a" : "b");
            default -> server.withWeight((int) Math.ceil(weight(index)));
        };
    }

    double weight(int index) {
        return switch (this) {
            case WEIGHTED_ROUND_ROBIN, STATIC_STRIDE, WEIGHTED_RANDOM, WEIGHTED_POWER_OF_TWO_CHOICES -> 1 + index % 5;
            case FRACTIONAL_ROUND_ROBIN -> index == 0 ? 1000 : 0.1 + index % 5;
            default -> 1;
        };
    }
}
