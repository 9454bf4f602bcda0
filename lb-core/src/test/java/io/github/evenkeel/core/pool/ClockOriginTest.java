package io.github.evenkeel.core.pool;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.FailureKind;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A pool does the same wherever the clock of its caller began, below zero and over its wrap: {@code System.nanoTime} may
 * begin anywhere. A few minutes in which everything happens are lived through once for each origin.
 */
class ClockOriginTest {
    /** Ticks and periods of time are counted from zero, so that only origins whole multiples of these apart are alike. */
    private static final long ALIKE = 1L << 35;

    private static final long[] ORIGINS = {
        0, -ALIKE, -40 * ALIKE, 1L << 48, (1L << 48) - ALIKE, 1L << 61, Long.MIN_VALUE, Long.MIN_VALUE - 2 * ALIKE
    };

    private static final List<ServerSpec> SPECS = Pools.specs("a", "b", "c", "d", "e", "f").stream()
            .map(spec -> spec.withWeight(1 + spec.id().charAt(0) % 3))
            .toList();

    static Stream<SelectionStrategy> thatHeedTime() {
        return Stream.of(
                SelectionStrategy.leastExpectedLatency(),
                SelectionStrategy.leastResponseTime(),
                SelectionStrategy.peakEwma(),
                SelectionStrategy.weightedRoundRobin());
    }

    @ParameterizedTest
    @MethodSource("thatHeedTime")
    void poolDoesTheSameWhereverItsClockBegan(SelectionStrategy strategy) {
        List<String> expected = new Life(strategy, 1L << 46).story();
        List<String> told =
                List.of("EJECTED", "TRIAL", "UNHEALTHY", "PAUSED", "DRAINING", "DrainEnded[OVERDUE]", "warms up");
        told.forEach(word -> assertTrue(expected.stream().anyMatch(line -> line.contains(word)), word));
        for (long origin : ORIGINS) {
            assertEquals(expected, new Life(strategy, origin).story(), () -> "origin " + origin);
        }
    }

    /** What comes to pass is drawn from one seed; one server fails two requests in three. */
    private static final class Life {
        private record Open(Lease lease, long endNanos, int number) {}

        private final SplittableRandom random = new SplittableRandom(3);
        private final SplittableRandom picks = new SplittableRandom(4);
        private final List<String> story = new ArrayList<>();
        private final PriorityQueue<Open> open =
                new PriorityQueue<>(Comparator.comparingLong(this::elapsed).thenComparingInt(Open::number));
        private final ServerPool pool;
        private final long origin;
        private long now;

        Life(SelectionStrategy strategy, long origin) {
            this.origin = origin;
            now = origin;
            pool = new ServerPool("orders", PoolConfig.DEFAULT.withStrategy(strategy), this::hear, 5);
            pool.update(SPECS, now);
        }

        private long elapsed(Open request) {
            return request.endNanos - origin;
        }

        private void hear(PoolEvent event) {
            if (event instanceof PoolEvent.StateChanged change) {
                story.add(change.server().id() + " " + change.to() + ": " + change.evidence());
            } else if (event instanceof PoolEvent.DrainEnded end) {
                story.add(end.server().id() + " DrainEnded[" + end.outcome() + "]");
            }
        }

        List<String> story() {
            for (int step = 0; step < 3000; step++) {
                now += 1 + random.nextLong(random.nextInt(300) == 0 ? 30 * SECONDS : 50 * MILLIS);
                endWhatIsDue();
                Server any = pool.servers().get(random.nextInt(pool.servers().size()));
                switch (random.nextInt(60)) {
                    case 0 -> pool.remove(any.id(), now);
                    case 1 -> pool.update(SPECS, now);
                    case 2 -> any.recordProbe(random.nextBoolean(), now);
                    case 3 -> any.pause(now + random.nextLong(2 * SECONDS), now);
                    case 4 -> pool.drain(any.id(), Duration.ofMillis(100), now);
                    case 5 -> pool.readmit(any.id(), now);
                    case 6 -> pool.statistics(now).servers().forEach(this::tell);
                    default -> begin(step);
                }
                if (pool.servers().size() < 3) {
                    pool.update(SPECS, now);
                }
            }
            return story;
        }

        private void begin(int step) {
            Lease lease = pool.acquire(random.nextLong(), now, picks, null);
            story.add(lease == null ? "none" : lease.server().id());
            if (lease != null) {
                open.add(new Open(lease, now + MILLIS + random.nextLong(300 * MILLIS), step));
            }
        }

        private void endWhatIsDue() {
            while (!open.isEmpty() && open.peek().endNanos - now <= 0) {
                Lease lease = open.remove().lease;
                if (lease.server().id().equals("b") && random.nextInt(3) > 0) {
                    lease.fail(FailureKind.STATUS, now);
                } else {
                    lease.succeed(now);
                }
            }
        }

        private void tell(ServerStatistics figures) {
            boolean warm =
                    figures.standing().effectiveWeight() == figures.spec().weight();
            story.add(String.join(
                    " ",
                    figures.id(),
                    figures.standing().toString(),
                    figures.latency().toString(),
                    figures.percentiles().toString(),
                    warm ? "" : "warms up"));
        }
    }
}
