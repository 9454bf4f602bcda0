package io.github.evenkeel.httpclient.policy;

import java.util.Set;

/**
 * How often a request is tried and which answers are taken for a refusal. Immutable.
 *
 * <p>No policy makes an unsafe retry happen. An attempt that failed is repeated on another server, never on one already
 * tried, only if
 *
 * <ul>
 *   <li>its request did not reach the server, or the server said that it did not process it; or
 *   <li>the method is idempotent (GET, HEAD, OPTIONS, TRACE, PUT, DELETE) and no response has begun to arrive, or one
 *       with a status listed here has; or
 *   <li>the method is idempotent and the response broke off before it was handed over, its body being gathered by
 *       {@code ofString}, {@code ofByteArray}, {@code discarding} or {@code replacing} of the JDK and by nothing
 *       around them: the body handler is then asked again, with the head of the new response. Any other subscriber may
 *       have let bytes out, and is never subscribed twice;
 * </ul>
 *
 * and only if the request's body can be sent again, or was not touched yet.
 *
 * @param attempts how often a request is sent at most, the first time included, at least 1
 * @param statuses answers to an idempotent request after which another server is asked, each 400 to 599
 */
public record RetryPolicy(int attempts, Set<Integer> statuses) {
    /** Three attempts; again after 429, 502, 503 and 504. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(3, Set.of(429, 502, 503, 504));

    /** One attempt. */
    public static final RetryPolicy NEVER = new RetryPolicy(1, Set.of());

    /**
     * Checks both values.
     *
     * @throws IllegalArgumentException naming the value that is out of its range
     */
    public RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1 but was " + attempts);
        }
        statuses = Set.copyOf(statuses);
        for (int status : statuses) {
            if (status < 400 || status > 599) {
                throw new IllegalArgumentException(
                        "a status to retry must be from 400 to 599 but was " + status + "; others are answers");
            }
        }
    }

    /**
     * The same with another number of attempts.
     *
     * @param newAttempts how often a request is sent at most, the first time included
     * @return changed policy
     */
    public RetryPolicy withAttempts(int newAttempts) {
        return new RetryPolicy(newAttempts, statuses);
    }

    /**
     * The same with other statuses.
     *
     * @param newStatuses answers after which another server is asked
     * @return changed policy
     */
    public RetryPolicy withStatuses(Set<Integer> newStatuses) {
        return new RetryPolicy(attempts, newStatuses);
    }
}
