package io.github.evenkeel.httpclient.policy;

import io.github.evenkeel.core.limit.RetryBudgetSettings;
import java.net.http.HttpRequest;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How often a request is tried, which answers are taken for a refusal, and how many retries a pool can bear. Immutable.
 *
 * <p>No policy makes an unsafe retry happen, unless it takes for idempotent what is not. An attempt that failed is repeated only if
 *
 * <ul>
 *   <li>its request did not reach the server, or the server said that it did not process it; or
 *   <li>the request is idempotent and no response has begun to arrive, or one
 *       with a status listed here has; or
 *   <li>the request is idempotent and the response broke off before it was handed over, its body being gathered by
 *       {@code ofString}, {@code ofByteArray}, {@code discarding} or {@code replacing} of the JDK and by nothing
 *       around them: the body handler is then asked again, with the head of the new response. Any other subscriber may
 *       have let bytes out, and is never subscribed twice;
 * </ul>
 *
 * and only if the request's body can be sent again, or was not touched yet, and the budget is not spent: every retry of
 * any request to the pool draws from it. Otherwise the caller gets the outcome of the last attempt, be it a failure or
 * an answer.
 *
 * <p>The next attempt goes to a server that the request has not tried yet, at once. Only when none is left and a failure
 * is all there is, the request waits (at random from 0 to 25 ms, then 50 ms and so on up to 250 ms: full jitter) and
 * begins with all servers anew, unless the failure was a timeout or the request's time is up before. An error answer is
 * handed over rather than waited on.
 *
 * @param attempts how often a request is sent at most, the first time included, at least 1
 * @param statuses answers to an idempotent request after which another server is asked, each 400 to 599
 * @param budget how many retries there are at most for so many requests, over all requests to the pool
 * @param idempotent which requests mean the same sent twice as sent once; asked once for each, on the thread that sends
 *     it, which gets what it throws
 */
public record RetryPolicy(
        int attempts, Set<Integer> statuses, RetryBudgetSettings budget, Predicate<HttpRequest> idempotent) {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    /** Requests whose method promises it: GET, HEAD, OPTIONS, TRACE, PUT and DELETE (RFC 9110, section 9.2.2). */
    public static final Predicate<HttpRequest> IDEMPOTENT_METHOD = request -> METHODS.contains(request.method());

    /**
     * Requests with an {@code Idempotency-Key}, for servers that act once on each key, on whichever of them it arrives:
     * {@code withIdempotent(IDEMPOTENT_METHOD.or(IDEMPOTENCY_KEY))}.
     */
    public static final Predicate<HttpRequest> IDEMPOTENCY_KEY =
            request -> request.headers().firstValue("Idempotency-Key").isPresent();

    /** Three attempts; again after 429, 502, 503 and 504; a retry for every five requests plus ten a second. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(3, Set.of(429, 502, 503, 504), RetryBudgetSettings.DEFAULT, IDEMPOTENT_METHOD);

    /** One attempt. */
    public static final RetryPolicy NEVER =
            new RetryPolicy(1, Set.of(), RetryBudgetSettings.DEFAULT, IDEMPOTENT_METHOD);

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value that is out of its range
     */
    public RetryPolicy {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1 but was " + attempts);
        }
        statuses = Set.copyOf(statuses);
        Objects.requireNonNull(budget, "budget");
        Objects.requireNonNull(idempotent, "idempotent");
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
        return new RetryPolicy(newAttempts, statuses, budget, idempotent);
    }

    /**
     * The same with other statuses.
     *
     * @param newStatuses answers after which another server is asked
     * @return changed policy
     */
    public RetryPolicy withStatuses(Set<Integer> newStatuses) {
        return new RetryPolicy(attempts, newStatuses, budget, idempotent);
    }

    /**
     * The same with another budget.
     *
     * @param newBudget how many retries there are at most for so many requests
     * @return changed policy
     */
    public RetryPolicy withBudget(RetryBudgetSettings newBudget) {
        return new RetryPolicy(attempts, statuses, newBudget, idempotent);
    }

    /**
     * The same with another idea of what may be sent twice.
     *
     * @param newIdempotent which requests mean the same sent twice as sent once
     * @return changed policy
     */
    public RetryPolicy withIdempotent(Predicate<HttpRequest> newIdempotent) {
        return new RetryPolicy(attempts, statuses, budget, newIdempotent);
    }
}
