package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.core.pool.PoolStatistics;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.httpclient.session.PoolSessions;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Locale;
import java.util.Map;
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
