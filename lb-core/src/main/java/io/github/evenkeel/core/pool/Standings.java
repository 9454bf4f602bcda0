package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Works out since when and why each member stands where a new judgement puts it. */
final class Standings {
    private final Map<Server, Member> before = new HashMap<>();
    private final SlowStart slowStart;
    private final long nowNanos;

    Standings(List<Member> before, SlowStart slowStart, long nowNanos) {
        before.forEach(member -> this.before.put(member.server(), member));
        this.slowStart = slowStart;
        this.nowNanos = nowNanos;
    }

    List<Member> of(List<Member> judged) {
        return judged.stream().map(member -> member.with(of(member))).toList();
    }

    private Standing of(Member member) {
        Member was = before.get(member.server());
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
