package io.github.evenkeel.httpclient.exchange;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * The JDK client's exceptions do not say whose failure they tell of, which with several servers is too little. Ours say
 * it: of the same type, for whoever catches it, and with the JDK client's as their cause.
 */
public final class NamedFailure {
    private static final Map<Class<?>, Function<String, IOException>> OF_THE_SAME_TYPE = Map.of(
            IOException.class, IOException::new,
            EOFException.class, EOFException::new,
            SocketException.class, SocketException::new,
            ConnectException.class, ConnectException::new,
            HttpConnectTimeoutException.class, HttpConnectTimeoutException::new,
            HttpTimeoutException.class, HttpTimeoutException::new,
            ProtocolException.class, ProtocolException::new,
            SSLException.class, SSLException::new,
            SSLHandshakeException.class, SSLHandshakeException::new);

    private NamedFailure() {}

    /**
     * The failure with a name.
     *
     * @param failure of a server's, or of the way to it
     * @param request what was asked of whom
     * @param pool the name of the server's pool
     * @return the failure itself if it is of a type that we do not know how to make, or names the request already
     */
    public static Throwable of(Throwable failure, String request, String pool) {
        Function<String, IOException> maker = OF_THE_SAME_TYPE.get(failure.getClass());
        String what = failure.getMessage() == null ? withoutMessage(failure) : failure.getMessage();
        if (maker == null || what.startsWith(request)) {
            return failure;
        }
        IOException named = maker.apply(request + " of pool '" + pool + "': " + what);
        named.initCause(failure);
        return named;
    }

    /** The JDK client has no word for what it sees most often. */
    private static String withoutMessage(Throwable failure) {
        if (!(failure instanceof ConnectException)) {
            return failure.getClass().getSimpleName();
        }
        return isUnresolved(failure) ? "no connection, since the server's name has no address" : "no connection";
    }

    private static boolean isUnresolved(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof UnresolvedAddressException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }
}
