package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.selection.SelectionStrategy;

/**
 * Other people's balancers as their documentation or source describes them, where it differs from what lb-core has:
 * models, not their code. Finagle's P2C and peak EWMA, and everybody's round robin, are in lb-core.
 */
final class Models {
    private Models() {}

    /** gRPC-java and Envoy: the fewer requests in flight of two drawn with replacement, maybe one server twice. */
    static SelectionStrategy leastRequestWithReplacement() {
        return (view, previous, prepared) -> (key, nowNanos, random, tried) ->
                Choice.ofTwo(view, random, tried, true, i -> view.server(i).inFlight());
    }

    /** Vert.x and Stork: the fewest requests in flight, of equals the first in the list. */
    static SelectionStrategy firstOfLeastRequests() {
        return (view, previous, prepared) -> (key, nowNanos, random, tried) ->
                Choice.first(view, tried, i -> view.server(i).inFlight());
    }
}
