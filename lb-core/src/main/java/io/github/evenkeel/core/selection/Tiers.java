package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.selection.Groups.Group;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.ServerState;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The first tier as far as its servers can carry the load, then the next: {@link TierLoads}, on change. A pick draws one
 * of a hundred.
 *
 * @param panicPercent of how many available servers a tier that cannot be relieved uses all
 * @param inner chooses within a tier
 */
record Tiers(int panicPercent, SelectionStrategy inner) implements Combination {
    static final int USUAL_PANIC_PERCENT = 50;

    /** Sets the draw of a tier apart from what else the same key decides. */
    private static final long SALT = 0x7469657273L;

    Tiers {
        if (panicPercent < 0 || panicPercent > 100) {
            throw new IllegalArgumentException(
                    "panic threshold must be from 0 (never) to 100 per cent but was " + panicPercent);
        }
        Objects.requireNonNull(inner, "inner");
    }

    @Override
    public boolean heedsTiers() {
        return true;
    }

    @Override
    public Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        int[] tiers = IntStream.range(0, view.total())
                .map(index -> tier(view, index))
                .distinct()
                .sorted()
                .toArray();
        int[] available = count(view, tiers, index -> index < view.size() && isAvailable(view, index));
        int[] inService = count(view, tiers, index -> !isDraining(view, index));
        TierLoads loads = TierLoads.of(available, inService, panicPercent);
        List<Group> groups = IntStream.range(0, tiers.length)
                .mapToObj(i -> {
                    // Of a tier that only drains, what the pool itself would use in its need is all there is to use.
                    IntPredicate usable = loads.panics(i) && inService[i] > 0
                            ? index -> !isDraining(view, index)
                            : index -> index < view.size();
                    return Group.of("tier " + tiers[i], view, index -> tier(view, index) == tiers[i], usable);
                })
                .toList();
        Groups before = previous instanceof Selection selection ? selection.groups : null;
        return new Selection(loads, Groups.prepare(view, groups, inner, before, random));
    }

    private static int tier(PoolView view, int index) {
        return view.candidate(index).spec().tier();
    }

    /** Whether it serves well or at least is trusted to: a pool that fails open offers others too. */
    private static boolean isAvailable(PoolView view, int index) {
        ServerState state = view.candidate(index).state();
        return state == ServerState.ACTIVE || state == ServerState.RETAINED;
    }

    private static boolean isDraining(PoolView view, int index) {
        return view.candidate(index).state() == ServerState.DRAINING;
    }

    private static int[] count(PoolView view, int[] tiers, IntPredicate which) {
        return IntStream.of(tiers)
                .map(tier -> (int) IntStream.range(0, view.total())
                        .filter(index -> tier(view, index) == tier && which.test(index))
                        .count())
                .toArray();
    }

    private record Selection(TierLoads loads, Groups groups) implements Selector {
        @Override
        public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
            if (groups.count() == 0) {
                return NONE;
            }
            return groups.select(drawn(key, random), key, nowNanos, random, tried);
        }

        private int drawn(long key, RandomGenerator random) {
            int left = loads.percent(0);
            if (left == 100) {
                return 0; // as nearly always, and then without a draw
            }
            int percent = (int) (((Groups.draw(key, SALT, random) >>> 32) * 100) >>> 32);
            int tier = 0;
            while (percent >= left) {
                left += loads.percent(++tier);
            }
            return tier;
        }

        @Override
        public void report(int index, LoadReport report, long nowNanos) {
            groups.report(index, report, nowNanos);
        }

        @Override
        public int probe(int nth, long key, RandomGenerator random) {
            return groups.count() == 0 ? NONE : groups.probe(drawn(key, random), nth, key, random);
        }

        @Override
        public double score(int index, long key, long nowNanos) {
            return groups.score(index, key, nowNanos);
        }

        @Override
        public String rule() {
            if (groups.count() == 0) {
                return groups.rule();
            }
            return IntStream.range(0, groups.count())
                            .mapToObj(i -> groups.name(i) + " gets " + loads.percent(i) + " %"
                                    + (loads.panics(i) ? " (panic: all of its servers)" : ""))
                            .collect(Collectors.joining(", "))
                    + "; within: " + groups.rule();
        }
    }
}
