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
 *   score = (latency + 0.5 ms + cost of a retry) * (1 + in flight / weight)^1.5     where the mean weight is 1
 * </pre>
 *
 * <ul>
 *   <li>Latency is the server's estimate; for a server without one, the mean of the others. An estimate above the mean
 *       fades towards it with a half-life of 3 s: a server shunned for its latency gets no samples and would else be
 *       shunned for ever.
 *   <li>A server that owes an answer and has given none for longer than that takes at least so long, as far as ten times
 *       its estimate: it may stand still, and its estimate cannot know. Beyond that, a response that is meant to take
 *       its time, as of a long poll, would keep all others away from its server.
 *   <li>The cost of a retry is what its failure share would add: share / (1 - share) retries of twenty mean latencies,
 *       at least 200 ms, each. Without it a server that fails at once attracts all traffic.
 *   <li>Queues count for more than in proportion, because what is in flight now shows in the latency only later; by
 *       their square they would keep fast servers from the share that is theirs.
 * </ul>
 *
 * <p>The strict minimum would send nearly all of a light load to one server, the same one from every client. So four
 * servers are drawn besides, by weight, and one of them is picked if its score is within 5 % of the best, or if it is no
 * fuller and slower by no more than half a millisecond, below which the client's own scheduling outweighs what the
 * servers do. While nothing is in flight 40 % will do, or twice the best if weights differ: a client so little busy has
 * too few answers to tell servers apart. When the pool takes much longer than at its quickest, other clients keep it
 * busy; then estimates differ by queues rather than by chance, and the 40 % shrink to the 5. Of several servers it is,
 * if weights are equal, the one not heard of for longest: so what is known of them grows evenly, and those that looked
 * slow when all was cold are soon asked again.
 */
final class LeastExpectedLatency implements Selector {
    static final SelectionStrategy STRATEGY = (view, previous, random) -> new LeastExpectedLatency(
            view, previous instanceof LeastExpectedLatency before ? before.mean.of(view) : new MeanLatency(view));

    /**
     * Up to this many servers all are looked at; of more so many, drawn for each pick: all those some number of places
     * from each other.
     */
    private static final int MOST_CANDIDATES = 128;

    private static final double BUSY_INDIFFERENCE = 1.05;
    private static final double IDLE_INDIFFERENCE = 1.4;

    /** With weights: those seldom picked are known least, and the luckiest of their guesses is the best score. */
    private static final double WEIGHTED_IDLE_INDIFFERENCE = 2;

    /** So many times as long as at its quickest a pool takes by chance, if a client sees but few answers. */
    private static final double USUAL_STRAIN = 2;

    private static final long FAILURE_HALF_LIFE_NANOS = 7_000_000_000L;
    private static final double NOISE_NANOS = 500_000;

    /** As far as a server's silence is believed, in terms of its latency. */
    private static final double MOST_SILENCE = 10;

    private static final double LEAST_RETRY_COST_NANOS = 200_000_000;
    private static final double RETRY_COST_IN_MEANS = 20;

    /** A power of two: so many samples begin with any server. */
    private static final int STRIDES = 64;

    /** How many are drawn beside the best. */
    private static final int DRAWS = 4;

    /** Keeps the retry cost finite for a server that failed all it was given. */
    private static final double HIGHEST_FAILURE_SHARE = 0.99;

    /** Below 1 / 2^30 of the mean weights are alike, or what is in flight for the weight could be infinite. */
    private static final double LEAST_WEIGHT = 0x1p-30;

    private final PoolView view;
    private final int candidates;

    /** How many places from one candidate to the next; prime to the size, so that no server is met twice. */
    private final int[] strides;

    private final MeanLatency mean;

    /** What is in flight counts for one by the weight, in terms of the mean. */
    private final double[] inverses;

    /** Draws by weight. */
    private final AliasTable table;

    private final boolean equalWeights;

    private LeastExpectedLatency(PoolView view, MeanLatency mean) {
        this.view = view;
        this.candidates = Math.min(view.size(), MOST_CANDIDATES);
        this.strides = strides(view.size());
        this.mean = mean;
        double[] weights = Weights.scaled(view);
        double sum = Arrays.stream(weights).sum();
        Arrays.setAll(weights, i -> Math.max(LEAST_WEIGHT, weights[i] * weights.length / sum));
        this.table = new AliasTable(view);
        this.equalWeights = Weights.areEqual(view);
        this.inverses = Arrays.stream(weights).map(weight -> 1 / weight).toArray();
    }

    /** Of a scan one place; of a sample many distances, one of which is drawn for each pick. */
    private static int[] strides(int size) {
        int[] strides = new int[size <= MOST_CANDIDATES ? 1 : STRIDES];
        for (int i = 0; i < strides.length; i++) {
            int stride = (int) ((long) i * size / strides.length) + 1;
            while (SmoothPeriod.greatestCommonDivisor(stride, size) != 1) {
                stride++;
            }
            strides[i] = stride;
        }
        return strides;
    }

    @Override
    public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        if (candidates < 2) {
            return candidates == 0 || Lease.tried(tried, view.server(0)) ? NONE : 0;
        }
        double meanNanos = mean.nanos(nowNanos);
        long draw = random.nextLong();
        int first = sampled() ? Lowest.scaled(draw, view.size()) : 0;
        int stride = strides[(int) draw & (strides.length - 1)];
        double part = equalWeights || isIdle(first, stride) ? 0 : Lowest.fraction(Lowest.next(draw));
        Server[] servers = view.servers(); // and not fields: those would be read anew after each word of a server
        double[] inverses = this.inverses;
        int size = view.size();
        float meanAtMost = atMost(meanNanos);
        int inFlight = 0;
        double best = Double.POSITIVE_INFINITY;
        double bestNanos = 0;
        int bestIndex = NONE;
        int index = first;
        for (int i = candidates; i > 0; i--) {
            Server server = servers[index];
            int queue = server.inFlight();
            inFlight |= queue;
            double fullness = fullness(queue, inverses[index], part);
            // Most cannot be the best whatever else is to be said of them, which spares reading and reckoning that.
            if (rank(server.latencyNanosAtMost(meanAtMost), fullness) < best) {
                double nanos = expectedNanos(server, meanNanos, nowNanos);
                double rank = rank(nanos, fullness);
                if (rank < best && !Lease.tried(tried, server)) {
                    best = rank;
                    bestNanos = nanos;
                    bestIndex = index;
                }
            }
            index = next(index, stride, size);
        }
        if (bestIndex == NONE) {
            return sampled() ? Untried.any(view, random, tried) : NONE;
        }
        double indifference = inFlight == 0 ? idleIndifference(meanNanos) : BUSY_INDIFFERENCE;
        double near = (bestNanos + NOISE_NANOS) * indifference;
        return anyNear(bestIndex, near, part, meanNanos, nowNanos, draw, tried);
    }

    private int anyNear(
            int best, double near, double part, double meanNanos, long nowNanos, long draw, @Nullable Lease tried) {
        double fullest = fullness(view.server(best).inFlight(), inverses[best], part);
        double limit = rank(near - NOISE_NANOS, fullest);
        double noisyLimit = rank(near, fullest);
        int chosen = best;
        long longestUnheard = -1;
        long bits = draw;
        for (int i = 0; i < DRAWS; i++) {
            bits = Lowest.next(bits);
            int index = equalWeights ? Lowest.scaled(bits, view.size()) : table.draw(bits);
            Server server = view.server(index);
            double fullness = fullness(server.inFlight(), inverses[index], part);
            double rank = rank(expectedNanos(server, meanNanos, nowNanos), fullness);
            // Noise is in latencies only: a longer queue is no noise, however fast the servers are.
            if ((rank <= limit || (rank <= noisyLimit && fullness <= fullest)) && !Lease.tried(tried, server)) {
                if (!equalWeights) {
                    return index; // drawn by weight: of several, the last to be heard of may be the heaviest
                }
                long unheard = server.latencyAgeNanos(nowNanos);
                chosen = unheard > longestUnheard ? index : chosen;
                longestUnheard = Math.max(longestUnheard, unheard);
            }
        }
        return chosen;
    }

    private double idleIndifference(double meanNanos) {
        if (!equalWeights) {
            return WEIGHTED_IDLE_INDIFFERENCE;
        }
        double strain = Math.max(0, mean.strain(meanNanos) - USUAL_STRAIN);
        return Math.max(BUSY_INDIFFERENCE, IDLE_INDIFFERENCE - strain);
    }

    private boolean sampled() {
        return candidates < view.size();
    }

    private static int next(int index, int stride, int size) {
        int next = index + stride;
        return next < size ? next : next - size;
    }

    private boolean isIdle(int first, int stride) {
        int index = first;
        for (int i = 0; i < candidates; i++) {
            if (view.server(index).inFlight() != 0) {
                return false;
            }
            index = next(index, stride, view.size());
        }
        return true;
    }

    @Override
    public double score(int index, long key, long nowNanos) {
        Server server = view.server(index);
        double nanos = expectedNanos(server, mean.nanos(nowNanos), nowNanos);
        return Math.sqrt(rank(nanos, fullness(server.inFlight(), inverses[index], 0)));
    }

    @Override
    public String rule() {
        return "lowest expected latency"
                + (candidates < view.size() ? " of " + candidates + " drawn at random" : "")
                + ", any among nearly equal ones; in ns, times (1 + in flight by weight)^1.5";
    }

    /** The square of the score, which ranks alike and takes no root. */
    private static double rank(double expectedNanos, double fullness) {
        double nanos = expectedNanos + NOISE_NANOS;
        return nanos * nanos * fullness * fullness * fullness;
    }

    /** The next float below, if it is none itself. */
    private static float atMost(double nanos) {
        float rounded = (float) nanos;
        return rounded > nanos ? Math.nextDown(rounded) : rounded;
    }

    /** Never less than the lower of its latency and the mean. */
    private static double expectedNanos(Server server, double meanNanos, long nowNanos) {
        double latency = server.latencyNanos(meanNanos, nowNanos);
        double silent = (double) server.silentNanos(nowNanos);
        if (silent > latency) {
            latency = Math.min(silent, MOST_SILENCE * latency);
        }
        double failed = server.failureShare(nowNanos, FAILURE_HALF_LIFE_NANOS);
        if (failed > 0) {
            double share = Math.min(failed, HIGHEST_FAILURE_SHARE);
            latency += share / (1 - share) * Math.max(LEAST_RETRY_COST_NANOS, RETRY_COST_IN_MEANS * meanNanos);
        }
        return latency;
    }

    /**
     * What is in flight, and part of the request to come, for the weight; one for an idle server, but for that part. The
     * whole of it would send all of a light load to the heaviest server, nothing of it too much to the lightest, which
     * counts for least and is idle most; a part drawn anew for each pick serves all by their weights.
     */
    private static double fullness(int inFlight, double inverse, double part) {
        return 1 - part + (inFlight + part) * inverse;
    }
}
