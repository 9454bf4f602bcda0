package io.github.evenkeel.httpclient.websocket;

import io.github.evenkeel.core.server.FailureKind;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.httpclient.exchange.FailureClassifier;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Shows the caller's listener the balanced socket, and ends its lease when the socket ends. */
final class BalancedListener implements WebSocket.Listener {
    /** RFC 6455, 7.4.1: the connection ended without a close; sent by nobody. */
    private static final int BROKEN_OFF = 1006;

    /** The server met what it did not expect. */
    private static final int SERVER_FAILED = 1011;

    private final WebSocket.Listener listener;
    private final Lease lease;

    /** Set by whoever sees the socket first, its opener or its first event; read by every event after. */
    private final AtomicReference<@Nullable BalancedWebSocket> balanced = new AtomicReference<>();

    BalancedListener(WebSocket.Listener listener, Lease lease) {
        this.listener = listener;
        this.lease = lease;
    }

    /** The one socket that the caller sees. */
    BalancedWebSocket balanced(WebSocket socket) {
        BalancedWebSocket known = balanced.get();
        if (known == null) {
            BalancedWebSocket made = new BalancedWebSocket(socket, lease);
            BalancedWebSocket before = balanced.compareAndExchange(null, made);
            known = before == null ? made : before;
        }
        return known;
    }

    @Override
    public void onOpen(WebSocket socket) {
        lease.respond(System.nanoTime());
        listener.onOpen(balanced(socket));
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        return listener.onText(balanced(socket), data, last);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        return listener.onBinary(balanced(socket), data, last);
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
        return listener.onPing(balanced(socket), message);
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
        return listener.onPong(balanced(socket), message);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
        if (statusCode == BROKEN_OFF || statusCode == SERVER_FAILED) {
            lease.fail(FailureKind.BODY, System.nanoTime());
        } else {
            lease.succeed(System.nanoTime());
        }
        return listener.onClose(balanced(socket), statusCode, reason);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        FailureKind blamed = FailureClassifier.classify(error, true).blame();
        long now = System.nanoTime();
        if (blamed == null) {
            lease.cancel(now); // the caller's listener threw
        } else {
            lease.fail(blamed, now);
        }
        listener.onError(balanced(socket), error);
    }
}
