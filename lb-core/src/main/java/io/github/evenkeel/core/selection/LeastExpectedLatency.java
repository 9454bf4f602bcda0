package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Where the request will probably be answered first.
 *
 * <pre>
 *   score = (latency + 1 ms + cost of a retry) * (1 + in flight / weight)^2       where the mean weight is 1
 * </pre>
 *
 * <ul>
 *   <li>Latency is the server's estimate; for a server without one, the mean of the others. An estimate above the mean
 *       fades towards it with a half-life of 3 s: a server shunned for its latency gets no samples and would else be
 *       shunned for ever.
 *   <li>The cost of a retry is what its failure share would add: share / (1 - share) retries of ten mean latencies, at
 *       least 100 ms, each. Without it a server that fails at once attracts all traffic.
 *   <li>The square makes queues count for more than they have been seen to cost, because what is in flight now shows in
 *       the latency only later.
 * </ul>
 *
 * <p>The strict minimum would send nearly all of a light load to one server, the same one from every client. So any is
 * picked whose score is within 10 % of the best, or that is no fuller and slower by no more than a millisecond, below
 * which the client's own scheduling outweighs what the servers do. While nothing is in flight, it is any within 40 %:
 * a client so little busy has too few answers to tell servers apart, and nothing to gain. The chance of each goes by its
 * weight; if weights are equal, by how long ago it was last heard of: so what is known of them grows evenly, and those
 * that looked slow when all was cold are soon asked again.
 */
final class LeastExpectedLatency implements Selector {
    static final SelectionStrategy STRATEGY = (view, previous, random) -> new LeastExpectedLatency(view);

    /** Up to this many servers all are looked at; their scores cost some 3 ns each. */
    private static final int SCAN_LIMIT = 64;

    /** Of more servers so many are looked at, one drawn from each of so many equal stretches of the view. */
    private static final int SAMPLE = 32;

    private static final double BUSY_INDIFFERENCE = 1.1;
    private static final double IDLE_INDIFFERENCE = 1.4;
    private static final long FAILURE_HALF_LIFE_NANOS = 5_000_000_000L;
    private static final double NOISE_NANOS = 1_000_000;
    private static final double LEAST_RETRY_COST_NANOS = 100_000_000;
    private static final double RETRY_COST_IN_MEANS = 10;

    /** What was learnt longer ago, or not at all, is equally old. */
    private static final long OLD_NANOS = 1_000_000_000;

    /** What was learnt within a time much shorter than this is equally new. */
    private static final long NEW_NANOS = 10_000_000;

    /** Keeps the retry cost finite for a server that failed all it was given. */
    private static final double HIGHEST_FAILURE_SHARE = 0.99;

    /** Below 1 / 2^30 of the mean weights are alike, or what is in flight for the weight could be infinite. */
    private static final double LEAST_WEIGHT = 0x1p-30;

    private final PoolView view;
    private final int candidates;
    private final MeanLatency mean;

    /** What is in flight counts for one by the weight, in terms of the mean. */
    private final double[] inverses;

    /** The weights as chances. */
    private final long[] shares;

    private final boolean equalWeights;

    private LeastExpectedLatency(PoolView view) {
        this.view = view;
        this.candidates = view.size() <= SCAN_LIMIT ? view.size() : SAMPLE;
        this.mean = new MeanLatency(view);
        double[] weights = Weights.scaled(view);
        double sum = Arrays.stream(weights).sum();
        Arrays.setAll(weights, i -> Math.max(LEAST_WEIGHT, weights[i] * weights.length / sum));
        this.shares = Arrays.stream(weights)
                .mapToLong(weight -> (long) (weight * 0x1p30))
                .toArray();
        this.equalWeights = Weights.areEqual(view);
        this.inverses = Arrays.stream(weights).map(weight -> 1 / weight).toArray();
    }

    @Override
    public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        if (candidates < 2) {
            return candidates == 0 || Lease.tried(tried, view.server(0)) ? NONE : 0;
        }
        double meanNanos = mean.nanos(nowNanos);
        long draw = random.nextLong();
        double part = equalWeights || isIdle(draw) ? 0 : Lowest.fraction(draw);
        int inFlight = 0;
        int best = Ranked.NOBODY;
        for (int i = 0; i < candidates; i++) {
            int index = candidate(i, draw);
            Server server = view.server(index);
            int queue = server.inFlight();
            inFlight |= queue;
            double score = score(server, fullness(queue, index, part), meanNanos, nowNanos);
            best = tried != null && Lease.tried(tried, server) ? best : Math.min(best, Ranked.of(score, i));
        }
        if (best == Ranked.NOBODY) {
            return candidates == view.size() ? NONE : Untried.any(view, random, tried);
        }
        int bestIndex = candidate(Ranked.candidate(best), draw);
        double limit = Ranked.score(best) * (inFlight == 0 ? IDLE_INDIFFERENCE : BUSY_INDIFFERENCE);
        return anyNear(limit, bestIndex, part, meanNanos, nowNanos, draw, tried);
    }

    private boolean isIdle(long draw) {
        for (int i = 0; i < candidates; i++) {
            if (view.server(candidate(i, draw)).inFlight() != 0) {
                return false;
            }
        }
        return true;
    }

    /** One of the candidates within the band: a weighted reservoir of one. */
    private int anyNear(
            double limit,
            int bestIndex,
            double part,
            double meanNanos,
            long nowNanos,
            long draw,
            @Nullable Lease tried) {
        double fullest = fullness(view.server(bestIndex).inFlight(), bestIndex, part);
        double noisyLimit = limit + NOISE_NANOS * fullest * fullest;
        int chosen = bestIndex; // stands if requests begun meanwhile have pushed every score over the limit
        long chances = 0;
        long bits = draw;
        for (int i = 0; i < candidates; i++) {
            int index = candidate(i, draw);
            Server server = view.server(index);
            double fullness = fullness(server.inFlight(), index, part);
            double score = score(server, fullness, meanNanos, nowNanos);
            // Noise is in latencies only: a longer queue is no noise, however fast the servers are.
            if ((score <= limit || (score <= noisyLimit && fullness <= fullest))
                    && (tried == null || !Lease.tried(tried, server))) {
                long chance = equalWeights ? ageNanos(server, nowNanos) : shares[index];
                chances += chance;
                bits = Lowest.next(bits);
                chosen = Math.multiplyHigh(bits >>> 1, 2 * chances) < chance ? index : chosen;
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

    @Override
    public double score(int index, long key, long nowNanos) {
        Server server = view.server(index);
        return score(server, fullness(server.inFlight(), index, 0), mean.nanos(nowNanos), nowNanos);
    }

    @Override
    public String rule() {
        return "lowest expected latency"
                + (candidates < view.size() ? " of " + candidates + " drawn at random" : "")
                + ", any among nearly equal ones; in ns, times (1 + in flight by weight)^2";
    }

    private static double score(Server server, double fullness, double meanNanos, long nowNanos) {
        double latency = server.latencyNanos(meanNanos, nowNanos);
        double failed = server.failureShare(nowNanos, FAILURE_HALF_LIFE_NANOS);
        if (failed > 0) {
            double share = Math.min(failed, HIGHEST_FAILURE_SHARE);
            latency += share / (1 - share) * Math.max(LEAST_RETRY_COST_NANOS, RETRY_COST_IN_MEANS * meanNanos);
        }
        return (latency + NOISE_NANOS) * fullness * fullness;
    }

    /**
     * What is in flight, and part of the request to come, for the weight; one for an idle server, but for that part. The
     * whole of it would send all of a light load to the heaviest server, nothing of it too much to the lightest, which
     * counts for least and is idle most; a part drawn anew for each pick serves all by their weights.
     */
    private double fullness(int inFlight, int index, double part) {
        return 1 - part + (inFlight + part) * inverses[index];
    }

    private static long ageNanos(Server server, long nowNanos) {
        return NEW_NANOS + Math.min(OLD_NANOS, server.latencyAgeNanos(nowNanos));
    }

    /**
     * A score with whose it is in one word, the lowest of which is found without a branch that no processor could
     * predict: the bits of positive floats are ordered as the floats are, and their lowest six are below what matters.
     */
    private static final class Ranked {
        static final int NOBODY = Integer.MAX_VALUE;

        private static final int CANDIDATE_MASK = SCAN_LIMIT - 1;

        static int of(double score, int candidate) {
            return (Float.floatToRawIntBits((float) score) & ~CANDIDATE_MASK) | candidate;
        }

        static int candidate(int ranked) {
            return ranked & CANDIDATE_MASK;
        }

        /** At least what it was: within the rounding of the lowest bits. */
        static double score(int ranked) {
            return Float.intBitsToFloat(ranked | CANDIDATE_MASK);
        }
    }
}
