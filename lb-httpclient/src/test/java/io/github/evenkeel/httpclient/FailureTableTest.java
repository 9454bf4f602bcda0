package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.httpclient.FailureRow.Failing;
import io.github.evenkeel.httpclient.FailureRow.Next;
import io.github.evenkeel.httpclient.exchange.FailureClass;
import io.github.evenkeel.httpclient.exchange.FailureClassifier;
import io.github.evenkeel.httpclient.fixture.InOrder;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.fixture.Tls;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of the table of failures, on the running JDK, by both ways of sending: what the JDK client alone makes of it,
 * what a pool does that has another server, and what the caller gets if there is none.
 */
class FailureTableTest {
    /** Made anew each time that the class is run, which may be twice. */
    private static ExecutorService threads;

    /** A request; the body of the last can be sent only once. */
    private enum Asked {
        GET,
        POST,
        POST_ONCE;

        HttpRequest.Builder to(String uri) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
            InputStream one = new ByteArrayInputStream("the whole body".getBytes());
            return switch (this) {
                case GET -> request.GET();
                case POST -> request.POST(BodyPublishers.ofString("the whole body"));
                case POST_ONCE -> request.POST(BodyPublishers.ofInputStream(() -> one));
            };
        }
    }

    @BeforeAll
    static void begin() {
        threads = Executors.newFixedThreadPool(18);
    }

    @AfterAll
    static void end() {
        threads.shutdownNow();
    }

    static Stream<FailureRow> rows() {
        return FailureRows.all();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isTakenForWhatItIs(FailureRow row) throws Exception {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (Asked asked : Asked.values()) {
            for (Way way : Way.values()) {
                String name = asked + " " + way;
                tasks.add(task("JDK " + name, () -> theJdkSaysSo(row, asked, way)));
                tasks.add(task("alone " + name, () -> theCallerGetsIt(row, asked, way)));
                tasks.add(task("pool " + name, () -> anotherServerIsAskedOrNot(row, asked, way)));
            }
        }
        List<Executable> outcomes = new ArrayList<>();
        for (Future<Void> future : threads.invokeAll(tasks, 100, TimeUnit.SECONDS)) {
            outcomes.add(future::get);
        }
        assertAll(row.name(), outcomes);
    }

    private static Callable<Void> task(String name, Executable work) {
        return () -> {
            try {
                work.execute();
                return null;
            } catch (Throwable failure) {
                throw new AssertionError(name + ": " + failure.getMessage(), failure);
            }
        };
    }

    private void theJdkSaysSo(FailureRow row, Asked asked, Way way) throws Exception {
        HttpClient jdk = HttpClient.newBuilder()
                .version(row.client().version())
                .connectTimeout(row.client().connectTimeout())
                .sslContext(Tls.context())
                .build();
        try (Failing failing = row.start().start()) {
            warmUp(failing, jdk, failing.origin());
            HttpRequest.Builder request = request(row, asked, failing.origin());
            if (row.client().timeouts().attempt() != null) {
                request.timeout(row.client().timeouts().attempt());
            }
            if (row.kind() == null) {
                assertEquals(
                        "fine",
                        way.send(jdk, request.build(), BodyHandlers.ofString()).body());
                return;
            }
            IOException failure = fails(row, way, jdk, request.build());
            boolean begun = row.kind() == FailureClass.PARTIAL_RESPONSE;
            FailureClass found =
                    FailureClassifier.classify(failure, request.build().method(), begun);
            // Of a GET, which the JDK client repeats, only the last is heard.
            boolean last = asked == Asked.GET && row.kind() == FailureClass.NOT_SENT;
            assertEquals(last ? FailureClass.UNREACHABLE : row.kind(), found, failure::toString);
            assertHits(row, asked, failing);
        }
    }

    private static void warmUp(Failing failing, HttpClient client, String uri) throws Exception {
        HttpRequest warm = HttpRequest.newBuilder(URI.create(uri)).build();
        for (int i = 0; i < failing.warmUps(); i++) {
            assertEquals("fine", client.send(warm, BodyHandlers.ofString()).body());
        }
    }

    private static HttpRequest.Builder request(FailureRow row, Asked asked, String uri) {
        return asked.to(uri).expectContinue(row.client().expectContinue() && asked != Asked.GET);
    }

    private static IOException fails(FailureRow row, Way way, HttpClient client, HttpRequest request) {
        IOException failure = assertThrows(IOException.class, () -> way.send(client, request, BodyHandlers.ofString()));
        assertInstanceOf(row.thrown(), failure);
        if (way == Way.SEND) {
            assertEquals(row.thrown(), failure.getClass(), failure::toString);
        }
        assertTrue(String.valueOf(failure.getMessage()).contains(row.message()), failure::toString);
        return failure;
    }

    private static void assertHits(FailureRow row, Asked asked, Failing failing) {
        int expected = asked == Asked.GET ? row.gets() : row.posts();
        assertEquals(failing.warmUps() + expected, failing.hits().getAsInt(), "requests seen by the server");
    }

    private void theCallerGetsIt(FailureRow row, Asked asked, Way way) throws Exception {
        try (Failing failing = row.start().start();
                LoadBalancedHttpClient client = client(row, failing.origin())) {
            warmUp(failing, client, "http://orders/");
            HttpRequest.Builder request = request(row, asked, "http://orders/");
            if (row.kind() == null) {
                assertEquals(
                        "fine",
                        way.send(client, request.build(), BodyHandlers.ofString())
                                .body());
            } else if (row.kind() == FailureClass.LOCAL_LIMIT) {
                // It waits for room, within its time.
                request.timeout(Duration.ofSeconds(2));
                failsByName(row, way, client, request.build(), failing);
            } else {
                failsByName(row, way, client, request.build(), failing);
                assertEquals(outcomes(row, failing), Clients.outcomes(client));
            }
            Clients.awaitIdle(client);
        }
    }

    /** The message says who failed; the JDK client's own exception is the cause. */
    private static void failsByName(FailureRow row, Way way, HttpClient client, HttpRequest request, Failing failing) {
        IOException failure = fails(row, way, client, request);
        String name = request.method() + " " + failing.origin() + "/ of pool 'orders': ";
        assertTrue(failure.getMessage().startsWith(name), failure::toString);
        assertEquals(failure.getClass(), failure.getCause().getClass());
    }

    private static String outcomes(FailureRow row, Failing failing) {
        return (failing.warmUps() > 0 ? failing.warmUps() + " good, " : "") + "1 " + row.outcome();
    }

    private static LoadBalancedHttpClient client(FailureRow row, String... origins) {
        return LoadBalancedHttpClient.newBuilder()
                .version(row.client().version())
                .connectTimeout(row.client().connectTimeout())
                .sslContext(Tls.context())
                .pool(
                        "orders",
                        pool -> pool.servers(origins)
                                .timeouts(row.client().timeouts())
                                .retry(origins.length == 1 ? RetryPolicy.NEVER : RetryPolicy.DEFAULT)
                                .strategy(InOrder.STRATEGY))
                .build();
    }

    private void anotherServerIsAskedOrNot(FailureRow row, Asked asked, Way way) throws Exception {
        try (Failing failing = row.start().start();
                TestServer other = TestServer.answering(200, "other");
                LoadBalancedHttpClient client = client(row, failing.origin(), other.origin())) {
            warmUp(failing, client, "http://orders/");
            HttpRequest request = request(row, asked, "http://orders/").build();
            if (goesOn(row, asked)) {
                LoadBalancedResponse<String> response =
                        (LoadBalancedResponse<String>) way.send(client, request, BodyHandlers.ofString());
                assertEquals("other", response.body());
                assertEquals(row.kind() == FailureClass.LOCAL_LIMIT ? 1 : 2, response.attempts());
                assertEquals(
                        asked == Asked.GET ? "" : "the whole body",
                        other.onlyCall().body());
                assertEquals("1 good", Clients.outcomes(client, 1));
            } else if (row.kind() == null) {
                assertEquals(
                        "fine",
                        way.send(client, request, BodyHandlers.ofString()).body());
            } else {
                fails(row, way, client, request);
                assertEquals(0, other.hits());
            }
            assertEquals(outcomes(row, failing), Clients.outcomes(client, 0));
            assertHits(row, asked, failing);
        }
    }

    private static boolean goesOn(FailureRow row, Asked asked) {
        boolean harmless = row.next() == Next.ANY || (row.next() == Next.IDEMPOTENT && asked == Asked.GET);
        return harmless && !(asked == Asked.POST_ONCE && row.spendsBody());
    }
}
