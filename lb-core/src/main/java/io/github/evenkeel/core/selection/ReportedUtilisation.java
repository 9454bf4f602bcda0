package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A weighted round robin by what servers report, as gRPC and Envoy have it ({@code client_side_weighted_round_robin},
 * gRFC A58). A server that has not reported counts for the mean of those that have, and none for less than a tenth of
 * it or more than ten of it: reports may be wrong. Of a server at the edge of a subset a part counts, as everywhere.
 */
final class ReportedUtilisation implements Rotation.Rotating {
    static final SelectionStrategy STRATEGY = ReportedUtilisation::prepare;

    static final long PERIOD_NANOS = 1_000_000_000;

    private static final double MOST_MEANS = 10;
    private static final int LEAST_KNOWN = 2;

    private final PoolView view;
    private final Rotation rotation;
    private final ReportedWeight[] reported;

    /*
     * The round robin for the weights of the latest second, null before the first pick, and when the next is due.
     * Written by the pick that wins the CAS on the due time, and by the first picks; read by every pick, which a stale
     * one leads by weights a second old. Building one allocates, once a second, some 100 bytes for each server.
     */
    private volatile @Nullable Selector current;
    private final AtomicLong dueNanos = new AtomicLong();

    private ReportedUtilisation(PoolView view, Rotation rotation, ReportedWeight[] reported) {
        this.view = view;
        this.rotation = rotation;
        this.reported = reported;
    }

    private static Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        IdentityHashMap<Server, ReportedWeight> known = new IdentityHashMap<>();
        if (previous instanceof ReportedUtilisation before) {
            for (int i = 0; i < before.reported.length; i++) {
                known.put(before.view.server(i), before.reported[i]);
            }
        }
        ReportedWeight[] reported = IntStream.range(0, view.total())
                .mapToObj(index -> known.getOrDefault(view.server(index), new ReportedWeight()))
                .toArray(ReportedWeight[]::new);
        return new ReportedUtilisation(view, Rotation.continued(previous, random), reported);
    }

    @Override
    public Rotation rotation() {
        return rotation;
    }

    @Override
    public void report(int index, LoadReport report, long nowNanos) {
        reported[index].report(report, nowNanos);
    }

    @Override
    public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        return view.size() == 0 ? NONE : current(nowNanos).select(key, nowNanos, random, tried);
    }

    private Selector current(long nowNanos) {
        Selector now = current;
        if (now == null) {
            dueNanos.set(nowNanos + PERIOD_NANOS); // before the selector: who sees that one sees when it is due
            return refresh(nowNanos);
        }
        long due = dueNanos.get();
        return nowNanos - due >= 0 && dueNanos.compareAndSet(due, nowNanos + PERIOD_NANOS) ? refresh(nowNanos) : now;
    }

    private Selector refresh(long nowNanos) {
        double[] weights = weights(nowNanos);
        List<Candidate> weighed = IntStream.range(0, weights.length)
                .mapToObj(index -> {
                    Candidate one = view.candidate(index);
                    return new Candidate(one.server(), one.spec(), one.state(), weights[index]);
                })
                .toList();
        Selector fresh = WeightedRoundRobin.of(new PoolView(weighed, List.of()), rotation);
        current = fresh;
        return fresh;
    }

    /** The weights by which the eligible servers take turns: those of the pool while too few have reported. */
    private double[] weights(long nowNanos) {
        double[] weights = IntStream.range(0, view.size())
                .mapToDouble(index -> reported[index].at(nowNanos))
                .toArray();
        long known = Arrays.stream(weights).filter(weight -> weight > 0).count();
        double mean = Arrays.stream(weights).map(weight -> weight / known).sum();
        for (int i = 0; i < weights.length; i++) {
            if (known < LEAST_KNOWN) {
                weights[i] = view.weight(i);
                continue;
            }
            double likely = weights[i] > 0 ? Math.min(weights[i] / mean, MOST_MEANS) : 1;
            double part = view.weight(i) / view.candidate(i).spec().weight();
            weights[i] = Math.max(likely, 1 / MOST_MEANS) * part;
        }
        return weights;
    }

    @Override
    public double score(int index, long key, long nowNanos) {
        double weight = reported[index].at(nowNanos);
        return weight > 0 ? 1 / weight : Double.NaN;
    }

    @Override
    public String rule() {
        return "in turn, by requests served for utilisation, as reported";
    }
}
