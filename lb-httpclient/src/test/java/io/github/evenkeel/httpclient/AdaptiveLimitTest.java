package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.limit.AimdLimit;
import io.github.evenkeel.core.limit.Gradient2Limit;
import io.github.evenkeel.core.limit.LimitAlgorithm;
import io.github.evenkeel.core.limit.VegasLimit;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.policy.Limits;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Adaptive limits with a server whose latency grows with its load. */
class AdaptiveLimitTest {
    private static final int CAPACITY = 4;
    private static final int START = 48;

    /** A machine so busy that all answers are slow brings the limit down to one at a time. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Works on so many requests at once, 3 ms each; the others wait. */
    private static final class Workers implements TestServer.Script {
        private final Semaphore free = new Semaphore(CAPACITY, true);
        private final AtomicInteger inside = new AtomicInteger();
        private final List<Integer> seen = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void answer(Call call) throws IOException, InterruptedException {
            seen.add(inside.incrementAndGet());
            free.acquire();
            Thread.sleep(3);
            free.release();
            inside.decrementAndGet();
            call.respond(200, call.target());
        }

        /** The fewest of which each of so many arrivals in a row found no more there. */
        int least(int inARow) {
            List<Integer> all = List.copyOf(seen);
            return Stream.iterate(0, i -> i + inARow <= all.size(), i -> i + 1)
                    .mapToInt(i -> Collections.max(all.subList(i, i + inARow)))
                    .min()
                    .orElseThrow();
        }
    }

    static List<LimitAlgorithm> algorithms() {
        return List.of(
                AimdLimit.DEFAULT.withLimits(START, 1, 200).withTimeout(Duration.ofMillis(12)),
                VegasLimit.DEFAULT.withLimits(START, 200),
                Gradient2Limit.DEFAULT.withLimits(START, 1, 200));
    }

    private static List<CompletableFuture<HttpResponse<String>>> ask(LoadBalancedHttpClient client, int requests) {
        return Stream.iterate(0, i -> i + 1)
                .limit(requests)
                .map(i -> client.sendAsync(Clients.request("/" + i).build(), BodyHandlers.ofString()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void theLimitComesDownToWhatTheServerCanDoAndNothingIsLost(LimitAlgorithm algorithm) throws Exception {
        Workers workers = new Workers();
        try (TestServer server = TestServer.start(workers);
                LoadBalancedHttpClient client = Clients.inOrder(
                        pool -> pool.limit(Limits.of(algorithm).withPatience(PATIENCE)), server.origin())) {
            for (int i = 0; i < 20; i++) { // what it takes at rest
                assertEquals(200, Clients.send(client, Clients.get()).statusCode());
            }
            List<CompletableFuture<HttpResponse<String>>> answers = ask(client, 1000);
            for (int i = 0; i < answers.size(); i++) {
                assertEquals("/" + i, answers.get(i).get(100, TimeUnit.SECONDS).body());
            }
            workers.seen.subList(0, 20).clear();
            assertEquals(1000, workers.seen.size(), "each was sent once");
            int settled = workers.least(50);
            assertTrue(settled <= START * 2 / 3, () -> "never fewer than " + settled + " at once");
            Clients.awaitIdle(client);
        }
    }

    @Test
    void whoFindsTheLineFullIsToldAndTheOthersAreAnswered() throws Exception {
        Limits limits = Limits.of(Gradient2Limit.DEFAULT.withLimits(8, 1, 200))
                .withWaiting(16)
                .withPatience(PATIENCE);
        try (TestServer server = TestServer.start(new Workers());
                LoadBalancedHttpClient client = Clients.inOrder(pool -> pool.limit(limits), server.origin())) {
            int answered = 0;
            int refused = 0;
            for (CompletableFuture<HttpResponse<String>> answer : ask(client, 400)) {
                try {
                    assertEquals(200, answer.get(20, TimeUnit.SECONDS).statusCode());
                    answered++;
                } catch (ExecutionException e) {
                    assertEquals(ConnectException.class, e.getCause().getClass(), e::toString);
                    refused++;
                }
            }
            assertTrue(answered >= 8 + 16 && refused > 0, answered + " answered, " + refused + " refused");
            assertEquals(answered, server.hits());
            assertEquals(answered + " good", Clients.outcomes(client));
        }
    }
}
