package io.github.evenkeel.examples.protocolnode;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.CircuitBreaker;
import io.github.evenkeel.core.health.CircuitBreaker.State;
import io.github.evenkeel.core.health.FlapDamping;
import io.github.evenkeel.core.health.HealthStatus;
import io.github.evenkeel.core.health.HealthThresholds;
import io.github.evenkeel.core.health.HealthTracker;
import io.github.evenkeel.core.health.ProbeKind;
import io.github.evenkeel.core.health.ProbeResult;

/**
 * What is known of one server. Of the library these are the parts, not the pool made of them: a pool keeps half of its
 * servers in use however many circuits are open, and this protocol wants to be told instead.
 */
final class ServerCircuit {

    /** Who reports has counted the failures already, so each report is a verdict. */
    private static final HealthThresholds EACH_REPORT_DECIDES = new HealthThresholds(1, 1, FlapDamping.NONE);

    private final HealthTracker health = new HealthTracker(EACH_REPORT_DECIDES);
    private final CircuitBreaker breaker;

    /** Of the trial that was routed last, until its outcome is recorded. */
    private int trial = CircuitBreaker.NO_PERMIT;

    /** The seed spreads the open times of the servers, the same way in every run. */
    ServerCircuit(long seed) {
        breaker = new CircuitBreaker(BreakerSettings.DEFAULT, seed, 0);
    }

    void probed(boolean passed, long nowNanos) {
        health.probe(ProbeKind.LIVENESS, passed ? ProbeResult.PASSED : ProbeResult.FAILED, nowNanos);
    }

    /** A server is healthy until a report says otherwise. */
    boolean isHealthy(long nowNanos) {
        return health.status(nowNanos) != HealthStatus.UNHEALTHY;
    }

    /** Half-open from the moment a trial is due, other than the breaker, which waits for somebody to make it. */
    State state(long nowNanos) {
        State state = breaker.state();
        boolean due = state == State.OPEN && nowNanos - breaker.trialDueNanos() >= 0;
        return due ? State.HALF_OPEN : state;
    }

    /** Whether the next request may go there; if it is a trial, no other one may until its outcome is known. */
    boolean admits(long nowNanos) {
        if (!isHealthy(nowNanos)) {
            return false;
        }
        int permit = breaker.tryAcquire(nowNanos);
        if (permit == CircuitBreaker.NO_PERMIT) {
            return false;
        }
        trial = breaker.state() == State.HALF_OPEN ? permit : CircuitBreaker.NO_PERMIT;
        return true;
    }

    /** An outcome of a request that was routed, or of one that nobody asked a route for. */
    void requested(boolean succeeded, long nowNanos) {
        int permit = trial != CircuitBreaker.NO_PERMIT ? trial : breaker.tryAcquire(nowNanos);
        trial = CircuitBreaker.NO_PERMIT;
        if (succeeded) {
            breaker.succeed(permit, nowNanos);
        } else {
            breaker.fail(permit, nowNanos);
        }
    }
}
