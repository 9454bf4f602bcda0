package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.Time.DAYS;
import static io.github.evenkeel.core.health.Breakers.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.evenkeel.core.Race;
import org.junit.jupiter.api.Test;

class RequestWindowTest {
    @Test
    void isEmptyAtFirst() {
        assertEquals(Tally.NONE, Tally.of(new RequestWindow(4)));
    }

    @Test
    void holdsSoManyAndNoMore() {
        RequestWindow window = new RequestWindow(4);
        record(window, "EsS", 0);
        assertEquals(new Tally(3, 1, 1), Tally.of(window));
        record(window, "eeeee", 0);
        assertEquals(new Tally(4, 4, 4), Tally.of(window));
        record(window, "SSS", 0);
        assertEquals(new Tally(4, 1, 1), Tally.of(window));
        record(window, "S", 0);
        assertEquals(new Tally(4, 0, 0), Tally.of(window));
    }

    /** Resilience4j's lock-free window of one request fails with its second result. */
    @Test
    void windowOfOneRequestIsTheLast() {
        RequestWindow window = new RequestWindow(1);
        for (int i = 0; i < 3; i++) {
            record(window, "E", 0);
            assertEquals(new Tally(1, 1, 0), Tally.of(window));
            record(window, "s", 0);
            assertEquals(new Tally(1, 0, 1), Tally.of(window));
        }
    }

    @Test
    void timeAloneChangesNothing() {
        RequestWindow window = new RequestWindow(4);
        assertFalse(window.record(true, false, 0));
        assertFalse(window.turn(DAYS));
        assertFalse(window.record(true, false, DAYS));
        assertEquals(new Tally(2, 2, 0), Tally.of(window));
    }

    @Test
    void losesNothingToThreads() throws Exception {
        RequestWindow window = new RequestWindow(100_000);
        Race.run((thread, barrier) -> {
            for (int i = 0; i < 20_000; i++) {
                window.record(i % 4 == 0, i % 5 == 0, 0);
            }
            return 0;
        });
        assertEquals(new Tally(80_000, 20_000, 16_000), Tally.of(window));
    }

    /** What threads did at the same instant may stay a little longer, by as many requests as there are threads. */
    @Test
    void isExactAgainOnceThreadsAreDone() throws Exception {
        RequestWindow window = new RequestWindow(100);
        Race.run((thread, barrier) -> {
            for (int i = 0; i < 20_000; i++) {
                window.record(i % 2 == 0, false, 0);
            }
            return 0;
        });
        for (int i = 0; i < 100; i++) {
            record(window, "S", 0);
        }
        assertEquals(new Tally(100, 0, 0), Tally.of(window));
        record(window, "E", 0);
        assertEquals(1, window.failures());
        assertEquals(100, window.requests());
    }
}
