package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.selection.Groups.Group;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.ServerState;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The first tier that has a server in order; no part of the load goes to another.
 *
 * @param inner chooses within the tier
 */
record Backups(SelectionStrategy inner) implements Combination {
    Backups {
        Objects.requireNonNull(inner, "inner");
    }

    @Override
    public boolean heedsTiers() {
        return true;
    }

    @Override
    public Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        Selection before = previous instanceof Selection selection ? selection : null;
        int[] tiers = IntStream.range(0, view.total())
                .map(index -> tier(view, index))
                .distinct()
                .sorted()
                .toArray();
        if (tiers.length < 2) {
            return inner.prepare(view, before == null ? previous : null, random); // as in most pools, and as fast
        }
        List<Group> groups = IntStream.of(tiers)
                .mapToObj(tier -> Group.of("tier " + tier, view, index -> tier(view, index) == tier))
                .toList();
        return new Selection(
                first(view, tiers), Groups.prepare(view, groups, inner, before == null ? null : before.groups, random));
    }

    private static int tier(PoolView view, int index) {
        return view.candidate(index).spec().tier();
    }

    /** Servers that are retained for want of better ones are no reason to leave the backups idle. */
    private static int first(PoolView view, int[] tiers) {
        for (boolean active : new boolean[] {true, false}) {
            for (int i = 0; i < tiers.length; i++) {
                int tier = tiers[i];
                boolean usable = IntStream.range(0, view.size())
                        .anyMatch(index -> tier(view, index) == tier
                                && (!active || view.candidate(index).state() == ServerState.ACTIVE));
                if (usable) {
                    return i;
                }
            }
        }
        return 0;
    }

    private record Selection(int first, Groups groups) implements Selector {
        @Override
        public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
            return groups.select(first, key, nowNanos, random, tried);
        }

        @Override
        public void report(int index, LoadReport report, long nowNanos) {
            groups.report(index, report, nowNanos);
        }

        @Override
        public int probe(int nth, long key, RandomGenerator random) {
            return groups.probe(first, nth, key, random);
        }

        @Override
        public double score(int index, long key, long nowNanos) {
            return groups.score(index, key, nowNanos);
        }

        @Override
        public String rule() {
            return groups.name(first) + ", the others only for what it has failed; within: " + groups.rule();
        }
    }
}
