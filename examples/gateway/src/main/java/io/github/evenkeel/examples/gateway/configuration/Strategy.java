package io.github.evenkeel.examples.gateway.configuration;

import io.github.evenkeel.core.selection.SelectionStrategy;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** How a pool chooses among its servers; each is written in the file as its name in lower case. */
public enum Strategy {
    LEAST_CONNECTIONS_WEIGHTED(SelectionStrategy::leastRequests),
    LEAST_EXPECTED_LATENCY(SelectionStrategy::leastExpectedLatency),
    POWER_OF_TWO_CHOICES(SelectionStrategy::powerOfTwoChoices),
    ROUND_ROBIN(SelectionStrategy::roundRobin),
    WEIGHTED_ROUND_ROBIN(SelectionStrategy::weightedRoundRobin),
    RANDOM(SelectionStrategy::random),
    WEIGHTED_RANDOM(SelectionStrategy::weightedRandom),
    LEAST_RESPONSE_TIME(SelectionStrategy::leastResponseTime),
    PEAK_EWMA(SelectionStrategy::peakEwma);

    @SuppressWarnings("ImmutableEnumChecker") // references to factories of the library, which hold no state
    private final Supplier<SelectionStrategy> strategy;

    Strategy(Supplier<SelectionStrategy> strategy) {
        this.strategy = strategy;
    }

    /** Reads a name, whatever stands between its words: {@code round_robin}, {@code round-robin} or {@code Round Robin}. */
    static Strategy of(String text) {
        String name = text.strip().toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
        return Arrays.stream(values())
                .filter(strategy -> strategy.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no strategy '" + text + "'; use one of "
                        + Arrays.stream(values()).map(Strategy::toString).collect(Collectors.joining(", "))));
    }

    /** The strategy itself; servers that are backups get requests only while no other can. */
    public SelectionStrategy create() {
        return SelectionStrategy.backups(strategy.get());
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
