package io.github.evenkeel.core.selection;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Where a request without a key goes: hashed like any other, all of them would go to one server. With equal weights to
 * one after the other, else to any by weight.
 */
final class Keyless {
    private Keyless() {}

    static Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        SelectionStrategy strategy = Weights.areEqual(view) ? RoundRobin.STRATEGY : WeightedRandom.STRATEGY;
        return strategy.prepare(view, previous, random);
    }
}
