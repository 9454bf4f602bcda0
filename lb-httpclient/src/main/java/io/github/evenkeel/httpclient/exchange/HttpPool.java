package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.core.pool.PoolStatistics;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.httpclient.session.PoolSessions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A pool as an exchange needs it.
 *
 * @param servers where requests can go
 * @param keys what they stick to
 * @param sessions which of them belong to sessions that live on one server
 * @param readsReports whether servers are asked for reports of their load
 * @param loadProbes asks servers for their load beside a request with a key
 * @param retries how often they are tried, and how often they were
 * @param admission how many servers take at once, and who waits for room
 * @param hedges when they are sent to a second server as well
 * @param bodies how long its attempts and bodies may take
 * @param tlsName what the certificates of servers given as addresses must be for
 * @param plainVersion the version asked of http servers by requests that name none; null leaves it to the client
 * @param closed whether the client is shut down: another attempt would be refused, and the refusal hide the answer
 */
public record HttpPool(
        ServerPool servers,
        Keys keys,
        PoolSessions sessions,
        boolean readsReports,
        LongConsumer loadProbes,
        Retries retries,
        Admission admission,
        Hedges hedges,
        BodyWatch bodies,
        String tlsName,
        HttpClient.@Nullable Version plainVersion,
        AtomicBoolean closed) {
    /**
     * What a request sticks to.
     *
     * @param request as the caller made it
     * @param random the caller's, used by no other thread meanwhile
     * @return the key that strategies see
     */
    public long key(HttpRequest request, RandomGenerator random) {
        return keys.of(request, random);
    }

    /**
     * Sends a request on the calling thread.
     *
     * @param <T> the type of the response body
     * @param request what the caller asks
     * @param handler what the caller does with the response
     * @param clients send the attempts
     * @param presenter makes what the caller gets
     * @return the response
     * @throws IOException if the last attempt failed; earlier failures are suppressed in it
     * @throws InterruptedException if the thread was interrupted; the attempt under way is then ended
     */
    public <T> HttpResponse<T> send(
            HttpRequest request, BodyHandler<T> handler, Clients clients, Presenter<T> presenter)
            throws IOException, InterruptedException {
        Exchange<T> exchange = new Exchange<>(this, request, handler);
        if (exchange.willHedge()) {
            return BlockingDriver.await(new AsynchronousDriver<>(exchange, null, presenter).start(clients));
        }
        return new BlockingDriver<>(exchange, presenter).send(clients);
    }

    /**
     * Sends a request on the client's threads.
     *
     * @param <T> the type of the response body
     * @param request what the caller asks
     * @param handler what the caller does with the response
     * @param pushes takes pushed responses, or null to refuse them
     * @param clients send the attempts
     * @param presenter makes what the caller gets
     * @return the response to be; completing it in any other way ends the exchange
     */
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request,
            BodyHandler<T> handler,
            @Nullable PushPromiseHandler<T> pushes,
            Clients clients,
            Presenter<T> presenter) {
        Exchange<T> exchange = new Exchange<>(this, request, handler);
        if (pushes == null) {
            exchange.willHedge();
        }
        Pushes<T> shown = pushes == null ? null : new Pushes<>(pushes, this, request, presenter);
        return new AsynchronousDriver<>(exchange, shown, presenter).start(clients);
    }

    /**
     * What a request fails with that cannot even begin.
     *
     * @param secure whether it asked for https, so that only https servers would have done
     * @return what says how the servers are
     */
    public ConnectException noServer(boolean secure) {
        PoolStatistics now = servers.statistics(System.nanoTime());
        String states = now.servers().stream()
                .collect(Collectors.groupingBy(ServerStatistics::state, Collectors.counting()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .map(state -> state.getValue() + " " + state.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return new ConnectException((secure ? "no https server of pool '" : "no server of pool '") + now.name()
                + "' is available: it has " + (states.isEmpty() ? "no servers" : states));
    }
}
