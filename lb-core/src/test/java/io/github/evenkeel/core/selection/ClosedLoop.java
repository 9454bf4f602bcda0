package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** One client with always as many requests at once, on servers that take 10 ms (exponential) whatever their load. */
final class ClosedLoop {
    private static final int REQUESTS = 20_000;
    private static final double MEAN_NANOS = 10_000_000;

    private record Request(Lease lease, long endNanos) {}

    private ClosedLoop() {}

    /** Which share of the requests each server gets. */
    static double[] shares(SelectionStrategy strategy, int atOnce, double... weights) {
        RandomGenerator random = new SplittableRandom(3);
        List<Server> servers = Servers.idle(weights.length);
        Selector selector = strategy.prepare(Views.weighted(servers, weights), null, random);
        PriorityQueue<Request> underWay = new PriorityQueue<>(Comparator.comparingLong(Request::endNanos));
        double[] shares = new double[weights.length];
        long now = 0;
        for (int i = 0; i < REQUESTS; i++) {
            if (underWay.size() == atOnce) {
                Request ended = underWay.remove();
                now = ended.endNanos;
                ended.lease.succeed(now);
            }
            int index = selector.select(0, now, random, null);
            shares[index] += 1.0 / REQUESTS;
            long nanos = (long) (-Math.log(1 - random.nextDouble()) * MEAN_NANOS);
            underWay.add(new Request(servers.get(index).acquire(now, null), now + nanos));
        }
        return shares;
    }
}
