package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Where the request will probably be answered first.
 *
 * <pre>
 *   score = (latency + 1 ms + cost of a retry) * (in flight + 1)^2 / weight
 * </pre>
 *
 * <ul>
 *   <li>Latency is the server's estimate; for a server without one, the mean of the others. An estimate above the mean
 *       fades towards it with a half-life of 3 s: a server shunned for its latency gets no samples and would else be
 *       shunned for ever. What rests on fewer than eight requests counts for less and fades faster: the first ones pay
 *       for connections, caches and compilation.
 *   <li>The cost of a retry is what its failure share would add: share / (1 - share) retries of ten mean latencies, at
 *       least 100 ms, each. Without it a server that fails at once attracts all traffic.
 *   <li>The square makes queues count for more than they have been seen to cost, because what is in flight now shows in
 *       the latency only later.
 *   <li>Among servers within 15 % of the best score, or with no longer queue and a latency within a millisecond, any is
 *       picked: the strict minimum would send nearly all of a light load to one server, the same one from every client.
 *   <li>The millisecond, there and in the score, keeps noise from ranking servers: below it the client's own scheduling
 *       outweighs what the servers do, and whichever of two equal ones once looked slower would starve.
 * </ul>
 */
final class LeastExpectedLatency implements Selector {
    static final SelectionStrategy STRATEGY = LeastExpectedLatency::prepare;

    /** Up to this many servers all are looked at; their scores cost some 3 ns each. */
    private static final int SCAN_LIMIT = 64;

    /** Of more servers so many are looked at, one drawn from each of so many equal stretches of the view. */
    private static final int SAMPLE = 16;

    private static final double INDIFFERENCE = 1.15;
    private static final long HIGH_LATENCY_HALF_LIFE_NANOS = 3_000_000_000L;
    private static final long TRUSTED_REQUESTS = 8;
    private static final long FAILURE_HALF_LIFE_NANOS = 5_000_000_000L;
    private static final double NOISE_NANOS = 1_000_000;
    private static final double LEAST_RETRY_COST_NANOS = 100_000_000;
    private static final double RETRY_COST_IN_MEANS = 10;

    /** Keeps the retry cost finite for a server that failed all it was given. */
    private static final double HIGHEST_FAILURE_SHARE = 0.99;

    private final PoolView view;
    private final int candidates;

    private final MeanLatency mean;

    private LeastExpectedLatency(PoolView view) {
        this.view = view;
        this.candidates = view.size() <= SCAN_LIMIT ? view.size() : SAMPLE;
        this.mean = new MeanLatency(view);
    }

    private static Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        return new LeastExpectedLatency(view);
    }

    @Override
    public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        if (candidates < 2) {
            return candidates == 0 || Lease.tried(tried, view.server(0)) ? NONE : 0;
        }
        double meanNanos = mean.nanos(nowNanos);
        long draw = random.nextLong();
        double best = Double.POSITIVE_INFINITY;
        int bestIndex = NONE;
        for (int i = 0; i < candidates; i++) {
            int index = candidate(i, draw);
            double score = score(index, meanNanos, nowNanos);
            if ((score < best || bestIndex == NONE) && !Lease.tried(tried, view.server(index))) {
                best = score;
                bestIndex = index;
            }
        }
        if (bestIndex == NONE) {
            return candidates == view.size() ? NONE : Untried.any(view, random, tried);
        }
        return anyNear(best, bestIndex, meanNanos, nowNanos, draw, tried);
    }

    /** One of the candidates within the band, each with equal chance (a reservoir of one). */
    private int anyNear(double best, int bestIndex, double meanNanos, long nowNanos, long draw, @Nullable Lease tried) {
        double limit = best * INDIFFERENCE;
        double noisyLimit = limit + score(bestIndex, NOISE_NANOS);
        int queue = view.server(bestIndex).inFlight();
        int chosen = bestIndex; // stands if requests begun meanwhile have pushed every score over the limit
        int found = 0;
        long bits = draw;
        for (int i = 0; i < candidates; i++) {
            int index = candidate(i, draw);
            double score = score(index, meanNanos, nowNanos);
            // Noise is in latencies only: a longer queue is no noise, however fast the servers are.
            boolean near =
                    score <= limit || (score <= noisyLimit && view.server(index).inFlight() <= queue);
            if (near && !Lease.tried(tried, view.server(index))) {
                found++;
                bits = Mixer.mix(bits);
                if (((bits >>> 32) * found) >>> 32 == 0) {
                    chosen = index;
                }
            }
        }
        return chosen;
    }

    private int candidate(int i, long draw) {
        if (candidates == view.size()) {
            return i;
        }
        // The stretch [i, i + 1) * size / SAMPLE, and a place in it that both passes compute alike.
        long from = (long) i * view.size() / SAMPLE;
        long to = (long) (i + 1) * view.size() / SAMPLE;
        long place = ((Mixer.mix(draw + i * Mixer.GOLDEN_GAMMA) >>> 32) * (to - from)) >>> 32;
        return (int) (from + place);
    }

    private double score(int index, double meanNanos, long nowNanos) {
        Server server = view.server(index);
        double latency = server.latencyNanos();
        if (latency == 0) {
            latency = meanNanos;
        } else if (latency > meanNanos) {
            latency = meanNanos + believed(server, latency - meanNanos, nowNanos);
        }
        double failed = server.failureShare(nowNanos, FAILURE_HALF_LIFE_NANOS);
        if (failed > 0) {
            double share = Math.min(failed, HIGHEST_FAILURE_SHARE);
            latency += share / (1 - share) * Math.max(LEAST_RETRY_COST_NANOS, RETRY_COST_IN_MEANS * meanNanos);
        }
        return score(index, latency + NOISE_NANOS);
    }

    private double score(int index, double latencyNanos) {
        double queue = view.server(index).inFlight() + 1;
        return latencyNanos * queue * queue / view.weight(index);
    }

    /** How much of an excess over the mean to believe: the less, the fewer requests it rests on and the older it is. */
    private static double believed(Server server, double excessNanos, long nowNanos) {
        long evidence = Math.max(1, Math.min(server.successes(), TRUSTED_REQUESTS));
        long halfLifeNanos = HIGH_LATENCY_HALF_LIFE_NANOS * evidence / TRUSTED_REQUESTS;
        return Server.fade(excessNanos * evidence / TRUSTED_REQUESTS, server.latencyAgeNanos(nowNanos), halfLifeNanos);
    }
}
