package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.health.CircuitBreaker;
import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.pool.Explanation.ExplainedServer;
import io.github.evenkeel.core.selection.PoolView;
import io.github.evenkeel.core.selection.Selector;
import io.github.evenkeel.core.server.LatencyPercentiles;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerStanding;
import io.github.evenkeel.core.server.ServerStatistics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Shows a snapshot to people: statistics and explanations. */
final class Figures {
    private Figures() {}

    static PoolStatistics of(String pool, PoolSnapshot snapshot, SlowStart slowStart, long nowNanos) {
        List<Server> servers = snapshot.members().stream().map(Member::server).toList();
        return new PoolStatistics(
                pool,
                snapshot.failOpen(),
                snapshot.failOpenReason(),
                LatencyPercentiles.of(servers, nowNanos),
                snapshot.members().stream()
                        .map(member -> ServerStatistics.of(
                                member.server(), member.spec(), standing(member, slowStart, nowNanos), nowNanos))
                        .toList());
    }

    private static ServerStanding standing(Member member, SlowStart slowStart, long nowNanos) {
        Standing standing = member.standing();
        double share = standing.warming() ? slowStart.share(standing.warmingSinceNanos(), nowNanos) : 1;
        return new ServerStanding(
                member.state(),
                Duration.ofNanos(Math.max(0, nowNanos - standing.sinceNanos())),
                standing.cause(),
                standing.evidence(),
                nextTrial(member.server().breaker(), nowNanos),
                member.spec().weight() * share);
    }

    private static @Nullable Duration nextTrial(CircuitBreaker breaker, long nowNanos) {
        OptionalLong due = breaker.metrics(nowNanos).trialDueNanos();
        return due.isPresent() ? Duration.ofNanos(Math.max(0, due.getAsLong() - nowNanos)) : null;
    }

    static Explanation explain(String pool, PoolSnapshot snapshot, long key, long nowNanos, RandomGenerator random) {
        PoolView view = snapshot.view();
        Selector selector = snapshot.selector();
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < view.total(); i++) {
            places.put(view.server(i).id(), i);
        }
        List<ExplainedServer> servers = snapshot.members().stream()
                .map(member -> explained(
                        member, places.getOrDefault(member.server().id(), view.total()), view, selector, key, nowNanos))
                .toList();
        Server chosen = trial(snapshot);
        String reason = "it is due for its trial";
        if (chosen == null) {
            chosen = snapshot.select(key, nowNanos, random, null);
            reason = chosen == null ? "there is no server to choose" : reason(snapshot, servers, chosen);
        }
        return new Explanation(pool, selector.rule(), chosen == null ? null : chosen.id(), reason, servers);
    }

    private static ExplainedServer explained(
            Member member, int place, PoolView view, Selector selector, long key, long nowNanos) {
        boolean considered = place < view.size();
        return new ExplainedServer(
                member.server().id(),
                considered,
                considered ? selector.score(place, key, nowNanos) : Double.NaN,
                member.state(),
                member.standing().evidence());
    }

    private static @Nullable Server trial(PoolSnapshot snapshot) {
        return snapshot.trials().isEmpty() ? null : snapshot.trials().get(0);
    }

    private static String reason(PoolSnapshot snapshot, List<ExplainedServer> servers, Server chosen) {
        String how = snapshot.failOpen() ? " (failing open: " + snapshot.failOpenReason() + ")" : "";
        double score = score(servers, chosen);
        if (Double.isNaN(score)) {
            return "chosen by the rule" + how;
        }
        long better = servers.stream().filter(server -> server.score() < score).count();
        return (better == 0 ? "no other scores better" : better + " score better but the rule did not take them") + how;
    }

    private static double score(List<ExplainedServer> servers, Server chosen) {
        return servers.stream()
                .filter(server -> server.id().equals(chosen.id()))
                .mapToDouble(ExplainedServer::score)
                .findFirst()
                .orElse(Double.NaN);
    }
}
