package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A view divided into groups, each with a selector of its own: what all strategies share that are made of others. A
 * server is in one group at most. Immutable but for what the selectors keep.
 */
final class Groups {
    private static final int NOBODY = -1;

    /** One group before it has a selector. */
    static final class Group {
        /** The same over every rebuild: by it a selector finds the one before. */
        private final String name;

        /** The places of its servers in the whole view, in the order of its own. */
        private final int[] members;

        private final PoolView view;

        Group(String name, int[] members, PoolView view) {
            this.name = name;
            this.members = members;
            this.view = view;
        }

        /** Of the servers that belong, as eligible as they are in the whole view. */
        static Group of(String name, PoolView whole, IntPredicate belongs) {
            return of(name, whole, belongs, index -> index < whole.size());
        }

        /** Of the servers that belong, to choose from those that are usable. */
        static Group of(String name, PoolView whole, IntPredicate belongs, IntPredicate usable) {
            int[] from = members(whole, belongs.and(usable));
            int[] others = members(whole, belongs.and(usable.negate()));
            int[] members =
                    IntStream.concat(IntStream.of(from), IntStream.of(others)).toArray();
            return new Group(name, members, whole.only(members, from.length));
        }

        String name() {
            return name;
        }

        PoolView view() {
            return view;
        }

        /** The same servers in another view, at the same places. */
        Group with(PoolView other) {
            return new Group(name, members, other);
        }

        /** Where in the whole view the server at a place of its own is. */
        int member(int place) {
            return members[place];
        }

        private static int[] members(PoolView whole, IntPredicate which) {
            return IntStream.range(0, whole.total()).filter(which).toArray();
        }
    }

    private final Group[] groups;
    private final Selector[] selectors;

    // For each place in the whole view the group, or NOBODY, and the place in it.
    private final int[] groupOf;
    private final int[] placeIn;

    private Groups(Group[] groups, Selector[] selectors, int total) {
        this.groups = groups;
        this.selectors = selectors;
        this.groupOf = new int[total];
        this.placeIn = new int[total];
        Arrays.fill(groupOf, NOBODY);
        for (int group = 0; group < groups.length; group++) {
            int[] members = groups[group].members;
            for (int place = 0; place < members.length; place++) {
                groupOf[members[place]] = group;
                placeIn[members[place]] = place;
            }
        }
    }

    /** Gives each group a selector, which takes over from that of the group of the same name before. */
    static Groups prepare(
            PoolView whole,
            List<Group> groups,
            SelectionStrategy strategy,
            @Nullable Groups previous,
            RandomGenerator random) {
        Selector[] selectors = groups.stream()
                .map(group ->
                        strategy.prepare(group.view, previous == null ? null : previous.selectorOf(group.name), random))
                .toArray(Selector[]::new);
        return new Groups(groups.toArray(Group[]::new), selectors, whole.total());
    }

    private @Nullable Selector selectorOf(String name) {
        for (int group = 0; group < groups.length; group++) {
            if (groups[group].name.equals(name)) {
                return selectors[group];
            }
        }
        return null;
    }

    /** One that stays the same for a key, different for each salt, and is random for a request without a key. */
    static long draw(long key, long salt, RandomGenerator random) {
        return key == KeyHash.NO_KEY ? random.nextLong() : Mixer.mix(key ^ salt);
    }

    int count() {
        return groups.length;
    }

    String name(int group) {
        return groups[group].name;
    }

    PoolView view(int group) {
        return groups[group].view;
    }

    /**
     * Picks from one group or, if all of it was tried, from the first of the others that has somebody left.
     *
     * @return an index into the whole view, or {@link Selector#NONE}
     */
    int select(int first, long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        int index = selectWithin(first, key, nowNanos, random, tried);
        for (int group = 0; index < 0 && group < groups.length; group++) {
            if (group != first) {
                index = selectWithin(group, key, nowNanos, random, tried);
            }
        }
        return index;
    }

    private int selectWithin(int group, long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        int place = selectors[group].select(key, nowNanos, random, tried);
        return place < 0 ? Selector.NONE : groups[group].members[place];
    }

    /** Hands a server's report to the selector of its group. */
    void report(int index, LoadReport report, long nowNanos) {
        int group = groupOf[index];
        if (group != NOBODY) {
            selectors[group].report(placeIn[index], report, nowNanos);
        }
    }

    /** Whom the selector of a group wants asked, as an index into the whole view. */
    int probe(int group, int nth, long key, RandomGenerator random) {
        int place = selectors[group].probe(nth, key, random);
        return place < 0 ? Selector.NONE : groups[group].members[place];
    }

    /** What the selector of its group says of a server, if it is to choose from that one at all. */
    double score(int index, long key, long nowNanos) {
        int group = groupOf[index];
        return group == NOBODY || placeIn[index] >= groups[group].view.size()
                ? Double.NaN
                : selectors[group].score(placeIn[index], key, nowNanos);
    }

    /** How the selectors choose: once if all do it alike. */
    String rule() {
        List<String> rules = Arrays.stream(selectors).map(Selector::rule).toList();
        if (rules.stream().distinct().count() <= 1) {
            return rules.stream().findFirst().orElse("no server");
        }
        StringBuilder all = new StringBuilder();
        for (int group = 0; group < groups.length; group++) {
            all.append(group == 0 ? "" : "; ").append(groups[group].name).append(": ");
            all.append(rules.get(group));
        }
        return all.toString();
    }
}
