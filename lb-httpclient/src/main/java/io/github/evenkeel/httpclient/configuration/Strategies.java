package io.github.evenkeel.httpclient.configuration;

import io.github.evenkeel.core.selection.SelectionStrategy;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Strategies by name: ours, and the user's own. */
final class Strategies {
    private static final Map<String, Supplier<SelectionStrategy>> OURS = Map.ofEntries(
            Map.entry("least-expected-latency", SelectionStrategy::leastExpectedLatency),
            Map.entry("power-of-two-choices", SelectionStrategy::powerOfTwoChoices),
            Map.entry("least-requests", SelectionStrategy::leastRequests),
            Map.entry("round-robin", SelectionStrategy::roundRobin),
            Map.entry("weighted-round-robin", SelectionStrategy::weightedRoundRobin),
            Map.entry("static-stride", SelectionStrategy::staticStride),
            Map.entry("random", SelectionStrategy::random),
            Map.entry("weighted-random", SelectionStrategy::weightedRandom),
            Map.entry("least-response-time", SelectionStrategy::leastResponseTime),
            Map.entry("peak-ewma", SelectionStrategy::peakEwma),
            Map.entry("ring-hash", SelectionStrategy::ringHash),
            Map.entry("maglev", SelectionStrategy::maglev),
            Map.entry("rendezvous", SelectionStrategy::rendezvous),
            Map.entry("source-hash", SelectionStrategy::sourceHash),
            Map.entry("bounded-load", SelectionStrategy::boundedLoad),
            Map.entry("prequal", SelectionStrategy::prequal),
            Map.entry("reported-utilisation", SelectionStrategy::reportedUtilisation));

    private final Map<String, Supplier<SelectionStrategy>> byName = new TreeMap<>(OURS);

    Strategies(Map<String, Supplier<SelectionStrategy>> own) {
        byName.putAll(own);
    }

    SelectionStrategy named(String name) {
        Supplier<SelectionStrategy> strategy = byName.get(name);
        if (strategy == null) {
            throw new IllegalArgumentException("there is no such strategy" + Nearest.hint(name, byName.keySet())
                    + "; there are " + String.join(", ", byName.keySet()));
        }
        return Objects.requireNonNull(strategy.get(), "what makes this strategy has made none");
    }
}
