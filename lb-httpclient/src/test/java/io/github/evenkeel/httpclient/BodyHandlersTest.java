package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every body handler of the JDK works, and its request is in flight for exactly as long as its body arrives. */
class BodyHandlersTest {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private final TestServer.Script inTwoParts = call -> {
        call.promise(200, 8);
        call.write("one\n");
        begun.countDown();
        Await.latch("release", released);
        call.write("two\n");
    };

    static Stream<Arguments> streaming() {
        return BodyKind.streaming().flatMap(kind -> Stream.of(Way.values()).map(way -> Arguments.of(kind, way)));
    }

    static Stream<Arguments> collecting() {
        return Stream.of(Way.values())
                .flatMap(way -> BodyKind.collecting(file()).map(kind -> Arguments.of(kind, way)));
    }

    private static Path file() {
        try {
            Path file = Files.createTempFile("evenkeel", ".body");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("streaming")
    <T> void aStreamedBodyIsInFlightUntilItsEnd(BodyKind<T> kind, Way way) throws Exception {
        try (TestServer server = TestServer.start(inTwoParts);
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            CompletableFuture<String> text = CompletableFuture.supplyAsync(() -> text(client, kind, way));
            Await.latch("first part", begun);
            assertEquals(1, Clients.inFlight(client));
            assertFalse(text.isDone());
            released.countDown();
            assertEquals(kind.seenOf(), text.get(20, TimeUnit.SECONDS));
            assertEquals("1 good", Clients.outcomes(client));
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("streaming")
    <T> void theResponseIsThereBeforeItsStreamedBody(BodyKind<T> kind, Way way) throws Exception {
        try (TestServer server = TestServer.start(inTwoParts);
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            HttpResponse<T> response = way.send(client, Clients.get(), kind.handler());
            assertEquals("1 in flight", Clients.outcomes(client));
            released.countDown();
            assertEquals(kind.seenOf(), kind.text().apply(response.body()));
            assertEquals("1 good", Clients.outcomes(client));
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("collecting")
    <T> void aCollectedBodyIsInFlightUntilItIsComplete(BodyKind<T> kind, Way way) throws Exception {
        try (TestServer server = TestServer.start(inTwoParts);
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            CompletableFuture<String> text = CompletableFuture.supplyAsync(() -> text(client, kind, way));
            Await.latch("first part", begun);
            assertEquals("1 in flight", Clients.outcomes(client));
            assertFalse(text.isDone());
            released.countDown();
            assertEquals(kind.seenOf(), text.get(20, TimeUnit.SECONDS));
            assertEquals("1 good", Clients.outcomes(client));
        }
    }

    private static <T> String text(LoadBalancedHttpClient client, BodyKind<T> kind, Way way) {
        try {
            return kind.text()
                    .apply(way.send(client, Clients.get(), kind.handler()).body());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
