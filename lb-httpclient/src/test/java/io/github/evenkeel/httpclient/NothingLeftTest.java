package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.ClientThreads;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.fixture.VirtualThreads;
import io.github.evenkeel.httpclient.policy.Timeouts;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * Whatever the caller's code, the server and the caller himself do to an exchange, in whatever combination: afterwards
 * nothing is in flight, and once the client has terminated no thread, no connection and nothing that remembers a request
 * is left. The latter since JDK 21: the client of JDK 17 sometimes counts a request that has failed as under way for ever
 * (pendingHttpRequestCount), and then does not end.
 */
class NothingLeftTest {
    private static final int EXCHANGES = 150;

    private static final Duration SHORT = Duration.ofMillis(150);
    /** After which a caller gives up whatever happens. */
    private static final Duration ENOUGH = Duration.ofMillis(1500);

    private static final List<WeakReference<?>> REMEMBERED = new ArrayList<>();

    /** What the server does. */
    private enum Serving {
        FINE,
        EMPTY,
        IN_CHUNKS,
        LARGE,
        BUSY,
        BROKEN,
        ELSEWHERE,
        UNHEARD,
        CUT_BEFORE,
        RESET_BEFORE,
        CUT_IN_HEAD,
        NONSENSE,
        SILENT,
        CUT_IN_BODY,
        RESET_IN_BODY,
        SILENT_IN_BODY;

        void answer(Call call) throws IOException {
            if (this != UNHEARD) {
                call.body();
            }
            switch (this) {
                case FINE -> call.respond(200, "fine\nfine\n");
                case EMPTY -> call.respond(204, "");
                case IN_CHUNKS -> {
                    call.promise(200, -1, "Transfer-Encoding: chunked");
                    call.write("5\r\nfine\n\r\n");
                    call.write("5\r\nfine\n\r\n0\r\n\r\n");
                }
                case LARGE -> call.respond(200, "fine\n".repeat(100_000));
                case BUSY -> call.respond(503, "later", "Retry-After: 0");
                case BROKEN -> call.respond(500, "page");
                case ELSEWHERE -> call.respond(307, "page", "Location: /?FINE");
                case UNHEARD, CUT_BEFORE -> call.end();
                case RESET_BEFORE -> call.reset();
                case CUT_IN_HEAD -> {
                    call.write("HTTP/1.1 200 OK\r\nX-Unfin");
                    call.end();
                }
                case NONSENSE -> call.write("nonsense\r\n\r\n");
                case SILENT -> call.hang();
                default -> inBody(call);
            }
        }

        private void inBody(Call call) throws IOException {
            call.promise(200, 100_000);
            call.write("fine\nfi");
            switch (this) {
                case CUT_IN_BODY -> call.end();
                case RESET_IN_BODY -> call.reset();
                default -> call.hang();
            }
        }
    }

    /** How the caller ends it, if he does. */
    private enum End {
        BY_ITSELF,
        CANCEL,
        CANCEL_WITHOUT_INTERRUPT,
        CANCEL_DERIVED,
        COMPLETE,
        FAIL,
        TIME_OUT_DERIVED;

        void end(CompletableFuture<?> answer) {
            switch (this) {
                case BY_ITSELF -> {}
                case CANCEL -> answer.cancel(true);
                case CANCEL_WITHOUT_INTERRUPT -> answer.cancel(false);
                case CANCEL_DERIVED -> answer.thenApply(response -> response).cancel(true);
                case COMPLETE -> answer.complete(null);
                case FAIL -> answer.completeExceptionally(new IllegalStateException("enough"));
                case TIME_OUT_DERIVED -> answer.thenApply(response -> response).orTimeout(1, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** How the request is sent. */
    private enum Sending {
        SEND,
        SEND_ON_A_VIRTUAL_THREAD,
        SEND_ASYNC
    }

    /** One exchange of many that run at once, each in a pool of its own. */
    private record Exchange(
            Sending sending, Optional<Writer> writer, Serving serving, Reader reader, End end, int endsAfterMillis) {
        void run(LoadBalancedHttpClient client, String pool) throws InterruptedException {
            BodyPublisher body = writer.map(Writer::body).orElse(BodyPublishers.noBody());
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + pool + "/?" + serving))
                    .method(writer.isPresent() ? "PUT" : "GET", body)
                    .timeout(SHORT)
                    .build();
            synchronized (REMEMBERED) {
                REMEMBERED.add(new WeakReference<>(request));
            }
            if (sending == Sending.SEND_ASYNC) {
                sendAsync(client, request, reader.handler());
            } else {
                send(client, request, reader.handler());
            }
        }

        private <T> void sendAsync(LoadBalancedHttpClient client, HttpRequest request, BodyHandler<T> handler)
                throws InterruptedException {
            CompletableFuture<HttpResponse<T>> answer = client.sendAsync(request, handler);
            CompletableFuture<?> taken = answer.thenAcceptAsync(this::take);
            Thread.sleep(endsAfterMillis);
            end.end(answer);
            try {
                taken.get(ENOUGH.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException | CancellationException asIntended) {
                answer.cancel(true); // a body that never is there
            }
        }

        private void send(LoadBalancedHttpClient client, HttpRequest request, BodyHandler<?> handler)
                throws InterruptedException {
            Runnable sends = () -> {
                try {
                    take(client.send(request, handler));
                } catch (IOException | InterruptedException | RuntimeException asIntended) {
                    // What matters is what it leaves behind.
                }
            };
            Thread thread = sending == Sending.SEND ? new Thread(sends) : VirtualThreads.unstarted(sends);
            thread.start();
            if (end != End.BY_ITSELF) {
                Thread.sleep(endsAfterMillis);
                thread.interrupt();
            }
            thread.join(ENOUGH.toMillis());
            thread.interrupt(); // a body that never is there
            thread.join();
        }

        private void take(HttpResponse<?> response) {
            if (response != null) {
                reader.take(response.body());
            }
        }
    }

    @Provide
    Arbitrary<List<Exchange>> exchanges() {
        return Combinators.combine(
                        Arbitraries.of(Sending.class),
                        Arbitraries.of(Writer.class).optional(0.4),
                        Arbitraries.of(Serving.class),
                        Arbitraries.of(Reader.class),
                        Arbitraries.of(End.class),
                        Arbitraries.integers().between(0, 60))
                .as(Exchange::new)
                .list()
                .ofSize(EXCHANGES);
    }

    @Property(tries = 1, shrinking = ShrinkingMode.OFF)
    void nothingIsLeft(@ForAll("exchanges") List<Exchange> exchanges) throws Exception {
        ClientThreads threads = new ClientThreads();
        try (TestServer first = TestServer.start(NothingLeftTest::serve);
                TestServer second = TestServer.start(NothingLeftTest::serve)) {
            run(exchanges, first, second);
            if (LifeCycle.KNOWN_TO_THE_JDK) {
                threads.awaitNone();
                Await.number("connections", 0, () -> first.connections() + second.connections());
                awaitForgotten();
            }
        }
    }

    private static void serve(Call call) throws IOException {
        Serving.valueOf(call.target().substring("/?".length())).answer(call);
    }

    private static void run(List<Exchange> exchanges, TestServer... servers) throws Exception {
        LoadBalancedHttpClientBuilder builder =
                Clients.builder().followRedirects(Redirect.NORMAL).cookieHandler(new CookieManager());
        for (int i = 0; i < exchanges.size(); i++) {
            builder.pool(
                    "pool" + i,
                    pool -> pool.servers(servers[0].origin(), servers[1].origin())
                            .timeouts(Timeouts.DEFAULT
                                    .withFirstByte(SHORT)
                                    .withIdle(SHORT)
                                    .withUnread(SHORT)));
        }
        LoadBalancedHttpClient client = builder.build();
        ExecutorService threads = Executors.newFixedThreadPool(exchanges.size());
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < exchanges.size(); i++) {
                Exchange exchange = exchanges.get(i);
                String pool = "pool" + i;
                running.add(threads.submit(() -> {
                    exchange.run(client, pool);
                    return null;
                }));
            }
            for (int i = 0; i < exchanges.size(); i++) {
                try {
                    running.get(i).get(60, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    fail("still running: " + exchanges.get(i));
                }
            }
            for (int i = 0; i < exchanges.size(); i++) {
                String pool = "pool" + i;
                Await.number(
                        "in flight after " + exchanges.get(i),
                        0,
                        () -> client.pool(pool).statistics().inFlight());
            }
        } finally {
            threads.shutdownNow();
            client.shutdown();
        }
        assertTrue(client.awaitTermination(Duration.ofSeconds(30)), "the client ends");
    }

    private static void awaitForgotten() {
        Await.until("requests are forgotten", () -> {
            System.gc();
            REMEMBERED.removeIf(request -> request.get() == null);
            return REMEMBERED.isEmpty();
        });
    }
}
