package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.core.server.Lease;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Carries out what an exchange decides on the thread of the caller, who waits anyway: that costs no hop to another. */
final class BlockingDriver<T> {
    private final Exchange<T> exchange;
    private final Presenter<T> presenter;

    BlockingDriver(Exchange<T> exchange, Presenter<T> presenter) {
        this.exchange = exchange;
        this.presenter = presenter;
    }

    HttpResponse<T> send(Clients clients) throws IOException, InterruptedException {
        Attempt<T> first = exchange.first();
        Attempt<T> attempt = first != null ? first : exchange.first(awaitRoom());
        while (true) {
            Step<T> next;
            try {
                HttpResponse<T> response = send(exchange.client(clients, attempt), attempt);
                next = exchange.after(attempt, null);
                if (next instanceof Step.Done) {
                    attempt.handedOver();
                    return presenter.present(response, attempt);
                }
            } catch (IOException | InterruptedException | RuntimeException | Error failure) {
                next = exchange.after(attempt, failure);
                if (next instanceof Step.Pause<T> pause) {
                    next = await(pause);
                }
                if (next instanceof Step.Failed<T> failed) {
                    throw thrown(failed.failure());
                }
            }
            attempt = ((Step.Send<T>) next).attempt();
        }
    }

    /** The JDK client lets go of its caller, and of the request, when that is interrupted. */
    private HttpResponse<T> send(HttpClient client, Attempt<T> attempt) throws IOException, InterruptedException {
        Alarm alarm = Alarm.set(attempt, Thread.currentThread()::interrupt);
        if (alarm == null) {
            return client.send(attempt.request(), attempt);
        }
        boolean interrupted = false;
        try {
            return client.send(attempt.request(), attempt);
        } catch (InterruptedException interrupt) {
            interrupted = true;
            if (alarm.off()) {
                throw Alarm.failure();
            }
            throw interrupt;
        } finally {
            // A second interrupt is somebody else's; one that came together with the alarm's cannot be told from it.
            if (alarm.end() && !interrupted) {
                Thread.interrupted();
            }
        }
    }

    /** Throws it as it is: of the types that {@code send} throws, or one that needs no declaration. */
    private static IOException thrown(Throwable failure) throws IOException, InterruptedException {
        if (failure instanceof InterruptedException interrupt) {
            throw interrupt;
        }
        if (failure instanceof RuntimeException callers) {
            throw callers;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return (IOException) failure;
    }

    private Lease awaitRoom() throws IOException, InterruptedException {
        CompletableFuture<Lease> turn = exchange.awaitRoom();
        try {
            return turn.get();
        } catch (InterruptedException interrupt) {
            if (!turn.cancel(true) && !turn.isCompletedExceptionally()) {
                exchange.claims().giveBack(turn.join());
            }
            throw interrupt;
        } catch (ExecutionException e) {
            return exchange.insteadOfWaiting(FailureClassifier.unwrap(e));
        }
    }

    /** Waits for what others drive: what is thrown is of the types that {@code send} throws. */
    static <T> HttpResponse<T> await(CompletableFuture<HttpResponse<T>> answer)
            throws IOException, InterruptedException {
        try {
            return answer.get();
        } catch (InterruptedException interrupt) {
            answer.cancel(true);
            throw interrupt;
        } catch (ExecutionException e) {
            Throwable failure = FailureClassifier.unwrap(e);
            if (failure instanceof IOException of) {
                throw of;
            }
            throw new IOException(failure.getMessage(), failure); // as the JDK wraps failures of the caller's own code
        }
    }

    private Step<T> await(Step.Pause<T> pause) throws InterruptedException {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.nanos());
        } catch (InterruptedException interrupt) {
            interrupt.addSuppressed(pause.failure());
            throw interrupt;
        }
        return exchange.resume(pause);
    }
}
