package io.github.evenkeel.httpclient.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.pool.PoolConfig;
import io.github.evenkeel.core.pool.PoolListener;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import io.github.evenkeel.httpclient.policy.Timeouts;
import io.github.evenkeel.httpclient.session.PoolSessions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Orders of events that a server cannot bring about at will. */
class AttemptTest {
    private final AtomicInteger handlerAsked = new AtomicInteger();
    private final ServerPool servers = pool();
    private final HttpPool pool = new HttpPool(
            servers,
            Keys.NONE,
            PoolSessions.of("orders", null),
            false,
            key -> {},
            new Retries("orders", RetryPolicy.DEFAULT, 0),
            new Admission("orders", null),
            new Hedges(null, servers),
            new BodyWatch(Timeouts.DEFAULT),
            "orders",
            null,
            new AtomicBoolean());
    private final Exchange<String> exchange = new Exchange<>(
            pool, HttpRequest.newBuilder(URI.create("http://orders/")).build(), head -> {
                handlerAsked.incrementAndGet();
                return BodySubscribers.ofString(StandardCharsets.UTF_8);
            });

    private static ServerPool pool() {
        ServerPool pool = new ServerPool("orders", PoolConfig.DEFAULT, PoolListener.NONE, 1);
        pool.update(List.of(ServerSpec.of("http://127.0.0.1:1"), ServerSpec.of("http://127.0.0.1:2")), 0);
        return pool;
    }

    private record Head(int statusCode, HttpHeaders headers, HttpClient.Version version) implements ResponseInfo {
        static final Head GOOD =
                new Head(200, HttpHeaders.of(Map.of(), (name, value) -> true), HttpClient.Version.HTTP_1_1);
    }

    @Test
    void aHeadThatComesAfterItsAttemptFailedIsNotShownToTheCallersHandler() throws Exception {
        Attempt<String> attempt = exchange.first();
        attempt.failed(FailureClass.CONNECTION_LOST);
        assertTrue(attempt.leftNoTrace());

        BodySubscriber<String> late = attempt.apply(Head.GOOD);

        AtomicBoolean cancelled = new AtomicBoolean();
        late.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {
                cancelled.set(true);
            }
        });
        assertEquals(0, handlerAsked.get());
        assertTrue(cancelled.get(), "its connection must end");
        assertNull(late.getBody().toCompletableFuture().join());
        assertEquals(0, servers.statistics(0).inFlight());
    }

    @Test
    void aHeadThatCameFirstForbidsAnotherAttemptUntilItsSubscriberIsKnownToGatherOnly() throws Exception {
        Exchange<String> unfinished = new Exchange<>(
                pool, HttpRequest.newBuilder(URI.create("http://orders/")).build(), head -> {
                    throw new IllegalStateException("never returns a subscriber");
                });
        Attempt<String> attempt = unfinished.first();
        assertThrows(IllegalStateException.class, () -> attempt.apply(Head.GOOD));
        assertFalse(attempt.leftNoTrace());
        Attempt<String> known = exchange.first();
        known.apply(Head.GOOD);
        assertTrue(known.leftNoTrace());
        known.abandoned();
    }
}
