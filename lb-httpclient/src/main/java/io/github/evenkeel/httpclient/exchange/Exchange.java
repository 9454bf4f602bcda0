package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One request of the caller and all it takes to answer it. Decides, after each attempt, what comes next; two drivers,
 * a blocking and an asynchronous one, carry it out. Decided in one place, driven in two: the blocking way costs no hop
 * between threads.
 *
 * @param <T> the type of the response body
 */
final class Exchange<T> {
    private final HttpPool pool;
    private final BodyHandler<T> handler;
    private final @Nullable TrackedPublisher body;
    private final boolean idempotent;
    private final Claims claims;
    private final Deadline deadline;

    /** Made by the first one; written and read by one driver step at a time. */
    private @Nullable Setbacks setbacks;

    /** When to hedge; written before anything is sent. */
    private long hedgeNanos = Hedges.NO_HEDGE;

    /** Set by whoever takes the answer away from us (cancel, timeout); read before each next step. */
    private volatile boolean aborted;

    Exchange(HttpPool pool, HttpRequest request, BodyHandler<T> handler) {
        this.pool = pool;
        this.handler = handler;
        this.body = request.bodyPublisher().map(TrackedPublisher::new).orElse(null);
        this.idempotent = pool.retries().policy().idempotent().test(request);
        this.claims = new Claims(pool, request);
        this.deadline = Deadline.in(request.timeout());
    }

    /** The client that sends an attempt. */
    HttpClient client(Clients clients, Attempt<T> attempt) {
        return clients.to(attempt.server(), pool.tlsName());
    }

    /** Looks whether it may be hedged, and when. */
    boolean willHedge() {
        boolean harmless = idempotent
                && (body == null || body.isReplayable())
                && claims.session().home() == null;
        hedgeNanos = harmless && pool.retries().policy().attempts() > 1
                ? pool.hedges().delayNanos(System.nanoTime())
                : Hedges.NO_HEDGE;
        return hedgeNanos != Hedges.NO_HEDGE;
    }

    /** How long to wait before a hedge, or {@link Hedges#NO_HEDGE}. */
    long hedgeNanos() {
        return hedgeNanos;
    }

    /** The first attempt, its lease open, or null if it has to wait for room first. */
    @Nullable
    Attempt<T> first() throws IOException {
        long now = System.nanoTime();
        pool.retries().deposit(now);
        Lease lease = claims.first(now);
        return lease == null ? null : first(lease);
    }

    /** Joins those who wait for room: completed with a lease when it is this one's turn. */
    CompletableFuture<Lease> awaitRoom() throws IOException {
        return claims.awaitRoom(deadline);
    }

    /** The server for a request that has waited in vain, or what that means to the caller. */
    Lease insteadOfWaiting(Throwable failure) throws IOException {
        return claims.insteadOfWaiting(failure, deadline);
    }

    /** Once its server is claimed. */
    Attempt<T> first(Lease lease) {
        Attempt<T> first = attempt(lease, List.of());
        if (hedgeNanos != Hedges.NO_HEDGE) {
            first.enter(new Race<>(first, pool.hedges()));
        }
        return first;
    }

    /** A second attempt beside the first, its lease open, or null if it is too late, too much or too bold. */
    @Nullable
    Attempt<T> hedge(Attempt<T> first) {
        Race<T> race = first.race();
        long now = System.nanoTime();
        if (race == null || !race.isOpen() || !mayGoOn(first) || pool.hedges().delayNanos(now) == Hedges.NO_HEDGE) {
            return null;
        }
        Lease lease = claims.untried(first.lease(), now);
        if (lease == null) {
            return null;
        }
        Attempt<T> hedge = attempt(lease, first.tried());
        hedge.enter(race);
        if (!pool.retries().beginHedge(now) || !race.join(hedge)) {
            claims.giveBack(lease);
            return null;
        }
        return hedge;
    }

    /**
     * Ends an attempt and decides what follows.
     *
     * @param attempt the one that is over, as far as the driver can see
     * @param thrown what it failed with, or null if it has a response; then what follows is not a pause
     */
    Step<T> after(Attempt<T> attempt, @Nullable Throwable thrown) {
        if (thrown != null && FailureClassifier.saysClosed(thrown) && isWanted() && attempt.sendAnew()) {
            return new Step.Send<>(attempt); // the client was the server's own and ended as that left: now by another
        }
        FailureClass failureClass = thrown == null ? null : classify(attempt, thrown);
        Throwable failure = thrown == null || failureClass == FailureClass.NEUTRAL
                ? thrown
                : NamedFailure.of(
                        thrown, attempt.request().name(), pool.servers().name());
        boolean left = attempt.leavesDecision(failure);
        if (failureClass != null) {
            attempt.failed(failureClass);
        }
        Attempt<T> successor = attempt.end();
        if (left) {
            return new Step.Left<>();
        }
        if (successor != null) {
            if (aborted || failureClass == FailureClass.NEUTRAL) {
                successor.unused();
                return failure == null ? new Step.Done<>() : new Step.Failed<>(failure);
            }
            return new Step.Send<>(successor);
        }
        if (failure == null || failureClass == null) {
            return new Step.Done<>();
        }
        if (attempt.race() != null) {
            rememberBeside(attempt, attempt.race());
        }
        Attempt<T> latest = attempt.latest();
        if (failureClass == FailureClass.LOCAL_LIMIT) {
            return afterLocalLimit(latest, failure);
        }
        if (!failureClass.allowsRetry(idempotent) || !attempt.leftNoTrace() || !mayGoOn(latest)) {
            return failed(failure);
        }
        long now = System.nanoTime();
        if (!pool.retries().affordable(now)) {
            return failed(failure);
        }
        Lease lease = claims.any(latest.lease(), now);
        return lease == null ? pauseAfter(latest, failure) : send(next(latest, lease, now), failure);
    }

    private void rememberBeside(Attempt<T> attempt, Race<T> race) {
        Throwable beside = race.failureBeside(attempt);
        if (beside != null) {
            setbacks().add(beside);
        }
    }

    /**
     * The client has as many streams under way to that server as it allows, which says nothing of the server, and which
     * the server saw nothing of: so that was no attempt, and costs nothing of the budget. Another server, or later.
     */
    private Step<T> afterLocalLimit(Attempt<T> attempt, Throwable failure) {
        if (!isWanted() || !setbacks().mayWaitForStreams()) {
            return failed(failure);
        }
        Lease lease = claims.any(attempt.lease(), System.nanoTime());
        return lease == null ? pauseOrDone(attempt, failure, true) : new Step.Send<>(attempt(lease, attempt.earlier()));
    }

    /** Nobody untried is left. Who let us wait in vain is not asked again. */
    private Step<T> pauseAfter(Attempt<T> attempt, Throwable failure) {
        return failure instanceof HttpTimeoutException ? failed(failure) : pauseOrDone(attempt, failure, false);
    }

    private Step<T> pauseOrDone(Attempt<T> attempt, Throwable failure, boolean forStreams) {
        Step<T> pause = setbacks().pause(attempt, failure, forStreams);
        return pause == null ? failed(failure) : pause;
    }

    /** After a pause, whoever was tried before may be tried again. */
    Step<T> resume(Step.Pause<T> pause) {
        Attempt<T> failed = pause.failed();
        if (pause.forStreams()) {
            Lease lease = isWanted() ? claims.any(null, System.nanoTime()) : null;
            return lease == null ? failed(pause.failure()) : new Step.Send<>(attempt(lease, failed.earlier()));
        }
        if (!mayGoOn(failed)) {
            return failed(pause.failure());
        }
        long now = System.nanoTime();
        return send(next(pause.failed(), claims.any(null, now), now), pause.failure());
    }

    private Step<T> send(@Nullable Attempt<T> next, Throwable failure) {
        if (next == null) {
            return failed(failure);
        }
        setbacks().add(failure);
        return new Step.Send<>(next);
    }

    private Setbacks setbacks() {
        Setbacks sofar = setbacks == null ? new Setbacks(deadline) : setbacks;
        setbacks = sofar;
        return sofar;
    }

    private Step<T> failed(Throwable failure) {
        if (setbacks != null) {
            setbacks.addTo(failure);
        }
        return new Step.Failed<>(failure);
    }

    /**
     * The attempt to make instead of handing over a response with this status, if there is to be one. Decided before
     * the caller's handler is asked for anything, and with the next server claimed: once the body is thrown away there
     * is no way back.
     */
    @Nullable
    Attempt<T> insteadOf(Attempt<T> attempt, int status) {
        Attempt<T> latest = attempt.latest();
        if (!retriesOn(status) || !mayGoOn(latest)) {
            return null;
        }
        long now = System.nanoTime();
        return pool.retries().affordable(now) ? next(latest, claims.untried(latest.lease(), now), now) : null;
    }

    /** Whether another server is asked rather than hand over an answer with this status. */
    boolean retriesOn(int status) {
        return idempotent && pool.retries().policy().statuses().contains(status);
    }

    /** The attempt on the server claimed, if there was one to claim and the budget still has something left for it. */
    private @Nullable Attempt<T> next(Attempt<T> attempt, @Nullable Lease claimed, long now) {
        if (claimed == null) {
            return null;
        }
        if (!pool.retries().begin(now)) {
            claims.giveBack(claimed);
            return null;
        }
        return attempt(claimed, attempt.tried());
    }

    private boolean mayGoOn(Attempt<T> attempt) {
        return isWanted() && attempt.number() < pool.retries().policy().attempts();
    }

    /** Whether there is still somebody to answer, somebody to ask, and something to send. */
    private boolean isWanted() {
        return !aborted && !pool.closed().get() && (body == null || body.canBeSent()) && !deadline.isOver();
    }

    private FailureClass classify(Attempt<T> attempt, Throwable failure) {
        FailureClass found =
                FailureClassifier.classify(failure, attempt.request().method(), attempt.responseBegun());
        boolean callersBody =
                body != null && (body.hasFailed() || (found == FailureClass.TIMED_OUT && body.isWaitedFor()));
        return callersBody || attempt.callerFailed() ? FailureClass.NEUTRAL : found;
    }

    private Attempt<T> attempt(Lease lease, List<Server> earlier) {
        return new Attempt<>(this, lease, earlier, claims.routed(lease.server(), body, deadline));
    }

    Claims claims() {
        return claims;
    }

    BodyHandler<T> handler() {
        return handler;
    }

    BodyWatch bodies() {
        return pool.bodies();
    }

    /** Has a body end with the exchange's time, if that covers bodies. */
    void limit(BodyAccount<T> account, Attempt<T> attempt) {
        if (pool.bodies().timeouts().wholeBody() && !deadline.isNone()) {
            account.stopIn(deadline.leftNanos(), attempt.request().name() + ": the body did not end in time");
        }
    }

    /** The caller has another answer: no further attempt is made. */
    void abort() {
        aborted = true;
    }

    boolean isAborted() {
        return aborted;
    }
}
