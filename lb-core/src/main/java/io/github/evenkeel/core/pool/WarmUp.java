package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.selection.LoadReport;
import io.github.evenkeel.core.selection.PoolView;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.selection.Selector;
import io.github.evenkeel.core.server.Lease;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Slow start for any strategy: what the strategy would give to a server that is warming up goes there only with a chance
 * that grows to 1, and else where the strategy would send it if that server were not there. So the strategy needs to
 * know nothing of it: neither weights nor tables change while servers warm up, and a key that comes early to its new
 * server stays there.
 *
 * <p>The chance is the server's share by {@link SlowStart} over the mean share of its tier. That makes the traffic of
 * each what it would be if the shares were factors of the weights: when all of a tier warm up together, none is spared.
 */
final class WarmUp implements Selector {
    private final PoolView view;
    private final SlowStart slowStart;
    private final Selector all;
    private final Selector warm;

    /** The servers that are warm, by their place for the other selector. */
    private final int[] warmIndices;

    /** The inverse of that. */
    private final int[] warmPlaces;

    private final int[] warming;
    private final boolean[] isWarming;
    private final long[] sinceNanos;

    private WarmUp(
            PoolView view, List<Member> eligible, SlowStart slowStart, Selector all, Selector warm, int[] warmIndices) {
        this.view = view;
        this.slowStart = slowStart;
        this.all = all;
        this.warm = warm;
        this.warmIndices = warmIndices;
        this.warmPlaces = new int[warmIndices.length];
        for (int place = 0; place < warmIndices.length; place++) {
            warmPlaces[warmIndices[place]] = place;
        }
        this.warming = IntStream.range(0, view.size())
                .filter(i -> eligible.get(i).standing().warming())
                .toArray();
        this.isWarming = new boolean[view.size()];
        this.sinceNanos = new long[view.size()];
        for (int i : warming) {
            isWarming[i] = true;
            sinceNanos[i] = eligible.get(i).standing().warmingSinceNanos();
        }
    }

    /** The strategy's own selector if nobody warms up among the eligible, the first in the view. */
    static Selector prepare(
            PoolView view,
            List<Member> eligible,
            SlowStart slowStart,
            SelectionStrategy strategy,
            @Nullable Selector previous,
            RandomGenerator random) {
        WarmUp before = previous instanceof WarmUp warmUp ? warmUp : null;
        Selector all = strategy.prepare(view, before == null ? previous : before.all, random);
        int[] warm = IntStream.range(0, view.size())
                .filter(i -> !eligible.get(i).standing().warming())
                .toArray();
        if (warm.length == view.size()) {
            return all;
        }
        IntStream others = IntStream.range(0, view.total())
                .filter(i -> i >= view.size() || eligible.get(i).standing().warming());
        int[] warmIndices = IntStream.concat(IntStream.of(warm), others).toArray();
        PoolView warmView = view.aside(warmIndices, warm.length);
        Selector ofWarm = strategy.prepare(warmView, before == null ? all : before.warm, random);
        return new WarmUp(view, eligible, slowStart, all, ofWarm, warmIndices);
    }

    @Override
    public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        int index = all.select(key, nowNanos, random, tried);
        if (index < 0 || index >= isWarming.length || !isWarming[index]) {
            return index;
        }
        double draw = (key == 0 ? random.nextLong() : mixed(key)) >>> 1;
        if (draw < chance(index, nowNanos) * Long.MAX_VALUE) {
            return index;
        }
        int other = warm.select(key, nowNanos, random, tried);
        return other < 0 ? index : warmIndices[other];
    }

    /** Unlike what any strategy makes of a key, or all keys of a server would come to it at once. */
    private static long mixed(long key) {
        long bits = (key ^ (key >>> 32)) * 0xD6E8FEB86659FD93L;
        bits = (bits ^ (bits >>> 32)) * 0xD6E8FEB86659FD93L;
        return bits ^ (bits >>> 32);
    }

    private double chance(int index, long nowNanos) {
        int tier = tier(index);
        double missing = 0;
        for (int other : warming) {
            if (tier(other) == tier) {
                missing += view.weight(other) * (1 - share(other, nowNanos));
            }
        }
        double whole = 0;
        for (int i = 0; i < isWarming.length; i++) {
            if (tier(i) == tier) {
                whole += view.weight(i);
            }
        }
        return share(index, nowNanos) * whole / (whole - missing);
    }

    private int tier(int index) {
        return view.candidate(index).spec().tier();
    }

    private double share(int index, long nowNanos) {
        return slowStart.share(sinceNanos[index], nowNanos);
    }

    @Override
    public void report(int index, LoadReport report, long nowNanos) {
        all.report(index, report, nowNanos);
        warm.report(warmPlaces[index], report, nowNanos);
    }

    @Override
    public int probe(int nth, long key, RandomGenerator random) {
        return all.probe(nth, key, random);
    }

    @Override
    public double score(int index, long key, long nowNanos) {
        return all.score(index, key, nowNanos);
    }

    @Override
    public String rule() {
        return all.rule() + "; servers that warm up get part of what they would get";
    }
}
