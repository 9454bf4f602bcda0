package io.github.evenkeel.core.limit;

import java.time.Duration;
import java.util.Objects;

/**
 * Additive increase, multiplicative decrease: one more for each success while at least half of the limit is in use, a
 * tenth less for each request that was dropped or too slow. Needs losses to find the limit; blind to latency below the
 * timeout. The formulas are those of Netflix's {@code AIMDLimit}.
 *
 * @param initial where the limit starts, {@code least} to {@code most}
 * @param least where it stops falling, at least 1 (Netflix's 20 would protect no server that can do 5)
 * @param most where it stops rising, at most 65 535
 * @param backOff what a drop leaves of the limit, 0.5 to 0.99, cut to whole requests: at least one less
 * @param timeout a success slower than this counts as dropped, 1 ns to 1 day
 */
public record AimdLimit(int initial, int least, int most, double backOff, Duration timeout) implements LimitAlgorithm {
    private static final Duration SHORTEST = Duration.ofNanos(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    /** From 20, between 1 and 200; a drop, or 5 s, costs a tenth. */
    public static final AimdLimit DEFAULT = new AimdLimit(20, 1, 200, 0.9, Duration.ofSeconds(5));

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value that is out of its range, and what to do instead
     */
    public AimdLimit {
        Ranges.check("most", most, 1, LimitState.MAX_LIMIT, "for no limit at all, use none");
        Ranges.check("least", least, 1, most, "a limit of 0 would never see another sample");
        Ranges.check("initial", initial, least, most, "start between least and most");
        Ranges.check("backOff", backOff, 0.5, 0.99, "it is what remains of the limit, not what is lost");
        Objects.requireNonNull(timeout, "timeout");
        Ranges.check("timeout", timeout, SHORTEST, LONGEST, "use the timeout of the requests");
    }

    /**
     * The same between other limits.
     *
     * @param from where the limit starts
     * @param lowest where it stops falling
     * @param highest where it stops rising
     * @return changed algorithm
     */
    public AimdLimit withLimits(int from, int lowest, int highest) {
        return new AimdLimit(from, lowest, highest, backOff, timeout);
    }

    /**
     * The same with another back-off.
     *
     * @param remains what a drop leaves of the limit
     * @return changed algorithm
     */
    public AimdLimit withBackOff(double remains) {
        return new AimdLimit(initial, least, most, remains, timeout);
    }

    /**
     * The same with another timeout.
     *
     * @param longest a success slower than this counts as dropped
     * @return changed algorithm
     */
    public AimdLimit withTimeout(Duration longest) {
        return new AimdLimit(initial, least, most, backOff, longest);
    }

    @Override
    public long next(long state, long rttNanos, int inFlight, boolean dropped) {
        int limit = LimitState.limit(state);
        if (dropped || rttNanos > timeout.toNanos()) {
            return LimitState.starting(Math.max(least, (int) (limit * backOff)));
        }
        // Half the limit unused says nothing of whether more would do.
        return inFlight * 2 >= limit ? LimitState.starting(Math.min(most, limit + 1)) : state;
    }
}
