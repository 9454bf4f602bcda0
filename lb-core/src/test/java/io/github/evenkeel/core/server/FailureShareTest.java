package io.github.evenkeel.core.server;

import static io.github.evenkeel.core.Time.HOURS;
import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureShareTest {
    private static final String ORIGINS = "io.github.evenkeel.core.Time#origins";
    private static final long HALF_LIFE = 5 * SECONDS;

    private final Share share = new Share();

    /** The word and what is done with it. */
    private static final class Share {
        private long word;

        void record(boolean failed, long nowNanos) {
            word = FailureShare.after(word, failed, nowNanos);
        }

        double share(long nowNanos, long halfLifeNanos) {
            return FailureShare.share(word, nowNanos, halfLifeNanos);
        }
    }

    private void record(int outcomes, boolean failed, long nowNanos) {
        for (int i = 0; i < outcomes; i++) {
            share.record(failed, nowNanos);
        }
    }

    @Test
    void beginsAtZeroAndStaysThereWithSuccesses() {
        assertEquals(0, share.share(0, HALF_LIFE));
        record(10, false, SECONDS);
        assertEquals(0, share.share(SECONDS, HALF_LIFE));
    }

    @ParameterizedTest
    @MethodSource(ORIGINS)
    void everyOutcomeWeighsATenth(long origin) {
        share.record(true, origin);
        assertEquals(0.1, share.share(origin, HALF_LIFE), 1e-6);
        share.record(true, origin);
        assertEquals(0.19, share.share(origin, HALF_LIFE), 1e-6);
        share.record(false, origin);
        assertEquals(0.171, share.share(origin, HALF_LIFE), 1e-6);
    }

    @ParameterizedTest
    @MethodSource(ORIGINS)
    void halvesWithEveryHalfLife(long origin) {
        record(100, true, origin);
        assertEquals(1, share.share(origin, HALF_LIFE), 1e-4);
        assertEquals(0.5, share.share(origin + HALF_LIFE, HALF_LIFE), 1e-4);
        assertEquals(0.25, share.share(origin + 2 * HALF_LIFE, HALF_LIFE), 1e-4);
    }

    @Test
    void successesEndItAltogether() {
        record(100, true, 0);
        record(65, false, 0);
        assertTrue(share.share(0, HALF_LIFE) > 0);
        record(1, false, 0);
        assertEquals(0, share.share(0, HALF_LIFE));
    }

    /** Otherwise a server that has recovered pays again for its old failures with each success. */
    @Test
    void successNeverMakesItLarger() {
        record(100, true, 0);
        long later = 30 * SECONDS;
        double before = share.share(later, HALF_LIFE);
        share.record(false, later);
        assertTrue(share.share(later, HALF_LIFE) <= before, () -> "but " + share.share(later, HALF_LIFE));
    }

    @ParameterizedTest
    @MethodSource(ORIGINS)
    void clockReadALittleEarlierSeesTheWholeShare(long origin) {
        record(1, true, origin);
        assertEquals(0.1, share.share(origin - SECONDS, HALF_LIFE), 1e-6);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 38, 40, 62, 77})
    void idleWeekendForgives(long hours) {
        record(100, true, 0);
        assertEquals(0, share.share(hours * HOURS, HALF_LIFE), 1e-9);
    }

    @Property(tries = 1000, seed = "1")
    void isAShareAndEachOutcomeMovesItItsOwnWay(
            @ForAll @Size(max = 60) List<Boolean> failures,
            @ForAll @Size(60) List<@LongRange(max = 20_000_000_000L) Long> gaps,
            @ForAll long origin) {
        Share real = new Share();
        long now = origin;
        for (int i = 0; i < failures.size(); i++) {
            now += gaps.get(i);
            double before = real.share(now, HALF_LIFE);
            real.record(failures.get(i), now);
            double after = real.share(now, HALF_LIFE);
            assertTrue(after >= 0 && after <= 1);
            assertTrue(failures.get(i) ? after > before || after > 0.99 : after <= before);
            assertTrue(real.share(now + MILLIS, HALF_LIFE) <= after);
        }
    }
}
