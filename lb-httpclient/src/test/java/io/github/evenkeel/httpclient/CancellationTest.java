package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.evenkeel.core.limit.FixedLimit;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.policy.Hedging;
import io.github.evenkeel.httpclient.policy.Limits;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever an exchange is doing, and in whatever way it is called off: all that it has under way ends, and nothing stays
 * in flight. (A single attempt, at any moment, is {@link GivingUpTest}'s.)
 */
class CancellationTest {
    private static final int WARM_UP = 25;

    /** What the exchange is doing. */
    private enum Doing {
        WAITING_FOR_AN_ANSWER,
        WAITING_FOR_EITHER_OF_TWO,
        WAITING_FOR_ROOM,
        BACKING_OFF
    }

    /** How it is called off. */
    private enum Sign {
        CANCEL {
            @Override
            void give(LoadBalancedHttpClient client, CompletableFuture<?> answer, Thread sender) {
                answer.cancel(true);
            }
        },
        CANCEL_DERIVED {
            @Override
            void give(LoadBalancedHttpClient client, CompletableFuture<?> answer, Thread sender) {
                answer.thenApply(Object::toString).thenAccept(text -> {}).cancel(false);
            }
        },
        COMPLETE_EXCEPTIONALLY {
            @Override
            void give(LoadBalancedHttpClient client, CompletableFuture<?> answer, Thread sender) {
                answer.completeExceptionally(new IllegalStateException("enough"));
            }
        },
        OR_TIMEOUT {
            @Override
            void give(LoadBalancedHttpClient client, CompletableFuture<?> answer, Thread sender) {
                answer.orTimeout(1, TimeUnit.MILLISECONDS);
            }
        },
        INTERRUPT {
            @Override
            void give(LoadBalancedHttpClient client, CompletableFuture<?> answer, Thread sender) {
                sender.interrupt();
            }
        },
        SHUTDOWN_NOW {
            @Override
            void give(LoadBalancedHttpClient client, CompletableFuture<?> answer, Thread sender) {
                client.shutdownNow();
            }
        };

        abstract void give(LoadBalancedHttpClient client, CompletableFuture<?> answer, Thread sender);
    }

    static Stream<Arguments> all() {
        return Stream.of(Doing.values())
                .flatMap(doing -> Stream.of(Sign.values()).map(sign -> Arguments.of(doing, sign)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("all")
    void endsAllThatIsUnderWay(Doing doing, Sign sign) throws Exception {
        assumeTrue(
                sign != Sign.SHUTDOWN_NOW || LaterJdk.clientsCanBeShutDown() || doing == Doing.WAITING_FOR_ROOM,
                "JDK 17 cannot end requests under way");
        boolean failing = doing == Doing.BACKING_OFF;
        try (TestServer first = TestServer.echoingName();
                TestServer second = TestServer.echoingName();
                LoadBalancedHttpClient client = Clients.inOrder(
                        pool -> {
                            if (doing == Doing.WAITING_FOR_EITHER_OF_TWO) {
                                pool.hedge(Hedging.DEFAULT.withFloor(Duration.ofMillis(50)));
                            }
                            pool.limit(Limits.of(new FixedLimit(1)));
                        },
                        first.origin(),
                        second.origin())) {
            if (doing == Doing.WAITING_FOR_EITHER_OF_TWO) {
                for (int i = 0; i < WARM_UP; i++) {
                    Clients.send(client, Clients.post("of which none is hedged"));
                }
            }
            TestServer.Script script = failing ? Call::end : Call::hang;
            first.become(script);
            second.become(script);
            int hitsBefore = first.hits() + second.hits();
            CompletableFuture<HttpResponse<String>> held = null;
            CompletableFuture<HttpResponse<String>> alsoHeld = null;
            if (doing == Doing.WAITING_FOR_ROOM) {
                held = client.sendAsync(Clients.get(), BodyHandlers.ofString());
                alsoHeld = client.sendAsync(Clients.get(), BodyHandlers.ofString());
                Await.number("held", hitsBefore + 2, () -> first.hits() + second.hits());
            }

            CompletableFuture<HttpResponse<String>> answer = sign == Sign.INTERRUPT
                    ? new CompletableFuture<>()
                    : client.sendAsync(Clients.get(), BodyHandlers.ofString());
            Thread sender = new Thread(() -> {
                try {
                    client.send(Clients.get(), BodyHandlers.ofString());
                } catch (Exception e) {
                    answer.completeExceptionally(e);
                }
            });
            if (sign == Sign.INTERRUPT) {
                sender.start();
            }
            int hits = hitsBefore + (doing == Doing.WAITING_FOR_AN_ANSWER ? 1 : 2);
            Await.until("it is under way", () -> first.hits() + second.hits() >= hits);

            sign.give(client, answer, sender);

            Await.until("it is over", answer::isDone);
            sender.join(20_000);
            assertFalse(sender.isAlive());
            if (held != null) {
                held.cancel(true);
                alsoHeld.cancel(true);
            }
            Clients.awaitIdle(client);
            Await.number("connections of the first", 0, first::connections);
            if (sign != Sign.SHUTDOWN_NOW) {
                first.become(call -> call.respond(200, "again"));
                assertEquals("again", Clients.send(client, Clients.get()).body(), "its room is free again");
            }
        }
    }
}
