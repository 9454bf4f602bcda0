package io.github.evenkeel.examples.gateway.proxy;

import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What a client is told when no server answered it. */
final class Failures {
    private Failures() {}

    /** The status that stands for what went wrong. */
    static int status(Throwable failure) {
        if (failure instanceof HttpTimeoutException) {
            return HttpStatus.GATEWAY_TIMEOUT_504;
        }
        if (failure instanceof ConnectException) {
            return HttpStatus.SERVICE_UNAVAILABLE_503; // nothing reached a server, or there is none
        }
        if (failure instanceof TimeoutException) {
            return HttpStatus.REQUEST_TIMEOUT_408; // the client's body stopped coming
        }
        return HttpStatus.BAD_GATEWAY_502;
    }

    /** The failure itself, out of what the JDK wraps it in. */
    static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        // The JDK says of a body of ours that failed only that something did.
        for (Throwable deeper = cause; deeper != null; deeper = deeper.getCause()) {
            if (deeper instanceof TimeoutException) {
                return deeper;
            }
        }
        return cause;
    }

    /** Says what went wrong, in words, without the details that concern nobody outside. */
    static String words(int status, String pool, Throwable failure) {
        return switch (status) {
            case HttpStatus.GATEWAY_TIMEOUT_504 -> "no server of pool '" + pool + "' answered in time";
            case HttpStatus.SERVICE_UNAVAILABLE_503 ->
                failure.getMessage() != null && failure.getMessage().startsWith("no server")
                        ? failure.getMessage()
                        : "no server of pool '" + pool + "' can be reached";
            case HttpStatus.REQUEST_TIMEOUT_408 -> "the rest of the request did not come in time";
            default -> "the server of pool '" + pool + "' broke off before it answered";
        };
    }

    /** Answers in plain text. */
    static void answer(Response response, int status, String words, Callback callback) {
        response.reset();
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        byte[] body =
                (status + " " + HttpStatus.getMessage(status) + ": " + words + "\n").getBytes(StandardCharsets.UTF_8);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        Content.Sink.write(response, true, new String(body, StandardCharsets.UTF_8), callback);
    }
}
