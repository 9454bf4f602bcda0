package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.selection.PoolView;
import io.github.evenkeel.core.selection.Selector;
import io.github.evenkeel.core.server.Lease;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Envoy's least request where weights differ: the earliest deadline first, and whoever is picked gets a new one, later
 * by the inverse of weight / (active + 1), as things stand at that moment. What changes until the next turn, and what
 * other clients send, does not move it. Each client begins somewhere else in the turn.
 */
final class EnvoyLeastRequest implements Selector {
    private record Turn(double deadline, long order, int index) implements Comparable<Turn> {
        @Override
        public int compareTo(Turn other) {
            return deadline == other.deadline
                    ? Long.compare(order, other.order)
                    : Double.compare(deadline, other.deadline);
        }
    }

    private final PoolView view;
    private final PriorityQueue<Turn> turns = new PriorityQueue<>();
    private long added;
    private double now;

    private EnvoyLeastRequest(PoolView view) {
        this.view = view;
    }

    /** By deadlines if weights differ; or else the fewer requests of two drawn with replacement. */
    static Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        boolean differ = false;
        for (int i = 1; i < view.size(); i++) {
            differ |= view.weight(i) != view.weight(0);
        }
        return differ
                ? begun(view, random)
                : (key, nowNanos, draws, tried) -> Choice.ofTwo(
                        view, draws, tried, true, i -> view.server(i).inFlight());
    }

    private static EnvoyLeastRequest begun(PoolView view, RandomGenerator random) {
        EnvoyLeastRequest prepared = new EnvoyLeastRequest(view);
        for (int i = 0; i < view.size(); i++) {
            prepared.add(i);
        }
        for (int skipped = Choice.below(view.size(), random); skipped > 0; skipped--) {
            prepared.next();
        }
        return prepared;
    }

    private void add(int index) {
        double weight = view.weight(index) / (view.server(index).inFlight() + 1.0);
        turns.add(new Turn(now + 1 / weight, added++, index));
    }

    private int next() {
        Turn turn = turns.remove();
        now = turn.deadline;
        add(turn.index);
        return turn.index;
    }

    @Override
    public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        return turns.isEmpty() ? NONE : Choice.untried(next(), view, random, tried);
    }
}
