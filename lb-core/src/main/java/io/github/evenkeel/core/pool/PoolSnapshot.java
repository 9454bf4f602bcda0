package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.selection.Candidate;
import io.github.evenkeel.core.selection.LoadReport;
import io.github.evenkeel.core.selection.PoolView;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.selection.Selector;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a pick needs, prepared: who is eligible, with which weight, and the selector for just these. Immutable; a
 * change makes a new one.
 */
final class PoolSnapshot {
    // What a pick reads.
    private final Selector selector;
    private final PoolView view;
    private final boolean hasTrials;
    private final boolean changesByTime;
    private final long changeNanos;

    private final PoolConfig config;
    private final List<Drain> drains;
    private final Eligibility eligibility;

    /** Where in the view each server is. Null until somebody asks; whoever finds it so works it out, all the same. */
    private volatile @Nullable Map<Server, Integer> places;

    private PoolSnapshot(
            PoolConfig config, List<Drain> drains, Eligibility eligibility, PoolView view, Selector selector, Due due) {
        this.selector = selector;
        this.view = view;
        this.hasTrials = !eligibility.trials().isEmpty();
        this.changesByTime = due.ever();
        this.changeNanos = due.nanos();
        this.config = config;
        this.drains = drains;
        this.eligibility = eligibility;
    }

    /** What follows when the members are these and the pool chooses so. */
    PoolSnapshot next(
            List<Member> members, PoolConfig nextConfig, OutlierSweep outliers, long nowNanos, RandomGenerator random) {
        SlowStart slowStart = nextConfig.slowStart();
        Standings standings = new Standings(members(), slowStart, nowNanos);
        Eligibility judged = Eligibility.judge(members, nextConfig.failOpen(), nextConfig.panicPercent(), nowNanos);
        Eligibility next = judged.with(standings.of(judged.members()));
        List<Drain> under = drainsUnderWay(next.members());
        Due due = outliers.with(due(under, next, slowStart), nextConfig.outliers(), nowNanos);
        if (config.equals(nextConfig) && members().equals(next.members()) && failOpen() == next.failOpen()) {
            return new PoolSnapshot(config, under, next, view, selector, due);
        }
        SelectionStrategy strategy = nextConfig.strategy();
        Selector previous = strategy.equals(config.strategy()) ? selector : null;
        PoolView nextView = view(next);
        Selector nextSelector = WarmUp.prepare(nextView, next.eligible(), slowStart, strategy, previous, random);
        return new PoolSnapshot(nextConfig, under, next, nextView, nextSelector, due);
    }

    /** Those that go on, also of servers that have left. */
    private List<Drain> drainsUnderWay(List<Member> members) {
        return Stream.concat(drains.stream(), members.stream().map(Member::drain))
                .filter(drain -> drain != null && !drain.isOver())
                .distinct()
                .toList();
    }

    /** Without servers. */
    static PoolSnapshot empty(PoolConfig config, RandomGenerator random) {
        return new PoolSnapshot(
                config,
                List.of(),
                Eligibility.judge(List.of(), false, 0, 0),
                PoolView.EMPTY,
                config.strategy().prepare(PoolView.EMPTY, null, random),
                Due.NEVER);
    }

    private static Due due(List<Drain> drains, Eligibility eligibility, SlowStart slowStart) {
        Due due = eligibility.due();
        for (Drain drain : drains) {
            due = due.orAt(drain.deadlineNanos());
        }
        for (Member member : eligibility.members()) {
            if (member.standing().warming()) {
                due = due.orAt(member.standing().warmingSinceNanos()
                        + slowStart.window().toNanos());
            }
        }
        return due;
    }

    private static PoolView view(Eligibility eligibility) {
        List<Candidate> eligible = new ArrayList<>();
        List<Candidate> others = new ArrayList<>();
        for (Member member : eligibility.members()) {
            (eligibility.isEligible(member) ? eligible : others).add(candidate(member));
        }
        return new PoolView(eligible, others);
    }

    private static Candidate candidate(Member member) {
        return new Candidate(
                member.server(), member.spec(), member.state(), member.spec().weight());
    }

    PoolConfig config() {
        return config;
    }

    /** All members, in the order of the latest update. */
    List<Member> members() {
        return eligibility.members();
    }

    boolean hasTrials() {
        return hasTrials;
    }

    List<Server> trials() {
        return eligibility.trials();
    }

    boolean failOpen() {
        return eligibility.failOpen();
    }

    /** In words; empty if it does not fail open. */
    String failOpenReason() {
        if (!failOpen()) {
            return "";
        }
        Map<ServerState, Long> counts = new EnumMap<>(ServerState.class);
        members().forEach(member -> counts.merge(member.state(), 1L, Long::sum));
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ", "too few servers are eligible: ", ""));
    }

    /** Those not known to be over, also of servers that have left. */
    List<Drain> drains() {
        return drains;
    }

    /** The eligible members first, then the others. */
    PoolView view() {
        return view;
    }

    Selector selector() {
        return selector;
    }

    /** Whether time alone has made this snapshot stale. */
    boolean isStale(long nowNanos) {
        return changesByTime && nowNanos - changeNanos >= 0;
    }

    @Nullable
    Server select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        int index = selector.select(key, nowNanos, random, tried);
        return index < 0 ? null : view.server(index);
    }

    /** Hands a server's report to the strategy; one of a server that has left is of no use to it. */
    void report(Server server, LoadReport report, long nowNanos) {
        Integer place = places().get(server);
        if (place != null) {
            selector.report(place, report, nowNanos);
        }
    }

    /** Whether it is one of those to choose from. */
    boolean isEligible(Server server) {
        Integer place = places().get(server);
        return place != null && place < view.size();
    }

    private Map<Server, Integer> places() {
        Map<Server, Integer> known = places;
        if (known == null) {
            known = new HashMap<>();
            for (int i = 0; i < view.total(); i++) {
                known.put(view.server(i), i);
            }
            places = known;
        }
        return known;
    }

    @Nullable
    Server probe(int nth, long key, RandomGenerator random) {
        int index = selector.probe(nth, key, random);
        return index < 0 ? null : view.server(index);
    }

    /** The member that this server is, or null if it has left. */
    @Nullable
    Member member(Server server) {
        for (Member member : members()) {
            if (member.server() == server) {
                return member;
            }
        }
        return null;
    }

    /** One of the least bad servers not yet tried, for an exchange that has tried all eligible ones. */
    @Nullable
    Server lastResort(RandomGenerator random, @Nullable Lease tried) {
        Server best = null;
        ServerState bestState = ServerState.DRAINING;
        int equals = 0;
        for (Member member : members()) {
            int order = best == null ? -1 : member.state().compareTo(bestState);
            if (order <= 0 && !Lease.tried(tried, member.server())) {
                equals = order < 0 ? 1 : equals + 1;
                if (random.nextInt(equals) == 0) {
                    best = member.server();
                    bestState = member.state();
                }
            }
        }
        return best;
    }
}
