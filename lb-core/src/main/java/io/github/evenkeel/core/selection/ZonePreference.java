package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.selection.Groups.Group;
import io.github.evenkeel.core.server.Lease;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The servers of one zone, as far as they can carry what that zone's clients send; the others for the rest.
 *
 * @param zone the client's own, empty if it does not know
 * @param clientShare the share of all clients' traffic that comes from this zone, {@link #UNKNOWN} if nobody knows
 * @param inner chooses among the servers of the zone, and among the others
 */
record ZonePreference(String zone, double clientShare, SelectionStrategy inner) implements Combination {
    static final double UNKNOWN = 0;

    /** Envoy's over-provisioning: two in seven servers may fail before their zone counts as short of capacity. */
    private static final double OVER_PROVISIONING = 1.4;

    private static final int LOCAL = 0;
    private static final int ELSEWHERE = 1;

    /** Sets the draw of a zone apart from what else the same key decides. */
    private static final long SALT = 0x7A6F6E65L;

    ZonePreference {
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(inner, "inner");
    }

    static ZonePreference of(String zone, double clientShare, SelectionStrategy inner) {
        if (!(clientShare > 0 && clientShare <= 1)) {
            throw new IllegalArgumentException(
                    "the clients' share must be above 0 and at most 1 but was " + clientShare + " (zone " + zone + ")");
        }
        return new ZonePreference(zone, clientShare, inner);
    }

    @Override
    public Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        IntPredicate local = index ->
                !zone.isEmpty() && zone.equals(view.candidate(index).spec().zone());
        List<Group> groups = List.of(Group.of("local", view, local), Group.of("elsewhere", view, local.negate()));
        Groups before = previous instanceof Selection selection ? selection.groups : null;
        return new Selection(
                zone, localShare(view, groups.get(LOCAL)), Groups.prepare(view, groups, inner, before, random));
    }

    private double localShare(PoolView view, Group local) {
        double unit =
                IntStream.range(0, view.total()).mapToDouble(view::weight).max().orElse(1);
        double eligible = weight(local.view(), local.view().size(), unit);
        if (eligible == 0) {
            return 0;
        }
        return clientShare == UNKNOWN
                ? Math.min(
                        1,
                        OVER_PROVISIONING
                                * eligible
                                / weight(local.view(), local.view().total(), unit))
                : Math.min(1, eligible / weight(view, view.size(), unit) / clientShare);
    }

    /** Of the first so many, in units of the greatest weight: the sum of huge ones would be infinite. */
    private static double weight(PoolView view, int count, double unit) {
        return IntStream.range(0, count)
                .mapToDouble(index -> view.weight(index) / unit)
                .sum();
    }

    private record Selection(String zone, double localShare, Groups groups) implements Selector {
        @Override
        public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
            return groups.select(isLocal(key, random, tried) ? LOCAL : ELSEWHERE, key, nowNanos, random, tried);
        }

        private boolean isLocal(long key, RandomGenerator random, @Nullable Lease tried) {
            if (localShare == 0 || localShare == 1 || tried != null) {
                return localShare > 0; // a retry is worth the zone's last reserves: it crosses when nobody is left
            }
            return (Groups.draw(key, SALT, random) >>> 11) * 0x1.0p-53 < localShare;
        }

        @Override
        public void report(int index, LoadReport report, long nowNanos) {
            groups.report(index, report, nowNanos);
        }

        @Override
        public int probe(int nth, long key, RandomGenerator random) {
            return groups.probe(isLocal(key, random, null) ? LOCAL : ELSEWHERE, nth, key, random);
        }

        @Override
        public double score(int index, long key, long nowNanos) {
            return groups.score(index, key, nowNanos);
        }

        @Override
        public String rule() {
            return "zone '" + zone + "' gets " + Math.round(localShare * 100) + " %; within and elsewhere: "
                    + groups.rule();
        }
    }
}
