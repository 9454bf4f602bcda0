package io.github.evenkeel.httpclient.websocket;

import io.github.evenkeel.httpclient.exchange.Clients;
import io.github.evenkeel.httpclient.exchange.HttpPool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens WebSockets on servers of pools, and past them where the host names no pool. Not thread-safe. */
public final class BalancedWebSocketBuilder implements WebSocket.Builder {
    /** The clients as long as there are any. */
    @FunctionalInterface
    public interface Open {
        /**
         * Looks whether there are.
         *
         * @return they
         * @throws IOException if all is closed
         */
        Clients clients() throws IOException;
    }

    private final Function<HttpRequest, @Nullable HttpPool> pools;
    private final Open open;
    private final List<String> headers = new ArrayList<>();
    private List<String> subprotocols = List.of();
    private @Nullable Duration connectTimeout;

    /**
     * Nothing is set yet.
     *
     * @param pools which pool a request is for, null for none
     * @param open the clients that open the sockets
     */
    public BalancedWebSocketBuilder(Function<HttpRequest, @Nullable HttpPool> pools, Open open) {
        this.pools = pools;
        this.open = open;
    }

    @Override
    public WebSocket.Builder header(String name, String value) {
        headers.add(Objects.requireNonNull(name, "name"));
        headers.add(Objects.requireNonNull(value, "value"));
        return this;
    }

    @Override
    public WebSocket.Builder connectTimeout(Duration timeout) {
        connectTimeout = Objects.requireNonNull(timeout, "timeout");
        return this;
    }

    @Override
    public WebSocket.Builder subprotocols(String mostPreferred, String... lesserPreferred) {
        List<String> all = new ArrayList<>(List.of(lesserPreferred));
        all.add(0, Objects.requireNonNull(mostPreferred, "mostPreferred"));
        subprotocols = List.copyOf(all);
        return this;
    }

    @Override
    public CompletableFuture<WebSocket> buildAsync(URI uri, WebSocket.Listener listener) {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(listener, "listener");
        Handshake handshake = new Handshake(uri, listener, List.copyOf(headers), subprotocols, connectTimeout);
        try {
            Clients clients = open.clients();
            HttpPool pool = handshake.isOfWebSocket() ? pools.apply(handshake.request()) : null;
            return pool == null
                    ? handshake.with(clients.plain()).buildAsync(uri, listener)
                    : new Opening(pool, handshake).start(clients);
        } catch (IOException | IllegalArgumentException refused) { // as the JDK tells it
            return CompletableFuture.failedFuture(refused);
        }
    }
}
