package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.FailureKind;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A client that sends each request when the one before has ended, in virtual time. */
final class SequentialClient {
    /** How a server answers: after how long, and whether well. */
    record Answer(long nanos, boolean good) {
        static Answer good(double nanos) {
            return new Answer((long) nanos, true);
        }

        static Answer bad(double nanos) {
            return new Answer((long) nanos, false);
        }
    }

    /** What stands behind the servers. */
    @FunctionalInterface
    interface Backend {
        Answer answer(int server, long nowNanos);
    }

    private final List<Server> servers;
    private final Selector selector;
    private final RandomGenerator random;
    private final int[] counts;
    private long now;

    SequentialClient(List<Server> servers, SelectionStrategy strategy, long seed) {
        this.servers = servers;
        this.random = new SplittableRandom(seed);
        this.selector = strategy.prepare(Views.of(servers), null, random);
        this.counts = new int[servers.size()];
    }

    long now() {
        return now;
    }

    void pause(long nanos) {
        now += nanos;
    }

    /** How often each server was picked since the last call. */
    int[] counts() {
        int[] copy = counts.clone();
        Arrays.fill(counts, 0);
        return copy;
    }

    void send(int requests, long pauseNanos, Backend backend) {
        for (int i = 0; i < requests; i++) {
            int index = selector.select(0, now, random, null);
            counts[index]++;
            Lease lease = servers.get(index).acquire(now, null);
            Answer answer = backend.answer(index, now);
            now += answer.nanos;
            if (answer.good) {
                lease.succeed(now);
            } else {
                lease.fail(FailureKind.STATUS, now);
            }
            now += pauseNanos;
        }
    }

    static double maxOverMean(int[] counts) {
        return Arrays.stream(counts).max().orElseThrow()
                / Arrays.stream(counts).average().orElseThrow();
    }
}
