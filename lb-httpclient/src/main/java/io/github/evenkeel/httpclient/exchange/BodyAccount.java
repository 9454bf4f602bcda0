package io.github.evenkeel.httpclient.exchange;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The caller's body subscriber, watched: however the body ends (read to its end, broken off, closed early by the
 * reader, failed by the caller's own code, or stopped for taking too long) its owner hears of it.
 */
final class BodyAccount<T> implements BodySubscriber<T>, Flow.Subscription {
    private static final VarHandle TURN;
    private static final VarHandle DEMAND;
    private static final VarHandle WATCHED;

    static {
        try {
            TURN = MethodHandles.lookup().findVarHandle(BodyAccount.class, "turn", int.class);
            DEMAND = MethodHandles.lookup().findVarHandle(BodyAccount.class, "demand", long.class);
            WATCHED = MethodHandles.lookup().findVarHandle(BodyAccount.class, "watched", Standstill.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final BodySubscriber<T> downstream;
    private final BodySubscriber<T> front;
    private final BodyOwner owner;
    private final BodyWatch watch;

    /*
     * Both written and read by the JDK's thread, the reader's, and (abandon) the driver's: whoever comes second of
     * onSubscribe and abandon sees the other's write and cancels.
     */
    private volatile Flow.@Nullable Subscription upstream;
    private volatile boolean abandoned;

    /** Written by the reader who closes it, read by who would watch it. */
    private volatile boolean closed;

    /*
     * Whose turn it is to call downstream, which must hear of one thing at a time: the JDK's thread as parts arrive, or
     * a timer that ends the body. A timer that finds a part being delivered leaves its failure to the one delivering.
     */
    private static final int FREE = 0;
    private static final int DELIVERING = 1;
    private static final int TO_BE_STOPPED = 2;
    private static final int STOPPED = 3;
    private static final int BROKEN = 4;
    private static final int ENDED = 5;

    @SuppressWarnings("UnusedVariable") // through TURN
    private volatile int turn = FREE;

    /** Written before the turn becomes TO_BE_STOPPED, read by who finds it so. */
    private @Nullable Throwable stopped;

    /**
     * How many parts the reader has asked for and not got: while it is 0 the server is not the one who is waited for.
     * Written by the reader's and the JDK's threads, read by the watch, for which a stale value is one of a moment ago.
     */
    @SuppressWarnings("UnusedVariable") // through DEMAND
    private volatile long demand;

    /** So much is as good as everything, and a few times as much is still a long. */
    private static final long ENDLESS = 1L << 60;

    /** Written by the JDK's thread alone, read by the watch. */
    private volatile int parts;

    /**
     * Written once by whoever hands it over or subscribes, read where it ends: who comes second of the two removes it.
     */
    @SuppressWarnings("UnusedVariable") // through WATCHED
    private volatile @Nullable Standstill watched;

    /** Written before the body is subscribed to, read where it ends. */
    private volatile @Nullable CompletableFuture<Void> timeUp;

    BodyAccount(BodySubscriber<T> downstream, BodyOwner owner, BodyWatch watch) {
        this.downstream = Objects.requireNonNull(downstream, "the body handler must return a body subscriber");
        this.owner = owner;
        this.watch = watch;
        this.front = Front.of(this);
    }

    /** What the JDK is to see of it. */
    BodySubscriber<T> front() {
        return front;
    }

    /** Whether a broken body is lost without a trace, so that another one may take its place. */
    boolean onlyGathers() {
        return Gathering.is(downstream);
    }

    /** A body that fails though its subscriber was told of no failure, as where no file can be made, is the caller's own. */
    @Override
    public CompletionStage<T> getBody() {
        CompletionStage<T> body = downstream.getBody();
        return onlyGathers()
                ? body
                : body.whenComplete((whole, failure) -> {
                    if (failure != null && turn != BROKEN && turn != STOPPED) {
                        owner.callerFailed();
                    }
                });
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        upstream = subscription;
        if (watch.limitsServers()) {
            watchFromNowOn();
        }
        downstream.onSubscribe(this);
        if (abandoned) {
            cancel();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        int before = (int) TURN.compareAndExchange(this, FREE, DELIVERING);
        if (before == TO_BE_STOPPED || before == STOPPED) {
            return;
        }
        int earlier = parts;
        parts = earlier + 1;
        if (demand < ENDLESS) {
            DEMAND.getAndAdd(this, -1L);
        }
        try {
            downstream.onNext(bytes);
        } catch (Throwable failure) {
            owner.callerFailed();
            throw failure;
        } finally {
            if (before == FREE && !TURN.compareAndSet(this, DELIVERING, FREE)) {
                stopIfAsked();
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (ends(BROKEN)) {
            owner.bodyBroke(failure);
            downstream.onError(failure);
        }
    }

    @Override
    public void onComplete() {
        if (ends(ENDED)) {
            owner.bodyEnded();
            downstream.onComplete();
        }
    }

    /** Whether the end is still downstream's to hear of. */
    private boolean ends(int how) {
        int now = turn;
        while (now != STOPPED && !TURN.compareAndSet(this, now, how)) {
            now = turn;
        }
        unwatch();
        return now != STOPPED; // after a reader that failed at its end, the JDK tells it of that
    }

    @Override
    public void request(long n) {
        if (demand < ENDLESS) {
            DEMAND.getAndAdd(this, Math.max(0, Math.min(n, ENDLESS)));
        }
        upstream().request(n);
    }

    @Override
    public void cancel() {
        closed = true;
        unwatch();
        owner.bodyClosedEarly();
        upstream().cancel();
    }

    /** Nobody will read the body: its future was completed by someone else before the response came. */
    void abandon() {
        abandoned = true;
        if (upstream != null) {
            cancel();
        }
    }

    /** From now on a standstill is noticed, unless the body has ended. */
    void watchFromNowOn() {
        if (watched != null || isOver()) {
            return;
        }
        Standstill standstill = new Standstill(this, watch.timeouts());
        if (WATCHED.compareAndSet(this, null, standstill)) {
            watch.add(standstill);
            if (isOver()) {
                watch.remove(standstill);
            }
        }
    }

    private boolean isOver() {
        return closed || turn >= STOPPED;
    }

    /** Stops it when its time is up, should it not be over by then. */
    @SuppressWarnings("FutureReturnValueIgnored") // stop leaves nothing to ignore
    void stopIn(long nanos, String why) {
        CompletableFuture<Void> end =
                new CompletableFuture<Void>().completeOnTimeout(null, nanos, TimeUnit.NANOSECONDS);
        timeUp = end;
        end.thenRunAsync(() -> stop(new HttpTimeoutException(why)));
        if (isOver()) {
            end.cancel(false);
        }
    }

    private void unwatch() {
        Standstill standstill = watched;
        if (standstill != null) {
            watch.remove(standstill);
        }
        CompletableFuture<Void> end = timeUp;
        if (end != null) {
            end.cancel(false);
        }
    }

    String name() {
        return owner.name();
    }

    /** How many have arrived. */
    int parts() {
        return parts;
    }

    /** How many more the reader wants. */
    long demand() {
        return demand;
    }

    /** Ends the body by a failure of ours. False if it has ended, or was stopped before. */
    boolean stop(IOException failure) {
        while (true) {
            int now = turn;
            if (now == TO_BE_STOPPED || isOver()) {
                return false;
            }
            stopped = failure;
            if (TURN.compareAndSet(this, now, TO_BE_STOPPED)) {
                if (now == FREE) {
                    stopIfAsked();
                }
                return true;
            }
        }
    }

    private void stopIfAsked() {
        Throwable failure = stopped;
        if (failure == null || !TURN.compareAndSet(this, TO_BE_STOPPED, STOPPED)) {
            return;
        }
        unwatch();
        // Only who was waited for is to blame.
        if (demand > 0) {
            owner.bodyBroke(failure);
        } else {
            owner.bodyClosedEarly();
        }
        downstream.onError(failure);
        if (Front.hasOwnEnd(front)) {
            front.onError(failure); // which downstream does not hear of again
        }
        upstream().cancel();
    }

    private Flow.Subscription upstream() {
        Flow.Subscription subscription = upstream;
        if (subscription == null) {
            throw new IllegalStateException("used before onSubscribe");
        }
        return subscription;
    }
}
