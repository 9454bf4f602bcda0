package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.server.ServerState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Works out since when and why each member stands where a new judgement puts it. */
final class Standings {
    private final Former before;
    private final SlowStart slowStart;
    private final long nowNanos;

    Standings(List<Member> before, SlowStart slowStart, long nowNanos) {
        this.before = new Former(before);
        this.slowStart = slowStart;
        this.nowNanos = nowNanos;
    }

    List<Member> of(List<Member> judged) {
        List<Member> standing = new ArrayList<>(judged.size());
        for (Member member : judged) {
            Member was = before.of(member.server(), standing.size());
            standing.add(member.with(of(was, member)));
        }
        return List.copyOf(standing);
    }

    private Standing of(@Nullable Member was, Member member) {
        if (was != null && was.state() == member.state()) {
            return stillWarming(was.standing());
        }
        Standing standing = Reasons.of(was, member, nowNanos);
        // A pause, often of milliseconds, leaves a server as warm as it was.
        boolean comesBack = was == null || (isOut(was.state()) && was.state() != ServerState.PAUSED);
        // The first servers of a pool have nobody beside them to warm up behind.
        boolean warms = comesBack && member.state() == ServerState.ACTIVE && !before.isEmpty();
        return warms && !slowStart.window().isZero() ? standing.warmingFrom(nowNanos) : standing;
    }

    private Standing stillWarming(Standing standing) {
        boolean over =
                nowNanos - standing.warmingSinceNanos() >= slowStart.window().toNanos();
        return over ? standing.warm() : standing;
    }

    static boolean isOut(ServerState state) {
        return state != ServerState.ACTIVE && state != ServerState.RETAINED;
    }
}
