package io.github.evenkeel.core.health;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Turns a stream of probe results and request outcomes into a verdict, with the rise and fall thresholds that HAProxy
 * and Envoy made customary. Thread-safe, lock-free, allocates nothing.
 *
 * <ul>
 *   <li>The first probe result decides at once: a new server waits for no threshold.
 *   <li>A healthy server falls with a failed probe when failed probes in a row, plus request failures in a row since
 *       the last passed probe, reach {@code fall}: traffic that already fails spares the waiting for more probes.
 *       Requests alone never take a server out, because without probes nothing would bring it back (that is the
 *       circuit breaker's work, which sends a trial), and a successful request does not excuse a failed probe, because
 *       a server that wants no more traffic says so in its probe answer first.
 *   <li>An unhealthy server rises after {@code rise} passed probes in a row. Requests do not count: few reach it.
 * </ul>
 */
public final class HealthTracker {
    /** The longest run that is counted; longer ones stay there. */
    static final int MAX_RUN = 1000;

    /*
     * One word, one linearization point (the CAS in update):
     *
     *   31 30 | 29 .. 20      | 19 .. 10       | 9 .. 0
     *   status| probes passed | probes failed  | requests failed     (each in a row, saturating)
     *
     * Written by whoever records; read by whoever rebuilds the snapshot. A stale read costs one rebuild: every change
     * of status is followed by a rebuild that reads the word again.
     */
    private static final int RUN_BITS = 10;
    private static final int RUN_MASK = (1 << RUN_BITS) - 1;
    private static final int PASSED_SHIFT = 2 * RUN_BITS;
    private static final int STATUS_SHIFT = 3 * RUN_BITS;
    private static final HealthStatus[] STATUSES = HealthStatus.values();

    private final HealthThresholds thresholds;
    private final AtomicInteger word = new AtomicInteger();

    /**
     * Starts with no verdict.
     *
     * @param thresholds how many results in a row change the verdict
     */
    public HealthTracker(HealthThresholds thresholds) {
        this.thresholds = Objects.requireNonNull(thresholds, "thresholds");
    }

    /**
     * The present verdict.
     *
     * @return the status after every result recorded so far
     */
    public HealthStatus status() {
        return status(word.get());
    }

    /**
     * Whether the server is on its way back: out, or in with its latest probe failed.
     *
     * @return true until a passed probe leaves the server healthy
     */
    public boolean isFailing() {
        int now = word.get();
        return status(now) == HealthStatus.UNHEALTHY || failedProbes(now) > 0;
    }

    /**
     * Records a probe result.
     *
     * @param passed whether the server answered as it should
     * @return true if this result changed the status; true for exactly one of the results that race for a change
     */
    public boolean probe(boolean passed) {
        while (true) {
            int before = word.get();
            int after = passed ? afterPass(before) : afterFailure(before);
            if (word.compareAndSet(before, after)) {
                return status(before) != status(after);
            }
        }
    }

    /**
     * Records a request outcome: evidence that shortens the way out, never a verdict of its own.
     *
     * @param succeeded whether the server did its part
     */
    public void request(boolean succeeded) {
        while (true) {
            int before = word.get();
            // The usual case, a success after a success, must not write: the word would travel between cores.
            int after = succeeded ? before & ~RUN_MASK : countRequestFailure(before);
            if (before == after || word.compareAndSet(before, after)) {
                return;
            }
        }
    }

    private int afterPass(int before) {
        int passed = Math.min(passedProbes(before) + 1, MAX_RUN);
        boolean stillOut = status(before) == HealthStatus.UNHEALTHY && passed < thresholds.rise();
        return pack(stillOut ? HealthStatus.UNHEALTHY : HealthStatus.HEALTHY, passed, 0, 0);
    }

    private int afterFailure(int before) {
        int failed = Math.min(failedProbes(before) + 1, MAX_RUN);
        int requests = failedRequests(before);
        HealthStatus status = switch (status(before)) {
            case UNKNOWN, UNHEALTHY -> HealthStatus.UNHEALTHY;
            case HEALTHY -> failed + requests >= thresholds.fall() ? HealthStatus.UNHEALTHY : HealthStatus.HEALTHY;
        };
        return pack(status, 0, failed, requests);
    }

    private static int countRequestFailure(int before) {
        return failedRequests(before) < MAX_RUN ? before + 1 : before;
    }

    private static int pack(HealthStatus status, int passed, int failed, int requests) {
        return status.ordinal() << STATUS_SHIFT | passed << PASSED_SHIFT | failed << RUN_BITS | requests;
    }

    private static HealthStatus status(int word) {
        return STATUSES[word >>> STATUS_SHIFT];
    }

    private static int passedProbes(int word) {
        return word >>> PASSED_SHIFT & RUN_MASK;
    }

    private static int failedProbes(int word) {
        return word >>> RUN_BITS & RUN_MASK;
    }

    private static int failedRequests(int word) {
        return word & RUN_MASK;
    }

    @Override
    public String toString() {
        int now = word.get();
        return status(now) + "[passed=" + passedProbes(now) + ", failed=" + failedProbes(now) + ", requestsFailed="
                + failedRequests(now) + "]";
    }
}
