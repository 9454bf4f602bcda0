package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.selection.Candidate;
import io.github.evenkeel.core.selection.PoolView;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.selection.Selector;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerState;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All that a pick needs, prepared: who is eligible, with which weight, and the selector for just these. Immutable; a
 * change makes a new one.
 */
final class PoolSnapshot {
    private final List<Member> members;
    private final PoolView view;
    private final Selector selector;
    private final List<Server> trials;
    private final boolean failOpen;
    private final boolean changesByTime;
    private final long changeNanos;

    PoolSnapshot(
            Eligibility eligibility,
            SelectionStrategy strategy,
            @Nullable PoolSnapshot previous,
            RandomGenerator random) {
        this.members = eligibility.members();
        this.trials = eligibility.trials();
        this.failOpen = eligibility.failOpen();
        this.changesByTime = eligibility.changesByTime();
        this.changeNanos = eligibility.changeNanos();
        this.view = view(eligibility);
        this.selector = strategy.prepare(view, previous == null ? null : previous.selector, random);
    }

    private static PoolView view(Eligibility eligibility) {
        Set<Server> eligible = Collections.newSetFromMap(new IdentityHashMap<>());
        eligibility.eligible().forEach(member -> eligible.add(member.server()));
        return new PoolView(
                eligibility.eligible().stream().map(PoolSnapshot::candidate).toList(),
                eligibility.members().stream()
                        .filter(member -> !eligible.contains(member.server()))
                        .map(PoolSnapshot::candidate)
                        .toList());
    }

    private static Candidate candidate(Member member) {
        return new Candidate(
                member.server(), member.spec(), member.state(), member.spec().weight());
    }

    List<Member> members() {
        return members;
    }

    List<Server> trials() {
        return trials;
    }

    boolean failOpen() {
        return failOpen;
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

    /** The least bad server not yet tried, for an exchange that has tried all eligible ones. */
    @Nullable
    Server lastResort(@Nullable Lease tried) {
        Server best = null;
        ServerState bestState = ServerState.DRAINING;
        for (Member member : members) {
            boolean better = best == null || member.state().compareTo(bestState) < 0;
            if (better && !Lease.tried(tried, member.server())) {
                best = member.server();
                bestState = member.state();
            }
        }
        return best;
    }
}
