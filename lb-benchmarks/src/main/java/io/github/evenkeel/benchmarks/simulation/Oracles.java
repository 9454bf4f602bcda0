package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.selection.SelectionStrategy;
import java.util.function.ToDoubleFunction;

/** Balancers that see every server's queue, speed and faults at once, the requests of all clients and those under way. */
final class Oracles {
    private Oracles() {}

    /** Join the shortest queue. */
    static SelectionStrategy shortestQueue(World world) {
        return least(world, Backend::assigned);
    }

    /** The shortest expected delay: the wait until a worker is free, and the work, at the speed of the server now. */
    static SelectionStrategy shortestExpectedDelay(World world) {
        return least(world, backend -> {
            double waiting = Math.max(0, backend.assigned() + 1 - backend.workers());
            return (1 + waiting / backend.workers()) / backend.speed();
        });
    }

    private static SelectionStrategy least(World world, ToDoubleFunction<Backend> cost) {
        return (view, previous, prepared) -> (key, nowNanos, random, tried) -> Choice.least(view, random, tried, i -> {
            Backend backend = world.backend(view.server(i));
            return backend.isWell() ? cost.applyAsDouble(backend) : Double.POSITIVE_INFINITY;
        });
    }
}
