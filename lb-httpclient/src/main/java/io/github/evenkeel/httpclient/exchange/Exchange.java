package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.core.limit.ConcurrencyLimit;
import io.github.evenkeel.core.selection.LoadReport;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.httpclient.load.Orca;
import io.github.evenkeel.httpclient.session.Session;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request of the caller and all it takes to answer it. Decides, after each attempt, what comes next; two drivers,
 * a blocking and an asynchronous one, carry it out. Decided in one place, driven in two: the blocking way costs no hop
 * between threads.
 *
 * @param <T> the type of the response body
 */
public final class Exchange<T> {
    /**
     * Makes what the caller gets of what the server sent.
     *
     * @param <T> the type of the response body
     */
    @FunctionalInterface
    public interface Presenter<T> {
        /**
         * Presents a response.
         *
         * @param response as the JDK client gave it
         * @param attempt the attempt that it answers
         * @return as the caller sees it
         */
        HttpResponse<T> present(HttpResponse<T> response, Attempt<T> attempt);
    }

    /** Of a request without a timeout of its own. */
    private static final long LONGEST_WAIT_FOR_STREAMS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final HttpPool pool;
    private final HttpRequest request;
    private final BodyHandler<T> handler;
    private final @Nullable TrackedPublisher body;
    private final boolean idempotent;
    private final boolean secure;
    private final long key;
    private final Session session;
    private final Deadline deadline;

    /** Failures of attempts that were followed by another; written by one driver step at a time. */
    private final List<Throwable> earlierFailures = new ArrayList<>(0);

    /** How often it has waited; written and read by one driver step at a time. */
    private int pauses;

    /** How much of that was for want of streams; written and read by one driver step at a time. */
    private long waitedForStreamsNanos;

    /** When to hedge; written before anything is sent. */
    private long hedgeNanos = Hedges.NO_HEDGE;

    /** Whether a server was passed over because it had no room; written and read before anything is sent. */
    private boolean passedFull;

    /** Set by whoever takes the answer away from us (cancel, timeout); read before each next step. */
    private volatile boolean aborted;

    /**
     * Nothing is sent yet.
     *
     * @param pool where it may go
     * @param request what the caller asked
     * @param handler what the caller does with the response
     */
    public Exchange(HttpPool pool, HttpRequest request, BodyHandler<T> handler) {
        this.pool = pool;
        this.request = request;
        this.handler = handler;
        this.body = request.bodyPublisher().map(TrackedPublisher::new).orElse(null);
        this.idempotent = pool.retries().policy().idempotent().test(request);
        this.secure = !isPlain(request.uri());
        this.key = pool.key(request, ThreadLocalRandom.current());
        this.session = pool.sessions().of(request, pool.servers());
        this.deadline = Deadline.in(request.timeout());
        pool.loadProbes().accept(key);
    }

    /**
     * Drives it on the calling thread.
     *
     * @param clients send the attempts
     * @param presenter makes what the caller gets
     * @return the response
     * @throws IOException if the last attempt failed; earlier failures are suppressed in it
     * @throws InterruptedException if the thread was interrupted; the attempt under way is then ended
     */
    public HttpResponse<T> send(Clients clients, Presenter<T> presenter) throws IOException, InterruptedException {
        if (willHedge()) {
            return BlockingDriver.await(new AsynchronousDriver<>(this, null, presenter).start(clients));
        }
        return new BlockingDriver<>(this, presenter).send(clients);
    }

    /**
     * Drives it on the client's threads.
     *
     * @param clients send the attempts
     * @param pushes takes pushed responses, or null to refuse them
     * @param presenter makes what the caller gets
     * @return the response to be; completing it in any other way ends the exchange
     */
    public CompletableFuture<HttpResponse<T>> sendAsync(
            Clients clients, @Nullable PushPromiseHandler<T> pushes, Presenter<T> presenter) {
        if (pushes == null) {
            willHedge();
        }
        return new AsynchronousDriver<>(this, pushes, presenter).start(clients);
    }

    /** The client that sends an attempt. */
    HttpClient client(Clients clients, Attempt<T> attempt) {
        return clients.to(attempt.server(), pool.tlsName());
    }

    /** Looks whether it may be hedged, and when. */
    private boolean willHedge() {
        boolean harmless = idempotent && (body == null || body.isReplayable()) && session.home() == null;
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
        Server home = session.home();
        Lease lease = home == null || !mayHave(home) ? null : pool.servers().acquireFrom(home, now);
        if (lease == null && pool.admission().hasLine()) {
            return null;
        }
        if (lease == null) {
            lease = claimFirst();
        }
        if (lease == null && passedFull) {
            return null;
        }
        if (lease == null) {
            refusePlainText();
            throw pool.noServer(secure);
        }
        return first(lease);
    }

    private @Nullable Lease claimFirst() {
        long now = System.nanoTime();
        return secure ? claim(null, now) : acquire(null, now);
    }

    /** Joins those who wait for room: completed with a lease when it is this one's turn. */
    CompletableFuture<Lease> awaitRoom() throws ConnectException {
        return pool.admission().await(this::claimFirst, deadline.isNone() ? Long.MAX_VALUE : deadline.leftNanos());
    }

    /** What a wait that has failed means to the caller. */
    Throwable noRoom(Throwable failure) {
        return failure instanceof TimeoutException
                ? new HttpConnectTimeoutException("no server of pool '"
                        + pool.servers().name() + "' had room in time for " + request.method() + " "
                        + request.uri().getRawPath())
                : failure;
    }

    /** The lease is not needed after all. */
    void giveBack(Lease lease) {
        pool.admission().giveBack(lease);
    }

    /** Once its server is claimed. */
    Attempt<T> first(Lease lease) {
        Attempt<T> first = attempt(lease, 1);
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
        Lease lease = acquire(first.lease(), now);
        if (lease == null) {
            return null;
        }
        Attempt<T> hedge = attempt(lease, first.number() + 1);
        hedge.enter(race);
        if (!pool.retries().beginHedge(now) || !race.join(hedge)) {
            giveBack(lease);
            return null;
        }
        return hedge;
    }

    private void refusePlainText() {
        List<Server> servers = pool.servers().servers();
        if (!servers.isEmpty() && servers.stream().noneMatch(this::mayHave)) {
            throw new IllegalArgumentException(request.uri() + " asks for https but would be sent in plain text to "
                    + servers.get(0).origin() + "; ask for http, or list https servers");
        }
    }

    /**
     * Ends an attempt and decides what follows.
     *
     * @param attempt the one that is over, as far as the driver can see
     * @param failure what it failed with, or null if it has a response; then what follows is not a pause
     */
    Step<T> after(Attempt<T> attempt, @Nullable Throwable failure) {
        FailureClass failureClass = failure == null ? null : classify(attempt, failure);
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
                return new Step.Done<>();
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
            return done(failure);
        }
        long now = System.nanoTime();
        if (!pool.retries().affordable(now)) {
            return done(failure);
        }
        Lease lease = claim(latest.lease(), now);
        return lease == null ? pauseAfter(latest, failure) : send(next(latest, lease, now), failure);
    }

    private void rememberBeside(Attempt<T> attempt, Race<T> race) {
        Throwable beside = race.failureBeside(attempt);
        if (beside != null) {
            earlierFailures.add(beside);
        }
    }

    /**
     * The client has as many streams under way to that server as it allows, which says nothing of the server, and which
     * the server saw nothing of: so that was no attempt, and costs nothing of the budget. Another server, or later.
     */
    private Step<T> afterLocalLimit(Attempt<T> attempt, Throwable failure) {
        if (!isWanted() || waitedForStreamsNanos > LONGEST_WAIT_FOR_STREAMS_NANOS) {
            return done(failure);
        }
        Lease lease = claim(attempt.lease(), System.nanoTime());
        if (lease != null) {
            return new Step.Send<>(attempt(lease, attempt.number()));
        }
        long nanos = BackOff.nanos(pauses, ThreadLocalRandom.current());
        if (!deadline.allows(nanos)) {
            return done(failure);
        }
        pauses++;
        waitedForStreamsNanos += nanos;
        return new Step.Pause<>(nanos, attempt, failure);
    }

    /** Nobody untried is left. Who let us wait in vain is not asked again, nor is anybody when there is no time. */
    private Step<T> pauseAfter(Attempt<T> attempt, Throwable failure) {
        long nanos = BackOff.nanos(pauses, ThreadLocalRandom.current());
        if (failure instanceof HttpTimeoutException || !deadline.allows(nanos)) {
            return done(failure);
        }
        pauses++;
        return new Step.Pause<>(nanos, attempt, failure);
    }

    /** After a pause, whoever was tried before may be tried again. */
    Step<T> resume(Step.Pause<T> pause) {
        Attempt<T> failed = pause.failed();
        if (classify(failed, pause.failure()) == FailureClass.LOCAL_LIMIT) {
            Lease lease = isWanted() ? claim(null, System.nanoTime()) : null;
            return lease == null ? done(pause.failure()) : new Step.Send<>(attempt(lease, failed.number()));
        }
        if (!mayGoOn(failed)) {
            return done(pause.failure());
        }
        long now = System.nanoTime();
        return send(next(pause.failed(), claim(null, now), now), pause.failure());
    }

    /** A server that is not among those tried, the least bad one if none is eligible. */
    private @Nullable Lease claim(@Nullable Lease tried, long now) {
        Lease lease = acquire(tried, now);
        return lease != null ? lease : acquireLastResort(tried, now);
    }

    private Step<T> send(@Nullable Attempt<T> next, Throwable failure) {
        if (next == null) {
            return done(failure);
        }
        earlierFailures.add(failure);
        return new Step.Send<>(next);
    }

    private Step<T> done(Throwable failure) {
        for (Throwable earlier : earlierFailures) {
            if (earlier != failure) {
                failure.addSuppressed(earlier);
            }
        }
        return new Step.Done<>();
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
        return pool.retries().affordable(now) ? next(latest, acquire(latest.lease(), now), now) : null;
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
            giveBack(claimed);
            return null;
        }
        return attempt(claimed, attempt.number() + 1);
    }

    private boolean mayGoOn(Attempt<T> attempt) {
        return isWanted() && attempt.number() < pool.retries().policy().attempts();
    }

    /** Whether there is still somebody to answer, somebody to ask, and something to send. */
    private boolean isWanted() {
        return !aborted && !pool.closed().get() && (body == null || body.canBeSent()) && !deadline.isOver();
    }

    private FailureClass classify(Attempt<T> attempt, Throwable failure) {
        boolean callersBody = body != null && body.hasFailed();
        return callersBody ? FailureClass.NEUTRAL : FailureClassifier.classify(failure, attempt.responseBegun());
    }

    private @Nullable Lease acquire(@Nullable Lease tried, long now) {
        Lease lease = pool.servers().acquire(key, now, ThreadLocalRandom.current(), tried);
        while (lease != null && !takes(lease, now)) {
            lease.withdraw(now);
            lease = pool.servers().acquire(key, now, ThreadLocalRandom.current(), lease);
        }
        return lease;
    }

    private @Nullable Lease acquireLastResort(@Nullable Lease tried, long now) {
        Lease lease = pool.servers().acquireLastResort(now, ThreadLocalRandom.current(), tried);
        while (lease != null && !takes(lease, now)) {
            lease.withdraw(now);
            lease = pool.servers().acquireLastResort(now, ThreadLocalRandom.current(), lease);
        }
        return lease;
    }

    /** Whether the server will do and has room. */
    private boolean takes(Lease lease, long now) {
        if (!mayHave(lease.server())) {
            return false;
        }
        boolean room = pool.admission().admits(lease, now);
        passedFull |= !room;
        return room;
    }

    /** What was asked for in https never goes out in plain text; http servers are passed over as if they were tried. */
    private boolean mayHave(Server server) {
        return !secure || !isPlain(server.origin());
    }

    private Attempt<T> attempt(Lease lease, int number) {
        URI origin = lease.server().origin();
        HttpClient.Version version = request.version().orElse(isPlain(origin) ? pool.plainVersion() : null);
        Duration longest = deadline.left(pool.bodies().timeouts().attempt());
        HttpHeaders headers = session.asSent(request.headers());
        HttpHeaders sent = pool.readsReports() ? Orca.asking(headers) : headers;
        HttpRequest routed = new RoutedRequest(request, at(origin), sent, body, longest, version);
        return new Attempt<>(this, lease, number, routed);
    }

    private static boolean isPlain(URI uri) {
        return uri.getScheme().equalsIgnoreCase("http");
    }

    private URI at(URI origin) {
        String path = request.uri().getRawPath();
        String query = request.uri().getRawQuery();
        return URI.create(origin + path + (query == null ? "" : "?" + query));
    }

    /** A server has answered, perhaps with a report of its load. */
    void answered(Server server, HttpHeaders headers) {
        LoadReport report = pool.readsReports() ? Orca.report(headers) : null;
        if (report != null) {
            pool.servers().report(server, report, System.nanoTime());
        }
    }

    Session session() {
        return session;
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
            account.stopIn(deadline.leftNanos(), attempt.name() + ": the body did not end in time");
        }
    }

    /** An attempt has closed its lease. */
    void release(Lease lease, ConcurrencyLimit.Outcome outcome, long headNanos) {
        pool.admission().release(lease, outcome, headNanos);
    }

    /** The caller has another answer: no further attempt is made. */
    void abort() {
        aborted = true;
    }

    boolean isAborted() {
        return aborted;
    }
}
