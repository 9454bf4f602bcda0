package io.github.evenkeel.httpclient.websocket;

import io.github.evenkeel.core.server.Lease;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** The JDK's socket, in flight on its server until it is closed or aborted. As thread-safe as the JDK's. */
final class BalancedWebSocket implements WebSocket {
    private final WebSocket socket;
    private final Lease lease;

    BalancedWebSocket(WebSocket socket, Lease lease) {
        this.socket = socket;
        this.lease = lease;
    }

    @Override
    public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
        return balanced(socket.sendText(data, last));
    }

    @Override
    public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
        return balanced(socket.sendBinary(data, last));
    }

    @Override
    public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
        return balanced(socket.sendPing(message));
    }

    @Override
    public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
        return balanced(socket.sendPong(message));
    }

    @Override
    public CompletableFuture<WebSocket> sendClose(int statusCode, String reason) {
        return balanced(socket.sendClose(statusCode, reason));
    }

    private CompletableFuture<WebSocket> balanced(CompletableFuture<WebSocket> sent) {
        return sent.thenApply(same -> this);
    }

    @Override
    public void request(long n) {
        socket.request(n);
    }

    @Override
    public String getSubprotocol() {
        return socket.getSubprotocol();
    }

    @Override
    public boolean isOutputClosed() {
        return socket.isOutputClosed();
    }

    @Override
    public boolean isInputClosed() {
        return socket.isInputClosed();
    }

    @Override
    public void abort() {
        socket.abort();
        lease.cancel(System.nanoTime());
    }

    @Override
    public String toString() {
        return socket + " on " + lease.server().id();
    }
}
