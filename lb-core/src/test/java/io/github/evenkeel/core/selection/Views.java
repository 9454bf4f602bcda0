package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Views and selectors for tests. */
final class Views {
    private Views() {}

    /** These servers, all of weight 1. */
    static PoolView of(List<Server> servers) {
        return weighted(servers, equal(servers.size()));
    }

    static PoolView of(Server... servers) {
        return of(List.of(servers));
    }

    /** These servers with a weight each. */
    static PoolView weighted(List<Server> servers, double... weights) {
        return new PoolView(
                IntStream.range(0, servers.size())
                        .mapToObj(i -> candidate(servers.get(i), weights[i]))
                        .toList(),
                List.of());
    }

    static Candidate candidate(Server server, double weight) {
        ServerSpec spec = ServerSpec.of(server.origin().toString()).withId(server.id());
        return new Candidate(server, spec, ServerState.ACTIVE, weight);
    }

    /** So many weights of 1, or equal shares. */
    static double[] equal(int size) {
        double[] weights = new double[size];
        Arrays.fill(weights, 1);
        return weights;
    }

    /** A selector without predecessor. */
    static Selector prepare(SelectionStrategy strategy, PoolView view) {
        return strategy.prepare(view, null, random());
    }

    /** A selector for these servers, all of weight 1. */
    static Selector prepare(SelectionStrategy strategy, List<Server> servers) {
        return prepare(strategy, of(servers));
    }

    static RandomGenerator random() {
        return new SplittableRandom(42);
    }

    /** The same bits with every other draw; not with each, since a generator that rejects them would never end. */
    static RandomGenerator alternating(long bits) {
        RandomGenerator others = random();
        AtomicInteger draws = new AtomicInteger();
        return () -> draws.getAndIncrement() % 2 == 0 ? bits : others.nextLong();
    }

    /** A chain of leases on all of these, the last one latest. */
    static Lease tried(Server... servers) {
        Lease latest = null;
        for (Server server : servers) {
            latest = server.acquire(0, latest);
        }
        return latest;
    }

    /** So many first picks, which begin nothing, one after the other. */
    static int[] picks(Selector selector, int number) {
        RandomGenerator random = random();
        int[] picks = new int[number];
        for (int i = 0; i < number; i++) {
            picks[i] = selector.select(0, 0, random, null);
        }
        return picks;
    }

    /** How often each server is picked in so many picks that begin nothing. */
    static int[] count(Selector selector, int servers, int picks, Lease tried) {
        RandomGenerator random = random();
        int[] counts = new int[servers];
        for (int i = 0; i < picks; i++) {
            counts[selector.select(0, 0, random, tried)]++;
        }
        return counts;
    }
}
