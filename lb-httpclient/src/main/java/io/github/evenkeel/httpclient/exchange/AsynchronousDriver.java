package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.core.server.Lease;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what an exchange decides, without a thread that waits. The clients are handed from step to step and not
 * kept: before JDK 21 it ends when nobody refers to it, so only a step under way may.
 */
final class AsynchronousDriver<T> {
    private final Exchange<T> exchange;
    private final @Nullable Pushes<T> pushes;
    private final Presenter<T> presenter;
    private final ExchangeFuture<HttpResponse<T>> answer = new ExchangeFuture<>(this::abort);

    /**
     * The attempt or the pause under way. Written by each step before it looks whether the exchange was aborted, read by abort after
     * it said so: one of the two cancels.
     */
    private volatile @Nullable CompletableFuture<?> running;

    /** That of the first attempt; written before it is sent, read by abort. */
    private volatile @Nullable Race<T> race;

    AsynchronousDriver(Exchange<T> exchange, @Nullable Pushes<T> pushes, Presenter<T> presenter) {
        this.exchange = exchange;
        this.pushes = pushes;
        this.presenter = presenter;
    }

    CompletableFuture<HttpResponse<T>> start(Clients clients) {
        try {
            Attempt<T> first = exchange.first();
            if (first == null) {
                awaitRoom(clients);
            } else {
                begin(first, first.race(), clients);
            }
        } catch (IOException noServer) {
            answer.finishExceptionally(noServer);
        }
        return answer;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // admitted leaves nothing to ignore
    private void awaitRoom(Clients clients) throws IOException {
        CompletableFuture<Lease> turn = exchange.awaitRoom();
        run(turn);
        turn.whenCompleteAsync((lease, failure) -> admitted(lease, failure, clients));
    }

    private void admitted(@Nullable Lease turn, @Nullable Throwable failure, Clients clients) {
        if (exchange.isAborted()) {
            if (turn != null) {
                exchange.claims().giveBack(turn);
            }
            answer.cancel(false); // not complete yet if the caller completed one derived from it
            return;
        }
        try {
            Attempt<T> first = exchange.first(
                    turn != null
                            ? turn
                            : exchange.insteadOfWaiting(FailureClassifier.unwrap(Objects.requireNonNull(failure))));
            begin(first, first.race(), clients);
        } catch (IOException | RuntimeException | Error refused) {
            answer.finishExceptionally(refused);
        }
    }

    /** The first one, which may be hedged. */
    private void begin(Attempt<T> first, @Nullable Race<T> hedged, Clients clients) {
        race = hedged;
        begin(first, clients);
        if (hedged != null) {
            hedgeLater(hedged, first, clients);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // hedge leaves nothing to ignore
    private void hedgeLater(Race<T> race, Attempt<T> first, Clients clients) {
        CompletableFuture<Void> timer =
                new CompletableFuture<Void>().completeOnTimeout(null, exchange.hedgeNanos(), TimeUnit.NANOSECONDS);
        timer.thenRunAsync(() -> hedge(first, clients));
        race.waitsFor(timer);
    }

    private void hedge(Attempt<T> first, Clients clients) {
        Attempt<T> hedge = exchange.hedge(first);
        if (hedge != null) {
            try {
                begin(hedge, clients);
            } catch (RuntimeException | Error refused) {
                step(hedge, clients, null, refused);
            }
        }
    }

    /** Sends an attempt. What the client refuses to send at all it throws, as the JDK does. */
    @SuppressWarnings("FutureReturnValueIgnored") // step leaves nothing to ignore
    private void begin(Attempt<T> attempt, Clients clients) {
        CompletableFuture<HttpResponse<T>> sent;
        PushPromiseHandler<T> taker = pushes == null ? null : pushes.beside(attempt);
        try {
            sent = exchange.client(clients, attempt).sendAsync(attempt.request(), attempt, taker);
        } catch (RuntimeException | Error refused) {
            attempt.failed(FailureClass.NEUTRAL);
            throw refused;
        }
        Race<T> with = attempt.race();
        if (with == null) {
            run(sent);
        } else {
            with.sent(attempt, sent);
        }
        Alarm alarm = Alarm.set(attempt, () -> CompletableFuture.runAsync(() -> sent.cancel(true)));
        sent.whenComplete((response, failure) ->
                step(attempt, clients, response, failure == null || alarm == null ? failure : alarm.read(failure)));
    }

    private void run(CompletableFuture<?> now) {
        running = now;
        if (exchange.isAborted()) {
            now.cancel(true);
        }
    }

    private void step(
            Attempt<T> attempt, Clients clients, @Nullable HttpResponse<T> response, @Nullable Throwable failure) {
        try {
            Step<T> next = exchange.after(attempt, failure == null ? null : FailureClassifier.unwrap(failure));
            if (next instanceof Step.Done) {
                handOver(attempt, Objects.requireNonNull(response));
            } else {
                follow(next, clients);
            }
        } catch (RuntimeException | Error e) {
            answer.finishExceptionally(e);
        }
    }

    private void follow(Step<T> next, Clients clients) {
        if (next instanceof Step.Send<T> send) {
            begin(send.attempt(), clients);
        } else if (next instanceof Step.Pause<T> pause) {
            await(pause, clients);
        } else if (next instanceof Step.Failed<T> failed) {
            answer.finishExceptionally(failed.failure());
        }
    }

    /** Waits on the JDK's own timer and goes on where all futures without an executor do. */
    @SuppressWarnings("FutureReturnValueIgnored") // resume leaves nothing to ignore
    private void await(Step.Pause<T> pause, Clients clients) {
        CompletableFuture<Void> over =
                new CompletableFuture<Void>().completeOnTimeout(null, pause.nanos(), TimeUnit.NANOSECONDS);
        run(over);
        over.whenCompleteAsync((nothing, cancelled) -> resume(pause, clients));
    }

    private void resume(Step.Pause<T> pause, Clients clients) {
        try {
            follow(exchange.resume(pause), clients);
        } catch (RuntimeException | Error e) {
            answer.finishExceptionally(e);
        }
    }

    private void handOver(Attempt<T> attempt, HttpResponse<T> response) {
        if (!exchange.isAborted() && answer.finish(presenter.present(response, attempt))) {
            attempt.handedOver();
        } else {
            attempt.abandoned();
            answer.cancel(false); // not complete yet if the caller completed one derived from it
        }
    }

    private void abort() {
        exchange.abort();
        Race<T> first = race;
        if (first != null) {
            first.cancel();
        }
        CompletableFuture<?> now = running;
        if (now != null) {
            now.cancel(true);
        }
    }
}
