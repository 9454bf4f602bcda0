package io.github.evenkeel.core.health;

import java.time.Duration;
import java.util.Objects;

/**
 * Which requests the rates of a circuit breaker are about. Immutable.
 *
 * <p>A window of time is the one to take unless there is a reason: a window of requests never forgets on an idle server,
 * so that what failed yesterday still counts today.
 */
public sealed interface BreakerWindow {
    /**
     * The requests that ended within the last while, to a tenth of it: the newest tenth is still filling.
     *
     * @param span how far back it reaches, 10 ms to 365 days
     */
    record Time(Duration span) implements BreakerWindow {
        private static final Duration SHORTEST = Duration.ofMillis(TimeWindow.BUCKETS);

        /**
         * Checks the span.
         *
         * @throws IllegalArgumentException if it is out of its range
         */
        public Time {
            Objects.requireNonNull(span, "window");
            Ranges.check("window", span, SHORTEST, BreakerSettings.LONGEST, "the usual span is some seconds");
        }
    }

    /**
     * The requests that ended last, up to a number. Exact while they end one after the other; of requests that end at
     * the same instant as others a few more or fewer may count.
     *
     * @param count how many, 1 to 100000; each costs 16 bytes for every server
     */
    record Requests(int count) implements BreakerWindow {
        private static final int MOST = 100_000;

        /**
         * Checks the number.
         *
         * @throws IllegalArgumentException if it is out of its range
         */
        public Requests {
            Ranges.check("window of requests", count, 1, MOST, "for more take a window of time");
        }
    }

    /** No requests: rates are neither kept nor judged, failures in a row alone open the breaker. */
    record None() implements BreakerWindow {}

    /**
     * A window of time.
     *
     * @param span how far back it reaches, 10 ms to 365 days
     * @return the window
     */
    static BreakerWindow time(Duration span) {
        return new Time(span);
    }

    /**
     * A window of requests.
     *
     * @param count how many, 1 to 100000
     * @return the window
     */
    static BreakerWindow requests(int count) {
        return new Requests(count);
    }

    /**
     * No window.
     *
     * @return what turns the rates off
     */
    static BreakerWindow none() {
        return new None();
    }
}
