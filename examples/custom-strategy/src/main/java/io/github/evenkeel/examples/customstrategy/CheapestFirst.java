package io.github.evenkeel.examples.customstrategy;

import io.github.evenkeel.core.selection.PoolView;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.selection.Selector;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.ServerSpec;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The cheapest server that has less to do than it may; if all have enough to do, the one with the least. What a server
 * costs is the entry {@code price} of its metadata.
 *
 * @param most how many requests at once are enough for one server
 */
record CheapestFirst(int most) implements SelectionStrategy {

    @Override
    public Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        // Sorting takes long: here, once for each change of the pool, not below, for each request.
        int[] byPrice = IntStream.range(0, view.size())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        index -> price(view.candidate(index).spec())))
                .mapToInt(Integer::intValue)
                .toArray();
        return (key, nowNanos, ofCaller, tried) -> pick(view, byPrice, tried);
    }

    private int pick(PoolView view, int[] byPrice, @Nullable Lease tried) {
        int best = Selector.NONE;
        for (int index : byPrice) {
            if (Lease.tried(tried, view.server(index))) {
                continue; // this request has failed there before
            }
            int inFlight = view.server(index).inFlight();
            if (inFlight < most) {
                return index;
            }
            if (best == Selector.NONE || inFlight < view.server(best).inFlight()) {
                best = index;
            }
        }
        return best;
    }

    private static double price(ServerSpec server) {
        return Double.parseDouble(server.metadata().getOrDefault("price", "0"));
    }
}
