package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.httpclient.fixture.TestServer;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The caller's own code fails on a good response: the caller hears of it, the server is not blamed, nothing leaks. */
class FailingReaderTest {
    /** Where the caller's code fails. */
    private enum Fault {
        HANDLER_THROWS,
        HANDLER_RETURNS_NULL,
        GET_BODY_THROWS,
        GET_BODY_RETURNS_NULL,
        ON_SUBSCRIBE_THROWS,
        ON_NEXT_THROWS,
        ON_COMPLETE_THROWS,
        BODY_FAILS,
        BODY_FAILS_TO_BE_KEPT,
        MAPPER_THROWS,
        FILE_CANNOT_BE_MADE,
        FILE_CANNOT_BE_WRITTEN;

        BodyHandler<String> handler() {
            return switch (this) {
                case HANDLER_THROWS ->
                    info -> {
                        throw new IllegalStateException("mine");
                    };
                case HANDLER_RETURNS_NULL -> info -> null;
                case MAPPER_THROWS ->
                    info -> BodySubscribers.mapping(BodySubscribers.ofString(StandardCharsets.UTF_8), text -> {
                        throw new IllegalStateException("mine");
                    });
                case FILE_CANNOT_BE_MADE -> ofFile(Path.of("no", "such", "directory"));
                case FILE_CANNOT_BE_WRITTEN -> ofFile(Path.of("/dev/full"));
                default -> info -> new Faulty(this);
            };
        }
    }

    private static BodyHandler<String> ofFile(Path file) {
        return info -> BodySubscribers.mapping(BodySubscribers.ofFile(file, StandardOpenOption.WRITE), Path::toString);
    }

    static Stream<Arguments> faults() {
        return Stream.of(Fault.values())
                .flatMap(fault -> Stream.of(Way.values()).map(way -> Arguments.of(fault, way)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("faults")
    void isNoFaultOfTheServer(Fault fault, Way way) throws Exception {
        try (TestServer server = TestServer.answering(200, "body");
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            assertThrows(Exception.class, () -> way.send(client, Clients.get(), fault.handler()));
            Clients.awaitIdle(client);
            assertEquals(0, Clients.server(client, 0).failures(), () -> Clients.outcomes(client));
            assertEquals(1, server.hits());
            assertEquals(
                    "body",
                    way.send(client, Clients.get(), BodyHandlers.ofString()).body());
        }
    }

    /** The server has not come to its end yet when the caller's code has. */
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BODY_FAILS", "BODY_FAILS_TO_BE_KEPT", "FILE_CANNOT_BE_MADE", "FILE_CANNOT_BE_WRITTEN"})
    void isNoFaultOfAServerThatHasMoreToSay(Fault fault) throws Exception {
        for (Way way : Way.values()) {
            try (TestServer server = TestServer.start(call -> {
                        call.promise(200, 100);
                        call.write("the first part");
                        call.hang();
                    });
                    LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
                assertThrows(Exception.class, () -> way.send(client, Clients.get(), fault.handler()));
                Clients.awaitIdle(client);
                assertEquals("1 cancelled", Clients.outcomes(client));
                assertEquals(1, server.hits());
            }
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("faults")
    void doesNotExcuseAServerError(Fault fault, Way way) throws Exception {
        try (TestServer server = TestServer.answering(500, "page");
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            assertThrows(Exception.class, () -> way.send(client, Clients.get(), fault.handler()));
            Clients.awaitIdle(client);
            assertEquals("1 STATUS", Clients.outcomes(client));
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("faults")
    void reachesTheCaller(Fault fault, Way way) throws Exception {
        try (TestServer server = TestServer.answering(200, "body");
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            Exception e = assertThrows(Exception.class, () -> way.send(client, Clients.get(), fault.handler()));
            assertFalse(String.valueOf(e.getMessage()).contains(server.origin()), e::toString);
            boolean ours = Stream.<Throwable>iterate(e, t -> t != null, Throwable::getCause)
                    .anyMatch(t -> t instanceof NullPointerException
                            || t instanceof NoSuchFileException
                            || List.of("mine", "No space left on device").contains(String.valueOf(t.getMessage())));
            assertTrue(ours, () -> "should tell of the caller's own failure: " + e);
        }
    }

    /** Works like {@code discarding} but for one fault. */
    private static final class Faulty implements BodySubscriber<String> {
        private final Fault fault;
        private final CompletableFuture<String> body = new CompletableFuture<>();

        Faulty(Fault fault) {
            this.fault = fault;
        }

        @Override
        public CompletionStage<String> getBody() {
            failIf(Fault.GET_BODY_THROWS);
            return fault == Fault.GET_BODY_RETURNS_NULL ? null : body;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            failIf(Fault.ON_SUBSCRIBE_THROWS);
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> bytes) {
            failIf(Fault.ON_NEXT_THROWS);
            if (fault == Fault.BODY_FAILS) {
                body.completeExceptionally(new IllegalStateException("mine"));
            }
            if (fault == Fault.BODY_FAILS_TO_BE_KEPT) {
                body.completeExceptionally(new IOException("mine"));
            }
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            failIf(Fault.ON_COMPLETE_THROWS);
            body.complete("");
        }

        private void failIf(Fault here) {
            if (fault == here) {
                throw new IllegalStateException("mine");
            }
        }
    }
}
