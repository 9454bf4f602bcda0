package io.github.evenkeel.httpclient.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NamedFailureTest {
    private static Throwable named(Throwable failure) {
        return NamedFailure.of(failure, "GET http://10.0.0.1/", "orders");
    }

    static Stream<Throwable> known() {
        return Stream.of(
                new IOException("what"),
                new EOFException("what"),
                new SocketException("what"),
                new ConnectException("what"),
                new HttpConnectTimeoutException("what"),
                new HttpTimeoutException("what"),
                new ProtocolException("what"),
                new SSLException("what"),
                new SSLHandshakeException("what"));
    }

    @ParameterizedTest
    @MethodSource("known")
    void oneOfTheSameTypeHasTheNameAndTheOtherAsItsCause(Throwable failure) {
        Throwable named = named(failure);
        assertEquals(failure.getClass(), named.getClass());
        assertEquals("GET http://10.0.0.1/ of pool 'orders': what", named.getMessage());
        assertSame(failure, named.getCause());
        assertSame(named, named(named), "once is enough");
    }

    static Stream<Throwable> unknown() {
        return Stream.of(
                new SSLPeerUnverifiedException("what"),
                new ClosedChannelException(),
                new IOException("what") {
                    private static final long serialVersionUID = 1L;
                },
                new IllegalStateException("what"));
    }

    /** Another type could be missed by who catches it. */
    @ParameterizedTest
    @MethodSource("unknown")
    void oneThatWeCannotMakeStaysAsItIs(Throwable failure) {
        assertSame(failure, named(failure));
    }

    static Stream<Throwable> wordless() {
        return Stream.of(new EOFException(), new IOException((String) null));
    }

    @ParameterizedTest
    @MethodSource("wordless")
    void oneWithoutAMessageIsCalledByItsType(Throwable failure) {
        assertEquals(
                "GET http://10.0.0.1/ of pool 'orders': " + failure.getClass().getSimpleName(),
                named(failure).getMessage());
    }
}
