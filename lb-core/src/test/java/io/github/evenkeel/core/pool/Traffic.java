package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.server.FailureKind;
import io.github.evenkeel.core.server.Lease;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Requests that come to a pool one every so often in virtual time, whether or not those before have ended. */
final class Traffic {
    /** How a server answers: after how long, and whether well. */
    record Answer(long nanos, boolean good) {
        static Answer good(long nanos) {
            return new Answer(nanos, true);
        }

        static Answer bad(long nanos) {
            return new Answer(nanos, false);
        }
    }

    /** What stands behind the servers. */
    @FunctionalInterface
    interface Backend {
        Answer answer(String server, long nowNanos);
    }

    private record Open(Lease lease, Answer answer, long endNanos, int number) {
        void end() {
            if (answer.good) {
                lease.succeed(endNanos);
            } else {
                lease.fail(FailureKind.STATUS, endNanos);
            }
        }
    }

    private final ServerPool pool;
    private final RandomGenerator random = new SplittableRandom(11);
    private final PriorityQueue<Open> open =
            new PriorityQueue<>(Comparator.comparingLong(Open::endNanos).thenComparingInt(Open::number));
    private final List<String> servers = new ArrayList<>();
    private long now;

    Traffic(ServerPool pool) {
        this.pool = pool;
    }

    long now() {
        return now;
    }

    /** Where each request since the last call went, by id. */
    List<String> sentTo() {
        List<String> copy = List.copyOf(servers);
        servers.clear();
        return copy;
    }

    /** How many requests since the last call went to this server. */
    long to(String server) {
        return sentTo().stream().filter(server::equals).count();
    }

    void send(int requests, long gapNanos, Backend backend) {
        for (int i = 0; i < requests; i++) {
            while (!open.isEmpty() && open.peek().endNanos <= now) {
                open.remove().end();
            }
            Lease lease = pool.acquire(random.nextLong(), now, random, null);
            String server = lease.server().id();
            Answer answer = backend.answer(server, now);
            servers.add(server);
            open.add(new Open(lease, answer, now + answer.nanos, servers.size()));
            now += gapNanos;
        }
    }
}
