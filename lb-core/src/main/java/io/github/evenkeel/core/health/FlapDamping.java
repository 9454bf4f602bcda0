package io.github.evenkeel.core.health;

import java.time.Duration;
import java.util.Objects;

/**
 * How long a server that falls again and again must stay well before it is trusted. The first fall costs nothing; after
 * the second one it is held back for {@code firstHold} once its probes pass, and with each further fall for twice as
 * long. Immutable.
 *
 * @param firstHold how long it is held after its second fall, at most {@code longestHold}; zero never holds anybody
 * @param longestHold where the doubling ends, at most a day
 * @param forgivenAfter how long it must be in use without a fall for all falls to be forgotten, at most 30 days; time
 *     spent out or held forgives nothing
 */
public record FlapDamping(Duration firstHold, Duration longestHold, Duration forgivenAfter) {
    private static final Duration MOST_HOLD = Duration.ofDays(1);
    private static final Duration MOST_FORGIVEN_AFTER = Duration.ofDays(30);

    /** More falls hold no longer: any first hold has reached the longest by then. */
    private static final int MOST_DOUBLINGS = 60;

    /** 10 s, doubling to 5 min, forgotten after 10 min. */
    public static final FlapDamping DEFAULT =
            new FlapDamping(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(10));

    /** Holds nobody. */
    public static final FlapDamping NONE = new FlapDamping(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value that is out of its range, and what to do instead
     */
    public FlapDamping {
        Objects.requireNonNull(firstHold, "firstHold");
        Objects.requireNonNull(longestHold, "longestHold");
        Objects.requireNonNull(forgivenAfter, "forgivenAfter");
        Ranges.check("longestHold", longestHold, Duration.ZERO, MOST_HOLD, "let discovery leave out who never works");
        Ranges.check("firstHold", firstHold, Duration.ZERO, longestHold, "raise longestHold with it");
        Ranges.check(
                "forgivenAfter",
                forgivenAfter,
                Duration.ZERO,
                MOST_FORGIVEN_AFTER,
                "after so long a fall has another reason");
    }

    /** How long a server is held that has fallen so many times. */
    long holdNanos(int falls) {
        if (falls < 2) {
            return 0;
        }
        double doubled = (double) firstHold.toNanos() * (1L << Math.min(falls - 2, MOST_DOUBLINGS));
        return (long) Math.min(doubled, (double) longestHold.toNanos());
    }
}
