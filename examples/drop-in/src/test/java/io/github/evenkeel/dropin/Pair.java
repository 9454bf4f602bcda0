package io.github.evenkeel.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import io.github.evenkeel.httpclient.LoadBalancedHttpClientBuilder;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import java.util.concurrent.Callable;

/** Two servers of the pool {@code orders}, which answer with their origins, and a client for them. */
final class Pair implements AutoCloseable {
    static final String ORDERS = "http://orders/api/42";

    private static final int CALLS = 10;

    final TestServer first = TestServer.echoingName();
    final TestServer second = TestServer.echoingName();

    /** The client that those get who take one. */
    final LoadBalancedHttpClient client = builder().build();

    /**
     * For those who build their client themselves. Whatever they ask for may be done twice, their POSTs too: one that
     * breaks off on a connection kept open to the server that dies is else not repeated, and would fail now and then.
     */
    LoadBalancedHttpClientBuilder builder() {
        return LoadBalancedHttpClient.newBuilder()
                .pool(
                        "orders",
                        pool -> pool.servers(first.origin(), second.origin())
                                .strategy(SelectionStrategy.roundRobin())
                                .retry(RetryPolicy.DEFAULT.withIdempotent(request -> true)));
    }

    /** Calls in turn, one server dead from the middle on: the caller must notice nothing. */
    void assertBalancesAndSurvives(Callable<String> call) throws Exception {
        for (int i = 0; i < CALLS; i++) {
            call.call();
        }
        assertEquals(CALLS / 2, first.hits());
        assertEquals(CALLS / 2, second.hits());
        first.die();
        for (int i = 0; i < CALLS; i++) {
            assertEquals(second.origin(), call.call());
        }
        assertEquals(CALLS / 2 + CALLS, second.hits());
    }

    @Override
    public void close() {
        client.close();
        first.close();
        second.close();
    }
}
