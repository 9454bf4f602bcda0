package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.health.OutlierDetector;
import io.github.evenkeel.core.health.OutlierDetector.Finding;
import io.github.evenkeel.core.health.OutlierDetector.Observation;
import io.github.evenkeel.core.health.OutlierDetector.Verdict;
import io.github.evenkeel.core.health.OutlierSettings;
import io.github.evenkeel.core.server.LatencyPercentiles;
import io.github.evenkeel.core.server.Server;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Looks every interval for servers that are much worse than the others, and opens their circuit breakers: how long they
 * stay out, and that a trial brings them back, is the same as for any other ejection.
 *
 * <p>Failures are those of the interval; latencies are the medians of the last half to whole minute, which one long
 * pause does not move.
 */
final class OutlierSweep {
    /**
     * What each server had done at the last sweep. Written by the CAS of the one who sweeps next, and by whoever changes
     * the settings; read by whoever finds that the interval is over; a stale read loses the CAS.
     */
    private final AtomicReference<@Nullable Counts> last = new AtomicReference<>();

    private record Counts(long nanos, Map<Server, Count> byServer) {}

    private record Count(long successes, long failures) {
        static final Count NONE = new Count(0, 0);

        static Count of(Server server) {
            return new Count(server.successes(), server.failures());
        }
    }

    /** With the time when the next sweep is due. */
    Due with(Due due, OutlierSettings settings, long nowNanos) {
        if (settings.isOff()) {
            return due;
        }
        // Counting begins with the pool's first snapshot.
        last.compareAndSet(null, new Counts(nowNanos, Map.of()));
        return due.orAt(
                Objects.requireNonNull(last.get()).nanos + settings.interval().toNanos());
    }

    /** Ejects the outliers of the interval, if it is over, and tells of them. */
    void sweep(List<Member> members, OutlierSettings settings, long nowNanos, Announcer announcer) {
        Counts before = last.get();
        if (settings.isOff()
                || before == null
                || nowNanos - before.nanos < settings.interval().toNanos()) {
            return;
        }
        Counts now = count(members, nowNanos);
        if (last.compareAndSet(before, now)) {
            judge(members, settings, before.byServer, now.byServer, nowNanos, announcer);
        }
    }

    /** Begins an interval: what was before is not judged by settings that are new. */
    void restart(List<Member> members, long nowNanos) {
        last.set(count(members, nowNanos));
    }

    private static Counts count(List<Member> members, long nowNanos) {
        Map<Server, Count> counts = new HashMap<>();
        members.forEach(member -> counts.put(member.server(), Count.of(member.server())));
        return new Counts(nowNanos, counts);
    }

    private void judge(
            List<Member> members,
            OutlierSettings settings,
            Map<Server, Count> before,
            Map<Server, Count> now,
            long nowNanos,
            Announcer announcer) {
        List<Observation> interval = members.stream()
                .map(member -> observation(
                        member,
                        before.getOrDefault(member.server(), Count.NONE),
                        now.getOrDefault(member.server(), Count.NONE),
                        nowNanos))
                .toList();
        List<Verdict> verdicts = new OutlierDetector(settings).judge(interval);
        for (int i = 0; i < verdicts.size(); i++) {
            Verdict verdict = verdicts.get(i);
            if (verdict.finding() == Finding.FAILING || verdict.finding() == Finding.SLOW) {
                Server server = members.get(i).server();
                announcer.outlier(server, verdict);
                if (verdict.eject()) {
                    server.breaker().trip(nowNanos);
                }
            }
        }
    }

    private static Observation observation(Member member, Count before, Count now, long nowNanos) {
        LatencyPercentiles latencies = LatencyPercentiles.of(List.of(member.server()), nowNanos);
        return new Observation(
                now.successes - before.successes,
                now.failures - before.failures,
                latencies.p50().toNanos(),
                latencies.responses(),
                Standings.isOut(member.state()));
    }
}
