package io.github.evenkeel.httpclient.exchange;

import static java.util.Map.entry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Reads the evidence that the JDK client leaves behind: the type of the exception and, where one type stands for many
 * causes, its message. The messages are those of JDK 17.0.15 and 25.0.3, measured; an unknown one falls to the careful
 * side ({@link FailureClass#CONNECTION_LOST}: retried only if idempotent).
 */
public final class FailureClassifier {
    /** Parts of messages of plain {@link IOException}s. */
    private static final Map<String, FailureClass> BY_MESSAGE = Map.ofEntries(
            entry("too many concurrent streams", FailureClass.LOCAL_LIMIT),
            entry("Stream not processed", FailureClass.REFUSED_BY_PEER),
            entry("request not processed by peer", FailureClass.REFUSED_BY_PEER),
            // Of older JDKs, which fail streams that the server goes on with too.
            entry("GOAWAY received", FailureClass.GOING_AWAY),
            entry("Unrecognized SSL message, plaintext connection?", FailureClass.NOT_SENT),
            entry("shutdownNow", FailureClass.NEUTRAL),
            // The caller's body is not as long as it said, or the caller's password is wrong.
            entry("Too many bytes in request body", FailureClass.NEUTRAL),
            entry("Too few bytes returned by the publisher", FailureClass.NEUTRAL),
            entry("too many authentication attempts", FailureClass.NEUTRAL),
            entry("No credentials provided", FailureClass.NEUTRAL));

    /** Whole messages: too short to look for as a part. */
    private static final String CLIENT_CLOSED = "closed";

    private FailureClassifier() {}

    /** What the JDK client repeats by itself, if it got no byte of an answer. */
    private static final Set<String> REPEATED = Set.of("GET", "HEAD");

    /** Whether it was told to do so with all. Anything but "false" is taken for a yes, which is the careful side. */
    private static final boolean REPEATS_ALL =
            !System.getProperty("jdk.httpclient.enableAllMethodRetry", "false").equalsIgnoreCase("false");

    /**
     * Classifies the failure of a request.
     *
     * @param failure what the JDK client threw or completed with
     * @param method of the request
     * @param responseBegun whether the head of a response had arrived
     * @return how far the request got, and whose fault it was
     */
    public static FailureClass classify(Throwable failure, String method, boolean responseBegun) {
        FailureClass found = classify(failure, responseBegun);
        boolean repeated = REPEATS_ALL || REPEATED.contains(method);
        return found == FailureClass.NOT_SENT && repeated ? FailureClass.UNREACHABLE : found;
    }

    /**
     * Classifies a failure of the last thing that the JDK client did.
     *
     * @param failure what the JDK client threw or completed with
     * @param responseBegun whether the head of a response had arrived
     * @return how far the request got, and whose fault it was
     */
    public static FailureClass classify(Throwable failure, boolean responseBegun) {
        Throwable cause = unwrap(failure);
        boolean callersOwn = !(cause instanceof IOException) || wrapsUnexpected(cause);
        FailureClass found = callersOwn ? FailureClass.NEUTRAL : byType(cause);
        boolean brokeOff = responseBegun && found != FailureClass.NEUTRAL && found != FailureClass.TIMED_OUT;
        return brokeOff ? FailureClass.PARTIAL_RESPONSE : found;
    }

    /** Whether it is a plain one around what {@code send} did not expect: a failure of the caller's own code. */
    private static boolean wrapsUnexpected(Throwable failure) {
        return failure.getClass() == IOException.class
                && failure.getCause() != null
                && !(failure.getCause() instanceof IOException);
    }

    private static FailureClass byType(Throwable cause) {
        if (cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof SSLHandshakeException) {
            return FailureClass.NOT_SENT;
        }
        if (cause instanceof HttpTimeoutException) {
            return FailureClass.TIMED_OUT;
        }
        return saysClosed(cause) ? FailureClass.NEUTRAL : byMessage(String.valueOf(cause.getMessage()));
    }

    /**
     * Whether the JDK client had ended before it was to send, and has done nothing.
     *
     * @param failure what it threw or completed with, before the head of a response
     * @return true if another client can send the same
     */
    public static boolean saysClosed(Throwable failure) {
        Throwable cause = unwrap(failure);
        return cause instanceof IOException && CLIENT_CLOSED.equals(cause.getMessage());
    }

    private static FailureClass byMessage(String message) {
        return BY_MESSAGE.entrySet().stream()
                .filter(known -> message.contains(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(FailureClass.CONNECTION_LOST);
    }

    /**
     * The failure itself, without what futures wrap around it.
     *
     * @param failure as a future completed with it
     * @return its innermost cause that is not of a future's making
     */
    public static Throwable unwrap(Throwable failure) {
        Throwable inner = failure;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }
}
