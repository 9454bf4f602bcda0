package io.github.evenkeel.core.selection;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeakEwmaTest {
    private static final SelectionStrategy STRATEGY = SelectionStrategy.peakEwma();

    private final List<Server> servers = Servers.idle(2);
    private final Selector selector = Views.prepare(STRATEGY, servers);

    private int[] countAt(long nowNanos) {
        int[] counts = new int[2];
        for (int i = 0; i < 100; i++) {
            counts[selector.select(0, nowNanos, Views.random(), null)]++;
        }
        return counts;
    }

    private void answer(int server, long millis, long nowNanos) {
        Servers.answer(servers.get(server), millis * MILLIS, nowNanos);
    }

    @Test
    void cheaperOfTwoIsPicked() {
        answer(0, 30, 0);
        answer(1, 10, 0);
        assertArrayEquals(new int[] {0, 100}, countAt(0));
        Servers.occupy(servers.get(1), 3);
        assertArrayEquals(new int[] {100, 0}, countAt(0), "30 * 1 against 10 * 4");
    }

    @Test
    void onePeakIsEnoughToBeLeft() {
        for (int i = 0; i < 100; i++) {
            answer(0, 10, i * MILLIS);
            answer(1, 15, i * MILLIS);
        }
        assertArrayEquals(new int[] {100, 0}, countAt(100 * MILLIS));
        answer(0, 100, 100 * MILLIS);
        answer(0, 10, 101 * MILLIS);
        assertArrayEquals(new int[] {0, 100}, countAt(101 * MILLIS));
    }

    @Test
    void costFallsOffWithoutSamples() {
        answer(0, 100, 0);
        for (int second = 0; second < 30; second++) {
            answer(1, 10, second * SECONDS);
            int expected = second <= 23 ? 1 : 0; // 100 e^-2.3 is still a little over 10
            assertEquals(100, countAt(second * SECONDS)[expected]);
        }
    }

    @Test
    void newcomerGetsOneRequestAtATime() {
        answer(0, 10, 0);
        assertArrayEquals(new int[] {0, 100}, countAt(0));
        Servers.occupy(servers.get(1), 1);
        Servers.occupy(servers.get(0), 1000);
        assertArrayEquals(new int[] {100, 0}, countAt(0));
    }

    @Test
    void weightCounts() {
        Selector weighted = Views.prepare(STRATEGY, Views.weighted(servers, 1, 4));
        answer(0, 10, 0);
        answer(1, 30, 0);
        assertArrayEquals(new int[] {0, 100}, Views.count(weighted, 2, 100, null), "10 against 30 / 4");
    }

    /** As of any two choices: of four servers the best is in 6 of 12 pairs, the next wins 4, the next 2. */
    @Test
    void everyPairIsEquallyLikely() {
        List<Server> four = Servers.idle(4);
        Selector of = Views.prepare(STRATEGY, four);
        for (int i = 0; i < 4; i++) {
            Servers.answer(four.get(i), (i + 1) * 10 * MILLIS, 0);
        }
        int[] counts = Views.count(of, 4, 12_000, null);
        assertEquals(0, counts[3]);
        ChiSquare.assertFollows(new double[] {6, 4, 2}, new int[] {counts[0], counts[1], counts[2]});
    }

    @Test
    void latencyOutlivesARebuild() {
        answer(0, 30, 0);
        answer(1, 10, 0);
        Selector next = STRATEGY.prepare(Views.of(servers), selector, Views.random());
        assertArrayEquals(new int[] {0, 100}, Views.count(next, 2, 100, null));
    }

    @Test
    void serverThatFailsAtOnceGetsNoMoreThanItsPairs() {
        SequentialClient client = new SequentialClient(Servers.idle(10), STRATEGY, 3);
        client.send(
                10_000,
                0,
                (server, now) ->
                        server == 0 ? SequentialClient.Answer.bad(MILLIS) : SequentialClient.Answer.good(10 * MILLIS));
        int failed = client.counts()[0];
        assertTrue(failed < 2200, () -> failed + " of 2000 expected");
    }
}
