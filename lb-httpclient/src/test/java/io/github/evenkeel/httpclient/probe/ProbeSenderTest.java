package io.github.evenkeel.httpclient.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeSenderTest {
    private final HttpClient client = HttpClient.newHttpClient();

    private static HttpRequest request(TestServer server) {
        return HttpRequest.newBuilder(URI.create(server.origin()))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private CompletableFuture<HttpResponse<Void>> ask(ProbeSender sender, TestServer server) {
        return sender.send(client, request(server), BodyHandlers.discarding());
    }

    private static Stream<Thread> waiting() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("evenkeel-asks"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answersAndFailuresComeBack(boolean waits) throws Exception {
        try (ProbeSender sender = new ProbeSender(waits);
                TestServer server = TestServer.answering(503, "starting")) {
            assertEquals(503, ask(sender, server).get(30, TimeUnit.SECONDS).statusCode());

            server.die();
            ExecutionException failure = assertThrows(
                    ExecutionException.class, () -> ask(sender, server).get(30, TimeUnit.SECONDS));
            assertInstanceOf(ConnectException.class, failure.getCause());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatTheHandlerThrowsComesBack(boolean waits) throws Exception {
        try (ProbeSender sender = new ProbeSender(waits);
                TestServer server = TestServer.answering(200, "")) {
            CompletableFuture<?> response = sender.send(client, request(server), head -> {
                throw new IllegalStateException("no use for it");
            });
            ExecutionException failure =
                    assertThrows(ExecutionException.class, () -> response.get(30, TimeUnit.SECONDS));
            assertTrue(
                    Stream.iterate((Throwable) failure, cause -> cause != null, Throwable::getCause)
                            .anyMatch(cause -> "no use for it".equals(cause.getMessage())),
                    failure::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cancellingBreaksTheConnectionOff(boolean waits) throws Exception {
        try (ProbeSender sender = new ProbeSender(waits);
                TestServer server = TestServer.start(Call::hang)) {
            CompletableFuture<?> response = ask(sender, server);
            Await.until("it is asked", () -> server.hits() == 1);
            assertTrue(response.cancel(true));
            Await.until("the server sees it", () -> server.onlyCall().clientGone());
        }
    }

    @Test
    void cancellingAfterTheAnswerInterruptsNobody() throws Exception {
        CountDownLatch heeded = new CountDownLatch(1);
        try (ProbeSender sender = new ProbeSender(true);
                TestServer server = TestServer.start(call -> {
                    heeded.await();
                    call.respond(200, "");
                })) {
            CompletableFuture<?> response = ask(sender, server);
            CompletableFuture<Boolean> interrupted = response.handle((got, failure) -> {
                response.cancel(true);
                return Thread.currentThread().isInterrupted();
            });
            heeded.countDown();
            assertEquals(false, interrupted.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void slowServersHoldUpNoOther() throws Exception {
        try (TestServer silent = TestServer.start(Call::hang);
                TestServer server = TestServer.answering(200, "");
                ProbeSender sender = new ProbeSender(true)) {
            int more = ProbeSender.MOST_WAITING + 8;
            for (int i = 0; i < more; i++) {
                CompletableFuture<?> unanswered = ask(sender, silent);
                assertTrue(!unanswered.isDone());
            }
            Await.until("all are asked", () -> silent.hits() == more);
            assertEquals(200, ask(sender, server).get(30, TimeUnit.SECONDS).statusCode());
        }
    }

    @Test
    void closingGivesUpWhatIsUnderWay() throws Exception {
        try (TestServer silent = TestServer.start(Call::hang)) {
            ProbeSender sender = new ProbeSender(true);
            CompletableFuture<?> response = ask(sender, silent);
            Await.until("it is asked", () -> silent.hits() == 1);
            sender.close();
            ExecutionException failure =
                    assertThrows(ExecutionException.class, () -> response.get(30, TimeUnit.SECONDS));
            assertInstanceOf(InterruptedException.class, failure.getCause());
            Await.until("no thread is left", () -> waiting().findAny().isEmpty());
        }
    }
}
