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

class LeastResponseTimeTest {
    private static final SelectionStrategy STRATEGY = SelectionStrategy.leastResponseTime();

    private final List<Server> servers = Servers.idle(3);

    private void answer(long nowNanos, long... millis) {
        for (int i = 0; i < millis.length; i++) {
            Servers.answer(servers.get(i), millis[i] * MILLIS, nowNanos);
        }
    }

    private int[] count(double... weights) {
        return Views.count(Views.prepare(STRATEGY, Views.weighted(servers, weights)), 3, 300, null);
    }

    @Test
    void fastestIsPicked() {
        answer(0, 30, 10, 20);
        assertArrayEquals(new int[] {0, 300, 0}, count(1, 1, 1));
    }

    @Test
    void requestsInFlightCountAsOften() {
        answer(0, 30, 10, 20);
        Servers.occupy(servers.get(1), 2);
        assertArrayEquals(new int[] {0, 0, 300}, count(1, 1, 1), "30 * 1, 10 * 3, 20 * 1");
    }

    @Test
    void weightCountsAsWell() {
        answer(0, 30, 10, 20);
        assertArrayEquals(new int[] {300, 0, 0}, count(4, 1, 1), "30 / 4, 10, 20");
    }

    @Test
    void serversWithoutHistoryRankByRequestsInFlight() {
        Servers.occupy(servers.get(0), 1);
        Servers.occupy(servers.get(2), 2);
        assertArrayEquals(new int[] {0, 300, 0}, count(1, 1, 1));
    }

    @Test
    void newcomerStartsAtTheMeanOfTheOthers() {
        answer(0, 10, 30);
        assertArrayEquals(new int[] {300, 0, 0}, count(1, 1, 1), "10, 30, 20");
        Servers.occupy(servers.get(0), 1);
        Servers.occupy(servers.get(2), 1);
        assertArrayEquals(new int[] {300, 0, 0}, count(1, 1, 0.5), "20, 30, 80");
        Servers.occupy(servers.get(0), 3);
        assertArrayEquals(new int[] {0, 300, 0}, count(1, 1, 1), "50, 30, 40");
    }

    /** Or it would be shunned for ever, as nothing but a request can tell that it is fast again. */
    @Test
    void latencyAboveTheMeanFades() {
        answer(0, 10, 10, 2000);
        answer(0, 10, 10, 2000);
        Selector selector = Views.prepare(STRATEGY, servers);
        Servers.occupy(servers.get(0), 1);
        Servers.occupy(servers.get(1), 1);
        boolean triedAgain = false;
        for (int second = 1; second <= 60; second++) {
            answer(second * SECONDS, 10, 10);
            int index = selector.select(0, second * SECONDS, Views.random(), null);
            triedAgain |= index == 2;
            assertTrue(second > 5 || index < 2, "not so soon");
        }
        assertTrue(triedAgain);
    }

    @Test
    void retryGoesToTheNextBest() {
        answer(0, 30, 10, 20);
        Selector selector = Views.prepare(STRATEGY, servers);
        assertEquals(2, selector.select(0, 0, Views.random(), Views.tried(servers.get(1))));
        assertEquals(0, selector.select(0, 0, Views.random(), Views.tried(servers.get(1), servers.get(2))));
    }
}
