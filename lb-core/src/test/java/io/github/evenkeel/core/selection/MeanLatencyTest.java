package io.github.evenkeel.core.selection;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MeanLatencyTest {
    private static final String ORIGINS = "io.github.evenkeel.core.Time#origins";

    private final List<Server> servers = Servers.idle(3);
    private final MeanLatency mean = new MeanLatency(Views.of(servers));

    @Test
    void whereNothingIsKnownItIsTheSameForAll() {
        assertEquals(1, mean.nanos(0));
        Servers.fail(servers.get(0), 3, 0);
        assertEquals(1, mean.nanos(SECONDS));
    }

    @ParameterizedTest
    @MethodSource(ORIGINS)
    void beginsWithAllThatAreKnownAlike(long origin) {
        Servers.answer(servers.get(0), 10 * MILLIS, origin);
        Servers.answer(servers.get(2), 30 * MILLIS, origin);
        Servers.answer(servers.get(2), 30 * MILLIS, origin);
        assertEquals(20.0 * MILLIS, mean.nanos(origin));
    }

    @ParameterizedTest
    @MethodSource(ORIGINS)
    void weighsByWhatWasServedLately(long origin) {
        Servers.answer(servers.get(0), 10 * MILLIS, origin);
        Servers.answer(servers.get(1), 1000 * MILLIS, origin);
        mean.nanos(origin);
        mean.nanos(origin);
        for (int i = 0; i < 9; i++) {
            Servers.answer(servers.get(0), 10 * MILLIS, origin);
        }
        Servers.answer(servers.get(2), 20 * MILLIS, origin);
        assertEquals(11.0 * MILLIS, mean.nanos(origin + 100 * MILLIS), 1);
    }

    @ParameterizedTest
    @MethodSource(ORIGINS)
    void standsForATenthOfASecond(long origin) {
        Servers.answer(servers.get(0), 10 * MILLIS, origin);
        mean.nanos(origin);
        mean.nanos(origin);
        Servers.answer(servers.get(1), 30 * MILLIS, origin);
        assertEquals(10.0 * MILLIS, mean.nanos(origin + 100 * MILLIS - 1));
        assertEquals(30.0 * MILLIS, mean.nanos(origin + 100 * MILLIS));
        Servers.answer(servers.get(2), 50 * MILLIS, origin);
        assertEquals(30.0 * MILLIS, mean.nanos(origin + 200 * MILLIS - 1));
    }

    @Test
    void staysWhereNothingWasServed() {
        Servers.answer(servers.get(0), 10 * MILLIS, 0);
        mean.nanos(0);
        mean.nanos(0);
        assertEquals(10.0 * MILLIS, mean.nanos(SECONDS));
        assertEquals(10.0 * MILLIS, mean.nanos(2 * SECONDS));
    }

    /** One answer of this latency, and the mean that it makes. */
    private double after(long latencyNanos, long nowNanos) {
        Servers.answer(servers.get(0), latencyNanos, nowNanos);
        return mean.nanos(nowNanos);
    }

    @Test
    void strainIsHowMuchLongerThePoolTakesThanAtItsQuickest() {
        assertEquals(1, mean.strain(10 * MILLIS), "nothing is known");
        double quickest = after(10 * MILLIS, 0);
        assertEquals(quickest, mean.nanos(0));
        assertEquals(1, mean.strain(quickest));
        after(40 * MILLIS, SECONDS);
        assertEquals(3, mean.strain(3 * quickest), 0.01);
        assertEquals(3, mean.of(Views.of(servers)).strain(3 * quickest), 0.01, "a rebuild forgets nothing of it");
    }

    /** By 0.2 % for each mean: in 400 of them to more than twice as long. */
    @Test
    void whatWasQuickestIsForgottenInTime() {
        double quickest = after(10 * MILLIS, 0);
        mean.nanos(0);
        for (int i = 1; i <= 400; i++) {
            after(40 * MILLIS, i * SECONDS);
        }
        assertEquals(Math.pow(1.002, -400), mean.strain(quickest), 0.01);
    }
}
