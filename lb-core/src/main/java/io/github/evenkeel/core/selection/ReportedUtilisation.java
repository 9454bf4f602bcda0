package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import java.util.IdentityHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A weighted round robin by what servers report, as gRPC and Envoy have it ({@code client_side_weighted_round_robin},
 * gRFC A58), and by the pool's weights while fewer than two have reported for long enough.
 */
final class ReportedUtilisation implements Rotation.Rotating {
    static final SelectionStrategy STRATEGY = new SelectionStrategy() {
        @Override
        public Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
            return ReportedUtilisation.prepare(view, previous, random);
        }

        @Override
        public boolean readsReports() {
            return true;
        }
    };

    private final PoolView view;
    private final Rotation rotation;
    private final ReportedWeight[] reported;
    private final LatestStrides latest;
    private final Selector unreported;

    private ReportedUtilisation(PoolView view, Rotation rotation, ReportedWeight[] reported) {
        this.view = view;
        this.rotation = rotation;
        this.reported = reported;
        this.latest = new LatestStrides(view, reported);
        this.unreported = WeightedRoundRobin.of(view, rotation);
    }

    private static Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        IdentityHashMap<Server, ReportedWeight> known = new IdentityHashMap<>();
        ReportedUtilisation before = previous instanceof ReportedUtilisation same ? same : null;
        if (before != null) {
            for (int i = 0; i < before.reported.length; i++) {
                known.put(before.view.server(i), before.reported[i]);
            }
        }
        ReportedWeight[] reported = IntStream.range(0, view.total())
                .mapToObj(index -> known.getOrDefault(view.server(index), new ReportedWeight()))
                .toArray(ReportedWeight[]::new);
        ReportedUtilisation prepared =
                new ReportedUtilisation(view, Rotation.continued(previous, view, random), reported);
        if (before != null) {
            prepared.latest.continueFrom(before.latest);
        }
        return prepared;
    }

    @Override
    public Rotation rotation() {
        return rotation;
    }

    @Override
    public void report(int index, LoadReport report, long nowNanos) {
        reported[index].report(report, nowNanos);
        latest.heard(nowNanos);
    }

    @Override
    public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        int[] strides = latest.at(nowNanos);
        if (strides == null) {
            return unreported.select(key, nowNanos, random, tried);
        }
        return tried == null ? StaticStride.lane(rotation, strides) : Untried.byWeight(view, strides, random, tried);
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
