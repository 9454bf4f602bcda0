package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How long a breaker stays open. */
class CircuitBreakerBackOffTest {
    private static long openTime(BreakerSettings settings, long seed) {
        CircuitBreaker breaker = new CircuitBreaker(settings, seed, 0);
        for (int i = 0; i < settings.consecutiveFailures(); i++) {
            breaker.fail(breaker.permit(), 0);
        }
        return breaker.trialDueNanos();
    }

    @Test
    void openTimeDoublesWithEveryFailedTrialUpToTheLongest() {
        CircuitBreaker breaker = Breakers.opened(0);
        long failed = 0;
        for (double seconds : new double[] {1, 2, 4, 8, 16, 32, 64}) {
            double open = breaker.trialDueNanos() - failed;
            assertEquals(seconds * SECONDS, open, seconds * SECONDS / 10);
            failed = Breakers.failTrials(breaker, 1);
        }
        for (int i = 0; i < 100; i++) {
            long open = breaker.trialDueNanos() - failed;
            assertTrue(open <= 100 * SECONDS && open >= 80 * SECONDS, () -> "stays at the longest but was " + open);
            failed = Breakers.failTrials(breaker, 1);
        }
    }

    /** Also where the longest open time cuts it, or half of the clients would come back in the same instant. */
    @Test
    void openTimesOfManyClientsAreSpread() {
        Duration five = Duration.ofSeconds(5);
        BreakerSettings free = BreakerSettings.DEFAULT.withOpenTime(five, Duration.ofSeconds(60));
        BreakerSettings capped = BreakerSettings.DEFAULT.withOpenTime(five, five);

        LongSummaryStatistics freely =
                LongStream.range(0, 1000).map(seed -> openTime(free, seed)).summaryStatistics();
        assertTrue(freely.getMin() >= 4_500 * MILLIS && freely.getMin() < 4_550 * MILLIS, freely::toString);
        assertTrue(freely.getMax() <= 5_500 * MILLIS && freely.getMax() > 5_450 * MILLIS, freely::toString);
        assertEquals(5_000 * MILLIS, freely.getAverage(), 50.0 * MILLIS); // standard error 9 ms: 5.5 of them
        LongSummaryStatistics cut =
                LongStream.range(0, 1000).map(seed -> openTime(capped, seed)).summaryStatistics();
        assertTrue(cut.getMin() >= 4_000 * MILLIS && cut.getMax() <= 5_000 * MILLIS, cut::toString);
        long distinct = LongStream.range(0, 1000)
                .map(seed -> openTime(capped, seed))
                .distinct()
                .count();
        assertEquals(1000, distinct);
    }

    @Test
    void openTimeIsRepeatedBySeedAndDiffersFromOpeningToOpening() {
        assertEquals(openTime(BreakerSettings.DEFAULT, 42), openTime(BreakerSettings.DEFAULT, 42));
        BreakerSettings constant = Breakers.TWO_IN_A_ROW.withOpenTime(Duration.ofSeconds(1), Duration.ofSeconds(1));
        CircuitBreaker breaker = new CircuitBreaker(constant, 1, 0);
        breaker.fail(breaker.permit(), 0);
        breaker.fail(breaker.permit(), 0);
        long first = breaker.trialDueNanos();
        long failed = Breakers.failTrials(breaker, 1);
        assertTrue(breaker.trialDueNanos() - failed != first);
    }

    @Test
    void soonReopeningDoublesOn() {
        CircuitBreaker breaker = Breakers.opened(0);
        long closed = breaker.trialDueNanos();
        breaker.succeed(breaker.tryTrial(closed), closed);
        long reopened = closed + SECONDS; // closed for as long as it was open, not longer
        breaker.fail(breaker.permit(), reopened);
        breaker.fail(breaker.permit(), reopened);
        assertEquals(2.0 * SECONDS, breaker.trialDueNanos() - reopened, SECONDS / 5.0);
    }

    @Test
    void openingIsLivedDownByStayingClosedForAsLong() {
        CircuitBreaker breaker = Breakers.opened(0);
        Breakers.failTrials(breaker, 2);
        long closed = breaker.trialDueNanos();
        breaker.succeed(breaker.tryTrial(closed), closed);
        long reopened = closed + 4 * SECONDS + 1;
        breaker.fail(breaker.permit(), reopened);
        breaker.fail(breaker.permit(), reopened);
        assertEquals(1.0 * SECONDS, breaker.trialDueNanos() - reopened, SECONDS / 10.0);
    }

    @Test
    void timeSpentOpenForgivesNothing() {
        CircuitBreaker breaker = Breakers.opened(0);
        Breakers.failTrials(breaker, 3);
        long late = breaker.trialDueNanos() + 1000 * SECONDS;
        breaker.fail(breaker.tryTrial(late), late);
        assertEquals(16.0 * SECONDS, breaker.trialDueNanos() - late, 1.6 * SECONDS);
    }

    @Test
    void theLongestSettingsDoNotOverflow() {
        Duration year = Duration.ofDays(365);
        CircuitBreaker breaker = new CircuitBreaker(
                BreakerSettings.DEFAULT.withConsecutiveFailures(1).withOpenTime(year, year), 3, 0);
        breaker.fail(breaker.permit(), 0);
        for (int i = 0; i < 40; i++) {
            long due = breaker.trialDueNanos();
            breaker.fail(breaker.tryTrial(due), due);
            long open = breaker.trialDueNanos() - due;
            assertTrue(open > year.toNanos() / 2 && open <= year.toNanos());
        }
    }

    @Test
    void theShortestSettingsAdmitATrialAtOnce() {
        Duration shortest = Duration.ofNanos(1);
        CircuitBreaker breaker = new CircuitBreaker(
                BreakerSettings.DEFAULT
                        .withConsecutiveFailures(1)
                        .withOpenTime(shortest, shortest)
                        .withTrialTime(shortest),
                3,
                0);
        breaker.fail(breaker.permit(), 0);
        assertTrue(breaker.trialDueNanos() <= 1);
        int lost = breaker.tryTrial(1);
        assertEquals(2, breaker.trialDueNanos());
        assertTrue(breaker.tryTrial(2) != lost);
    }
}
