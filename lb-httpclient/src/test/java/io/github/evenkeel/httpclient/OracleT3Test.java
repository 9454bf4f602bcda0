package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * nginx's {@code proxy_next_upstream.t} and {@code proxy_next_upstream_tries.t}, with {@code max_fails=1} as there. Their
 * {@code tries 0} is as many attempts as there are servers; {@code next_upstream_timeout} is the request's timeout here,
 * which ends it rather than let its last attempt go on.
 */
class OracleT3Test {
    private static Consumer<PoolBuilder> next(int status, int attempts) {
        return pool -> pool.retry(
                        RetryPolicy.DEFAULT.withStatuses(Set.of(status)).withAttempts(attempts))
                .breaker(BreakerSettings.maxFails(1, Duration.ofHours(1)));
    }

    /** {@code http_404}: the next one is asked, and the first stays live and is asked first by the next request. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void notFoundGoesToTheNextAndThePeerStaysLive(Way way) throws Exception {
        try (TestServer first = TestServer.answering(404, "not here");
                TestServer second = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(next(404, 3), first.origin(), second.origin())) {
            for (int request = 1; request <= 3; request++) {
                assertEquals(
                        "fine",
                        way.send(client, Clients.get(), BodyHandlers.ofString()).body());
                assertEquals(request, first.hits());
            }
            assertEquals(ServerState.ACTIVE, Clients.server(client, 0).state());
        }
    }

    /** {@code http_500}: the next one is asked, and the first is disabled. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void serverErrorGoesToTheNextAndThePeerIsDisabled(Way way) throws Exception {
        try (TestServer first = TestServer.answering(500, "broken");
                TestServer second = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(next(500, 3), first.origin(), second.origin())) {
            for (int request = 1; request <= 3; request++) {
                assertEquals(
                        "fine",
                        way.send(client, Clients.get(), BodyHandlers.ofString()).body());
                assertEquals(1, first.hits());
            }
            assertEquals(ServerState.EJECTED, Clients.server(client, 0).state());
        }
    }

    /** Each is asked once; with two tries two of them, "404, 404". */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 3", "4, 3"})
    void eachPeerIsTriedOnceAndNoMoreThanTries(int tries, int asked) throws Exception {
        try (TestServer a = TestServer.answering(404, "a");
                TestServer b = TestServer.answering(404, "b");
                TestServer c = TestServer.answering(404, "c");
                LoadBalancedHttpClient client = Clients.inOrder(next(404, tries), a.origin(), b.origin(), c.origin())) {
            LoadBalancedResponse<String> response = Clients.send(client, Clients.get());
            assertEquals(404, response.statusCode());
            assertEquals(asked, response.attempts());
            assertEquals(
                    List.of(a.origin(), b.origin(), c.origin()).subList(0, asked - 1),
                    response.earlierServers().stream().map(Server::id).toList());
            assertEquals(asked, a.hits() + b.hits() + c.hits());
        }
    }
}
