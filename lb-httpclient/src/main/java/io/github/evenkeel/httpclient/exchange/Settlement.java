package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.core.limit.ConcurrencyLimit.Outcome;
import io.github.evenkeel.core.server.FailureKind;
import io.github.evenkeel.core.server.Lease;
import org.jspecify.annotations.Nullable;

/**
 * How the lease of one attempt is closed, exactly once, when the attempt is over for the server: at the end of the
 * response's body, or with what went wrong before.
 */
final class Settlement implements BodyOwner {
    private final Lease lease;
    private final Claims claims;
    private final RoutedRequest request;

    /*
     * Written by the JDK's threads as the response arrives; read by the driver when the attempt is over. The JDK
     * completes the attempt's future after the last of these writes that matters to the driver, except for those below:
     * see there.
     */
    private volatile boolean callerFailed;
    private volatile long headNanos;
    private volatile StatusVerdict verdict = StatusVerdict.SUCCESS;

    /*
     * Who closes the lease when the body breaks? Before the response is handed over the driver does, because only it
     * sees whether the caller broke it (a cancelled future and an interrupted send break the body too). Afterwards
     * there is no driver. Each side sets its own flag before it reads the other's, so at least one sees both; closing
     * twice is harmless.
     */
    private volatile @Nullable Throwable bodyFailure;
    private volatile boolean handedOver;

    Settlement(Lease lease, Claims claims, RoutedRequest request) {
        this.lease = lease;
        this.claims = claims;
        this.request = request;
    }

    Lease lease() {
        return lease;
    }

    /** The head is there, and says that of the server. */
    void judge(StatusVerdict byHead) {
        verdict = byHead;
    }

    boolean isGood() {
        return verdict == StatusVerdict.SUCCESS;
    }

    /** The caller is to have the response: a good one has taken the server until now. */
    void respond() {
        if (isGood()) {
            headNanos = System.nanoTime();
            lease.respond(headNanos);
        }
    }

    @Override
    public String name() {
        return request.name();
    }

    /** As the head says. */
    @Override
    public void bodyEnded() {
        verdict.close(lease, System.nanoTime());
        release(verdict.outcome());
    }

    @Override
    public void bodyBroke(Throwable failure) {
        bodyFailure = failure;
        if (handedOver) {
            failed(FailureClassifier.classify(failure, true));
        }
    }

    @Override
    public void bodyClosedEarly() {
        cancel();
    }

    @Override
    public void callerFailed() {
        callerFailed = true;
        cancel();
    }

    boolean hasCallerFailed() {
        return callerFailed;
    }

    /** The caller has the response. */
    void handedOver() {
        handedOver = true;
        Throwable failure = bodyFailure;
        if (failure != null) {
            failed(FailureClassifier.classify(failure, true));
        }
    }

    /** By what the driver saw, unless the body has closed it. */
    void failed(FailureClass failureClass) {
        FailureKind blame = callerFailed ? null : failureClass.blame();
        if (blame == null) {
            cancel();
        } else {
            lease.fail(blame, System.nanoTime());
            release(blame == FailureKind.TIMEOUT ? Outcome.DROPPED : Outcome.IGNORED);
        }
    }

    /** Ended from our side, which does not excuse a server that had answered with an error by then. */
    void cancel() {
        if (verdict == StatusVerdict.FAILURE) {
            lease.fail(FailureKind.STATUS, System.nanoTime());
        } else {
            lease.cancel(System.nanoTime());
        }
        release(headNanos == 0 ? Outcome.IGNORED : Outcome.SUCCEEDED);
    }

    /** Its hedge was answered first, which does not excuse it either. */
    void overtaken() {
        if (verdict != StatusVerdict.FAILURE) {
            lease.overtaken(System.nanoTime());
        }
        cancel(); // which closes no lease twice
    }

    /** Its room is free, and what it tells of the server's limit is known. */
    private void release(Outcome outcome) {
        claims.release(lease, outcome, headNanos == 0 ? System.nanoTime() : headNanos);
    }
}
