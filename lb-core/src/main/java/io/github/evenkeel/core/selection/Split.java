package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.selection.Groups.Group;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.ServerSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A share of the traffic for each group of servers. A key's group is drawn as {@link Rendezvous} draws a server: each
 * group draws for the key, helped by its share, and the highest draw wins. So a group that grows takes keys from
 * others and loses none.
 *
 * @param groupOf names the group of a server, null if it is in none
 * @param shares of each group by its name
 * @param inner chooses within a group
 */
record Split(
        Function<? super ServerSpec, @Nullable String> groupOf, Map<String, Double> shares, SelectionStrategy inner)
        implements Combination {
    /** Sets a group's draw apart from that of a server of the same name. */
    private static final XxHash64 SEEDS = new XxHash64(0x73706C6974L);

    Split {
        Objects.requireNonNull(groupOf, "groupOf");
        Objects.requireNonNull(inner, "inner");
        shares = Map.copyOf(shares);
        shares.forEach((name, share) -> {
            if (!(share >= 0 && share < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "a group's share must be finite and not negative but was " + share + " (group " + name + ")");
            }
        });
        if (shares.values().stream().allMatch(share -> share == 0)) {
            throw new IllegalArgumentException("some group must have a share but the shares are " + shares);
        }
    }

    @Override
    public Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        List<Group> groups = new ArrayList<>();
        List<Double> sharesOf = new ArrayList<>();
        new TreeMap<>(shares).forEach((name, share) -> {
            if (share > 0) {
                Group group = Group.of(name, view, in(view, name));
                groups.add(group);
                sharesOf.add(group.view().size() == 0 ? 0 : share);
            }
        });
        if (sharesOf.stream().allMatch(share -> share == 0)) {
            // Nobody is left in any group: a server that was to get nothing is better than none.
            IntPredicate belongs = groups.stream()
                    .map(group -> in(view, group.name()))
                    .reduce(IntPredicate::or)
                    .orElseThrow();
            groups.add(Group.of("no group", view, belongs.negate()));
            sharesOf.add(1.0);
        }
        Groups before = previous instanceof Selection selection ? selection.groups : null;
        return new Selection(
                sharesOf.stream().mapToDouble(share -> share).toArray(),
                groups.stream().mapToLong(group -> SEEDS.hash(group.name())).toArray(),
                Groups.prepare(view, groups, inner, before, random));
    }

    private IntPredicate in(PoolView view, String name) {
        return index -> name.equals(groupOf.apply(view.candidate(index).spec()));
    }

    private static final class Selection implements Selector {
        private final double[] shares;
        private final long[] seeds;
        private final Groups groups;

        Selection(double[] shares, long[] seeds, Groups groups) {
            this.shares = shares;
            this.seeds = seeds;
            this.groups = groups;
        }

        @Override
        public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
            return groups.select(drawn(Groups.draw(key, 0, random)), key, nowNanos, random, tried);
        }

        private int drawn(long position) {
            double best = -1;
            int drawn = 0;
            for (int group = 0; group < shares.length; group++) {
                double h = Rendezvous.fraction(Mixer.mix(position ^ seeds[group]));
                double draw = -shares[group] / StrictMath.log(h); // strict: all clients must draw the same
                if (draw > best) {
                    best = draw;
                    drawn = group;
                }
            }
            return drawn;
        }

        @Override
        public void report(int index, LoadReport report, long nowNanos) {
            groups.report(index, report, nowNanos);
        }

        @Override
        public int probe(int nth, long key, RandomGenerator random) {
            return groups.probe(drawn(Groups.draw(key, 0, random)), nth, key, random);
        }

        @Override
        public double score(int index, long key, long nowNanos) {
            return groups.score(index, key, nowNanos);
        }

        @Override
        public String rule() {
            double sum = Arrays.stream(shares).sum();
            return IntStream.range(0, shares.length)
                            .mapToObj(i -> groups.name(i) + " gets " + Math.round(100 * shares[i] / sum) + " %")
                            .collect(Collectors.joining(", "))
                    + "; within: " + groups.rule();
        }
    }
}
