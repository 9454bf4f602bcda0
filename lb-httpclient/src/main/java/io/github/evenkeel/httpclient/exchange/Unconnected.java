package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.core.server.Server;
import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;

/** The JDK's exception for a server that cannot be connected to has no message: who it was is for us to say. */
final class Unconnected {
    private Unconnected() {}

    /** The same, if it is one of those, with the server's origin. */
    static Throwable named(Throwable failure, Server server) {
        return failure instanceof ConnectException unnamed ? named(unnamed, server) : failure;
    }

    static ConnectException named(ConnectException failure, Server server) {
        if (failure.getMessage() != null) {
            return failure;
        }
        ConnectException named = new ConnectException("no connection to " + server.origin()
                + (isUnresolved(failure) ? ", since its name has no address" : ""));
        named.initCause(failure.getCause() == null ? failure : failure.getCause());
        return named;
    }

    private static boolean isUnresolved(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof UnresolvedAddressException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }
}
