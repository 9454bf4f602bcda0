package io.github.evenkeel.core.selection;

import java.util.Map;

/** All strategies. Whatever is added here must keep the whole contract. */
enum Strategies {
    ROUND_ROBIN(SelectionStrategy.roundRobin()),
    WEIGHTED_ROUND_ROBIN(SelectionStrategy.weightedRoundRobin()),
    STATIC_STRIDE(SelectionStrategy.staticStride()),
    RANDOM(SelectionStrategy.random()),
    WEIGHTED_RANDOM(SelectionStrategy.weightedRandom()),
    LEAST_REQUESTS(SelectionStrategy.leastRequests()),
    POWER_OF_TWO_CHOICES(SelectionStrategy.powerOfTwoChoices()),
    POWER_OF_FIVE_CHOICES(SelectionStrategy.powerOfChoices(5)),
    LEAST_RESPONSE_TIME(SelectionStrategy.leastResponseTime()),
    PEAK_EWMA(SelectionStrategy.peakEwma()),
    LEAST_EXPECTED_LATENCY(SelectionStrategy.leastExpectedLatency()),
    SOURCE_HASH(SelectionStrategy.sourceHash()),
    RING_HASH(SelectionStrategy.ringHash()),
    MAGLEV(SelectionStrategy.maglev()),
    RENDEZVOUS(SelectionStrategy.rendezvous()),
    BOUNDED_LOAD(SelectionStrategy.boundedLoad()),
    TIGHTLY_BOUNDED_LOAD(SelectionStrategy.boundedLoad(1.01)),
    ENVOY_RING_HASH(Fleet.randomKeyed(SelectionStrategy.envoyRingHash(1024, 65_536))),
    ENVOY_MAGLEV(Fleet.randomKeyed(SelectionStrategy.envoyMaglev(65_537))),
    NGINX_RING_HASH(SelectionStrategy.nginxRingHash()),
    FIRST_OF(SelectionStrategy.firstOf(3, SelectionStrategy.ringHash(), SelectionStrategy.leastRequests())),
    PREQUAL(SelectionStrategy.prequal()),
    PREQUAL_WITH_FEW_PROBES(SelectionStrategy.prequal(0.5)),
    REPORTED_UTILISATION(SelectionStrategy.reportedUtilisation()),
    TIERS(SelectionStrategy.tiers(SelectionStrategy.leastExpectedLatency())),
    TIERS_WITHOUT_PANIC(SelectionStrategy.tiers(0, SelectionStrategy.ringHash())),
    BACKUPS(SelectionStrategy.backups(SelectionStrategy.leastRequests())),
    PREFERRED_ZONE(SelectionStrategy.preferZone("here", SelectionStrategy.weightedRoundRobin())),
    PREFERRED_ZONE_BY_CLIENTS(SelectionStrategy.preferZone("here", 0.5, SelectionStrategy.leastRequests())),
    SUBSET(SelectionStrategy.subset(0, 1, 20, SelectionStrategy.powerOfTwoChoices())),
    STICKY(SelectionStrategy.sticky(SelectionStrategy.random())),
    STICKY_WHILE_DRAINING(SelectionStrategy.sticky(64, true, SelectionStrategy.tiers(SelectionStrategy.maglev()))),
    SPLIT(SelectionStrategy.split(
            server -> "stable",
            Map.of("stable", 95.0, "canary", 5.0),
            SelectionStrategy.sticky(SelectionStrategy.roundRobin())));

    final SelectionStrategy strategy;

    Strategies(SelectionStrategy strategy) {
        this.strategy = strategy;
    }
}
