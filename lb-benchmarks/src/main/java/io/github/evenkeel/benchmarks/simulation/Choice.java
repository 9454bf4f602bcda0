package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.selection.PoolView;
import io.github.evenkeel.core.selection.Selector;
import io.github.evenkeel.core.server.Lease;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the models have in common. Draws by {@code nextDouble} alone, which no JDK changes. */
final class Choice {
    private Choice() {}

    static int below(int bound, RandomGenerator random) {
        return (int) (random.nextDouble() * bound);
    }

    /** The least of all, of equals any. */
    static int least(PoolView view, RandomGenerator random, @Nullable Lease tried, IntToDoubleFunction cost) {
        int start = view.size() == 0 ? 0 : below(view.size(), random);
        int best = Selector.NONE;
        double least = Double.POSITIVE_INFINITY;
        int alike = 0;
        for (int i = 0; i < view.size(); i++) {
            int index = (start + i) % view.size();
            if (Lease.tried(tried, view.server(index))) {
                continue;
            }
            double own = cost.applyAsDouble(index);
            if (best == Selector.NONE || own < least) {
                best = index;
                least = own;
                alike = 1;
            } else if (own == least) {
                alike++;
                if (random.nextDouble() * alike < 1) {
                    best = index;
                }
            }
        }
        return best;
    }

    /** The first of all with the least cost: the tie break of those who have none. */
    static int first(PoolView view, @Nullable Lease tried, IntToDoubleFunction cost) {
        int best = Selector.NONE;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < view.size(); i++) {
            double own = cost.applyAsDouble(i);
            if ((best == Selector.NONE || own < least) && !Lease.tried(tried, view.server(i))) {
                best = i;
                least = own;
            }
        }
        return best;
    }

    /** The index if its server is untried, or else any that is. */
    static int untried(int index, PoolView view, RandomGenerator random, @Nullable Lease tried) {
        return Lease.tried(tried, view.server(index)) ? least(view, random, tried, i -> 0) : index;
    }

    /** The lesser of two, drawn with or without replacement. */
    static int ofTwo(
            PoolView view, RandomGenerator random, @Nullable Lease tried, boolean replacing, IntToDoubleFunction cost) {
        int size = view.size();
        if (size < 2) {
            return size == 0 ? Selector.NONE : untried(0, view, random, tried);
        }
        int first = below(size, random);
        int second = below(replacing ? size : size - 1, random);
        if (!replacing && second >= first) {
            second++;
        }
        return untried(cost.applyAsDouble(second) < cost.applyAsDouble(first) ? second : first, view, random, tried);
    }
}
