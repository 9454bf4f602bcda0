package io.github.evenkeel.examples.gateway.api;

import io.github.evenkeel.core.pool.PoolStatistics;
import io.github.evenkeel.core.server.ServerStatistics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What each server got in each of the last seconds. The library counts; this takes the differences. */
final class Traffic {
    private static final int SECONDS_KEPT = 60;
    private static final int SECONDS_MEANT = 10;
    private static final Figures NONE = new Figures(0, 0, 0, List.of());

    /**
     * The traffic of one server.
     *
     * @param requestRate requests a second
     * @param errorRate the share of them that it failed
     * @param share its share of the pool's requests
     * @param history requests in each of the last 60 seconds, the latest last
     */
    record Figures(double requestRate, double errorRate, double share, List<Long> history) {}

    /** What was counted by the end of a second. */
    private record Counts(long requests, long failures) {}

    private final Map<String, Deque<Counts>> counts = new HashMap<>();
    private volatile Map<String, Figures> figures = Map.of();

    /** The traffic of a server, as of the latest second; none of one that is newer than that. */
    Figures of(ServerStatistics server) {
        return figures.getOrDefault(server.id(), NONE);
    }

    /** To be called once a second. */
    synchronized void second(List<PoolStatistics> pools) {
        Set<String> there = new HashSet<>();
        Map<String, Figures> next = new HashMap<>();
        for (PoolStatistics pool : pools) {
            double all = 0;
            for (ServerStatistics server : pool.servers()) {
                there.add(server.id());
                all += lately(note(server)).requests();
            }
            for (ServerStatistics server : pool.servers()) {
                Deque<Counts> past = counts.getOrDefault(server.id(), new ArrayDeque<>());
                next.put(server.id(), figures(past, all));
            }
        }
        counts.keySet().retainAll(there);
        figures = Map.copyOf(next);
    }

    private Deque<Counts> note(ServerStatistics server) {
        Deque<Counts> past = counts.computeIfAbsent(server.id(), id -> new ArrayDeque<>());
        if (!past.isEmpty() && past.getLast().requests() > server.requests()) {
            past.clear(); // counted anew, since the settings were changed
        }
        past.add(new Counts(server.requests(), server.failures()));
        if (past.size() > SECONDS_KEPT + 1) {
            past.removeFirst();
        }
        return past;
    }

    /** What came in the last seconds. */
    private static Counts lately(Deque<Counts> past) {
        List<Counts> list = List.copyOf(past);
        Counts last = list.get(list.size() - 1);
        Counts first = list.get(Math.max(0, list.size() - 1 - SECONDS_MEANT));
        return new Counts(last.requests() - first.requests(), last.failures() - first.failures());
    }

    private static Figures figures(Deque<Counts> past, double all) {
        if (past.isEmpty()) {
            return NONE;
        }
        Counts lately = lately(past);
        int seconds = Math.max(1, Math.min(SECONDS_MEANT, past.size() - 1));
        List<Long> history = new ArrayList<>();
        Counts before = past.getFirst();
        for (Counts now : past) {
            history.add(now.requests() - before.requests());
            before = now;
        }
        history.remove(0);
        return new Figures(
                (double) lately.requests() / seconds,
                lately.requests() == 0 ? 0 : Math.min(1, (double) lately.failures() / lately.requests()),
                all == 0 ? 0 : lately.requests() / all,
                List.copyOf(history));
    }
}
