package io.github.evenkeel.examples.quickstart;

import io.github.evenkeel.core.pool.PoolStatistics;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.ServerStatistics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Looks at the pool four times a second, keeps the table up to date and tells of every change of state. */
final class Watch {

    private static final Duration TICK = Duration.ofMillis(250);

    private final Supplier<PoolStatistics> statistics;
    private final Screen screen;
    private final Table table;
    private final Map<String, ServerState> states = new HashMap<>();
    private final long startNanos = System.nanoTime();

    Watch(Supplier<PoolStatistics> statistics, Load load, Screen screen) {
        this.statistics = statistics;
        this.screen = screen;
        this.table = new Table(load, screen.coloured());
    }

    /** Watches until this long after the start. */
    void until(Duration sinceStart) throws InterruptedException {
        Duration left = sinceStart.minus(elapsed());
        while (left.compareTo(Duration.ZERO) > 0) {
            TimeUnit.NANOSECONDS.sleep(left.compareTo(TICK) < 0 ? left.toNanos() : TICK.toNanos());
            look();
            left = sinceStart.minus(elapsed());
        }
    }

    void say(String event) {
        screen.event(String.format(Locale.ROOT, "%5.1f s  %s", elapsed().toMillis() / 1000.0, event));
    }

    private void look() {
        PoolStatistics pool = statistics.get();
        for (ServerStatistics server : pool.servers()) {
            ServerState before = states.put(server.id(), server.state());
            if (before != null && before != server.state()) {
                say(Table.name(server.id()) + ": " + Table.word(before) + " -> " + Table.word(server.state()));
            }
        }
        screen.table(table.lines(pool));
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** Shows how things stand at the end. */
    void finish() {
        look();
        screen.finish();
    }
}
