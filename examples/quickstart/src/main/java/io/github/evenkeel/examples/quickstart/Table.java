package io.github.evenkeel.examples.quickstart;

import io.github.evenkeel.core.pool.PoolStatistics;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.ServerStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The table: a line for each server. Share, p50 and p99 are those of the last three seconds. */
final class Table {

    /** At four looks a second, three seconds. */
    private static final int INTERVALS = 12;

    private static final int LONGEST_NAME = 40;

    private final Load load;
    private final boolean coloured;

    Table(Load load, boolean coloured) {
        this.load = load;
        this.coloured = coloured;
    }

    /** The table as of now, with every server of the pool; each call ends an interval of the percentiles. */
    List<String> lines(PoolStatistics pool) {
        List<Histogram> times = pool.servers().stream()
                .map(server -> load.tally(server.id()).endInterval(INTERVALS))
                .toList();
        long all = times.stream().mapToLong(Histogram::getTotalCount).sum();
        int nameWidth = pool.servers().stream()
                .mapToInt(server -> name(server.id()).length())
                .reduce("server".length(), Math::max);

        List<String> lines = new ArrayList<>();
        lines.add(cells(
                nameWidth,
                "server",
                "state    ",
                "requests",
                "share",
                "in-flight",
                "p50",
                "p99",
                "failures",
                "ejected"));
        for (int i = 0; i < times.size(); i++) {
            ServerStatistics server = pool.servers().get(i);
            Histogram time = times.get(i);
            lines.add(cells(
                    nameWidth,
                    name(server.id()),
                    state(server.state()),
                    server.requests(),
                    all == 0 ? "-" : Math.round(100.0 * time.getTotalCount() / all) + "%",
                    server.inFlight(),
                    percentile(time, 50),
                    percentile(time, 99),
                    server.failures(),
                    server.ejections()));
        }
        return lines;
    }

    static String word(ServerState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private String state(ServerState state) {
        String word = String.format(Locale.ROOT, "%-9s", word(state));
        if (!coloured) {
            return word;
        }
        int colour = switch (state) {
            case ACTIVE -> 32; // green
            case EJECTED, UNHEALTHY -> 31; // red
            default -> 33; // yellow
        };
        return "\u001b[" + colour + "m" + word + "\u001b[0m";
    }

    /** An id without what all ids have in common, and not too long for a line. */
    static String name(String server) {
        String id = server.replaceFirst("^https?://", "");
        return id.length() <= LONGEST_NAME ? id : id.substring(0, LONGEST_NAME - 3) + "...";
    }

    private static String cells(int nameWidth, Object... cells) {
        return String.format(Locale.ROOT, "%-" + nameWidth + "s %s %8s %5s %9s %5s %5s %8s %7s", cells);
    }

    /** Never wider than its column: 5.1ms, 51ms, 510ms, 5.1s. */
    private static String percentile(Histogram micros, double percentile) {
        if (micros.getTotalCount() == 0) {
            return "-";
        }
        double millis = micros.getValueAtPercentile(percentile) / 1000.0;
        if (millis >= 999.5) {
            return String.format(Locale.ROOT, "%.1fs", millis / 1000);
        }
        return String.format(Locale.ROOT, millis >= 9.95 ? "%.0fms" : "%.1fms", millis);
    }
}
