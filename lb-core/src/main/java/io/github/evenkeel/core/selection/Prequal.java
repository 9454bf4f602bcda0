package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import java.util.IdentityHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Prequal (Wydrowski and others, "Load is not what you should balance", NSDI 2024): servers are asked ahead of time how
 * many requests they have in flight and how long those take. Of those asked lately, one whose requests in flight are
 * above the {@link RifHistory#quantile} is hot. The request goes to the fastest that is not hot, or if all are to the one
 * with the fewest requests.
 *
 * <p>A server that has failed repeatedly of late is hotter than any: it looks idle because it fails.
 *
 * @param probesPerRequest how many servers are asked with each request
 */
record Prequal(double probesPerRequest) implements SelectionStrategy {
    static final double USUAL_PROBES = 3;

    private static final double MOST_PROBES = 16;

    /** Probes kept: of fewer servers, one less than there are, or each would be known, and the best of all herded to. */
    private static final int MOST_KEPT = 16;

    /** At most as many probes are removed as that, or what is left would not do for every request. */
    private static final double MOST_REMOVED = 1;

    private static final double REMOVED_PER_PROBE = 1.0 / 3;

    private static final int MOST_USES = 16;
    private static final long FAILURE_HALF_LIFE_NANOS = 5_000_000_000L;

    /** More than one failure on its own leaves behind. */
    private static final double FAILING = 0.15;

    /** With less to choose from the choice is no better than chance, and the same for all clients. */
    private static final int LEAST_KNOWN = 2;

    // Above all latencies, which stay below 2^63 ns; and each above the one before for all numbers in flight.
    private static final double HOT_RANK = 0x1p64;
    private static final double FAILING_RANK = 0x1p80;

    Prequal {
        if (!(probesPerRequest > 0 && probesPerRequest <= MOST_PROBES)) {
            throw new IllegalArgumentException("the number of probes per request must be above 0 and at most "
                    + MOST_PROBES + " but was " + probesPerRequest);
        }
    }

    @Override
    public Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        Selection before = previous instanceof Selection selection ? selection : null;
        int kept = Math.max(2, Math.min(MOST_KEPT, view.size() - 1));
        double removed = Math.min(MOST_REMOVED, probesPerRequest * REMOVED_PER_PROBE);
        Selection selection = new Selection(
                view,
                Math.min(probesPerRequest, Math.max(0, view.size() - 1)),
                removed,
                uses(kept, view.size(), probesPerRequest, removed),
                new ProbePool(kept),
                before == null ? new RifHistory() : before.history);
        if (before != null) {
            selection.takeOver(before);
        }
        return selection;
    }

    /**
     * How often a probe may be used, so that each request finds one: as often as probes come in too few, and once more
     * for safety (the paper's b_reuse, with delta = 1). Its denominator is none for a few servers, hence the limit.
     */
    static double uses(int kept, int servers, double probes, double removed) {
        double left = (1 - (double) kept / servers) * probes - removed;
        return left <= 2.0 / MOST_USES ? MOST_USES : Math.max(1, 2 / left);
    }

    private record Selection(
            PoolView view, double probes, double removed, double uses, ProbePool pool, RifHistory history)
            implements Selector {
        /** What is known of the servers that stay; reports that come meanwhile go the way of all probes a second early. */
        void takeOver(Selection before) {
            IdentityHashMap<Server, Integer> places = new IdentityHashMap<>();
            IntStream.range(0, Math.min(view.size(), Probe.MOST_SERVERS)).forEach(i -> places.put(view.server(i), i));
            int slot = 0;
            for (int i = 0; i < before.pool.size() && slot < pool.size(); i++) {
                long probe = before.pool.get(i);
                Integer place = probe == Probe.NONE ? null : places.get(before.view.server(Probe.index(probe)));
                if (place != null) {
                    pool.put(slot++, Probe.at(place, probe));
                }
            }
        }

        @Override
        public void report(int index, LoadReport report, long nowNanos) {
            if (report.inFlight() < 0 || report.latencyNanos() < 0) {
                return;
            }
            history.add(report.inFlight());
            if (index < Math.min(view.size(), Probe.MOST_SERVERS)) {
                // Rounded up as often as the fraction says, by bits of the time that nothing else looks at.
                long whole = (long) uses;
                double draw = (Mixer.mix(nowNanos + index * Mixer.GOLDEN_GAMMA) >>> 11) * 0x1.0p-53;
                int rounded = (int) (draw < uses - whole ? whole + 1 : whole);
                pool.add(Probe.of(index, report.inFlight(), report.latencyNanos(), rounded, nowNanos), nowNanos);
            }
        }

        @Override
        public int probe(int nth, long key, RandomGenerator random) {
            boolean due = nth < (long) probes || (nth == (long) probes && random.nextDouble() < probes - nth);
            return due ? random.nextInt(view.size()) : NONE;
        }

        @Override
        public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
            int known = 0;
            int best = NONE;
            long chosen = Probe.NONE;
            int worst = NONE;
            int oldest = NONE;
            double least = Double.POSITIVE_INFINITY;
            double most = -1;
            int age = -1;
            int hottestCold = history.quantile();
            for (int slot = 0; slot < pool.size(); slot++) {
                long probe = pool.get(slot);
                if (!Probe.isUsable(probe, nowNanos) || Lease.tried(tried, view.server(Probe.index(probe)))) {
                    continue;
                }
                known++;
                double rank = rank(probe, hottestCold, nowNanos);
                if (rank < least) {
                    least = rank;
                    best = slot;
                    chosen = probe;
                }
                if (rank > most) {
                    most = rank;
                    worst = slot;
                }
                if (Probe.age(probe, nowNanos) > age) {
                    age = Probe.age(probe, nowNanos);
                    oldest = slot;
                }
            }
            if (known < LEAST_KNOWN) {
                return any(random, tried);
            }
            pool.use(best, chosen);
            if (tried == null) {
                removeOne(best, worst, oldest, random.nextLong());
            }
            return Probe.index(chosen);
        }

        private int any(RandomGenerator random, @Nullable Lease tried) {
            return tried != null || view.size() == 0 ? Untried.any(view, random, tried) : random.nextInt(view.size());
        }

        /** Old probes mislead, and if the worst stayed until they were old the pool would hold little else. */
        private void removeOne(int best, int worst, int oldest, long draw) {
            int slot = (draw & 1) == 0 ? worst : oldest;
            if (slot != best && (draw >>> 11) * 0x1.0p-53 < removed) {
                pool.remove(slot, pool.get(slot));
            }
        }

        /** By latency while it is cold, behind all of those by requests in flight, last of all if it keeps failing. */
        private double rank(long probe, int hottestCold, long nowNanos) {
            int inFlight = Probe.inFlight(probe);
            if (view.server(Probe.index(probe)).failureShare(nowNanos, FAILURE_HALF_LIFE_NANOS) > FAILING) {
                return FAILING_RANK * (inFlight + 1);
            }
            return inFlight > hottestCold ? HOT_RANK * (inFlight + 1) : Probe.latencyNanos(probe);
        }

        @Override
        public double score(int index, long key, long nowNanos) {
            for (int slot = 0; slot < pool.size(); slot++) {
                long probe = pool.get(slot);
                if (Probe.isUsable(probe, nowNanos) && Probe.index(probe) == index) {
                    return rank(probe, history.quantile(), nowNanos);
                }
            }
            return Double.NaN;
        }

        @Override
        public String rule() {
            return "of the servers that reported within a second the fastest with no more than " + history.quantile()
                    + " requests in flight";
        }
    }
}
