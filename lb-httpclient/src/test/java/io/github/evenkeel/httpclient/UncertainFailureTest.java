package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.httpclient.fixture.HangUp;
import io.github.evenkeel.httpclient.fixture.InOrder;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.fixture.Tls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Failures that are told of in more than one way, as packets happen to arrive, and so have no row in the table of failures.
 * Whichever it is, a request that may have been heard is not sent again, and a body never goes out by halves.
 */
class UncertainFailureTest {
    private static LoadBalancedHttpClient client(String... origins) {
        return LoadBalancedHttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(20))
                .sslContext(Tls.context())
                .pool("orders", pool -> pool.servers(origins).strategy(InOrder.STRATEGY))
                .build();
    }

    private static HttpRequest postOnce() {
        InputStream one = new ByteArrayInputStream("the whole body".getBytes());
        return Clients.request("/")
                .POST(BodyPublishers.ofInputStream(() -> one))
                .build();
    }

    /** Asks for a certificate of others than the client has one of. */
    private static TestServer demanding(String protocol) {
        return TestServer.startMutualTls(
                call -> call.respond(200, "fine"), Tls.context(Tls.serving(), Tls.certificate("dns:others")), protocol);
    }

    /** The handshake fails, whatever of it the client has still heard. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void withoutTheCertificateDemandedNothingIsSent(Way way) throws Exception {
        try (TestServer demanding = demanding("TLSv1.2");
                TestServer other = TestServer.answering(200, "other");
                LoadBalancedHttpClient client = client(demanding.origin(), other.origin());
                LoadBalancedHttpClient alone = client(demanding.origin())) {
            for (HttpRequest request : new HttpRequest[] {Clients.get(), Clients.post("the whole body")}) {
                assertEquals(
                        "other",
                        way.send(client, request, BodyHandlers.ofString()).body());
                assertThrows(SSLHandshakeException.class, () -> way.send(alone, request, BodyHandlers.ofString()));
            }
            assertEquals("the whole body", other.calls().get(1).body());
            assertEquals("2 CONNECT", Clients.outcomes(client));
            assertEquals(0, demanding.hits());
        }
    }

    /** By TLS 1.3 the client is done with the handshake before the server is: it learns of its failure as it sends, or after. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void withoutTheCertificateDemandedNothingIsHeard(Way way) throws Exception {
        try (TestServer demanding = demanding("TLSv1.3")) {
            goesOnIfItMay(demanding.origin(), way);
            assertEquals(0, demanding.hits());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aConnectionIsResetAsItIsAccepted(Way way) throws Exception {
        try (HangUp resetting = HangUp.resetting()) {
            for (int i = 0; i < 5; i++) {
                goesOnIfItMay(resetting.origin(), way);
            }
        }
    }

    private static void goesOnIfItMay(String failing, Way way) throws Exception {
        try (TestServer other = TestServer.answering(200, "other");
                LoadBalancedHttpClient client = client(failing, other.origin())) {
            assertEquals(
                    "other",
                    way.send(client, Clients.get(), BodyHandlers.ofString()).body());
            assertEquals(1, other.hits());
        }
        postGoesOnIfItMay(failing, Clients.post("the whole body"), way);
        postGoesOnIfItMay(failing, postOnce(), way);
    }

    private static void postGoesOnIfItMay(String failing, HttpRequest post, Way way) throws Exception {
        try (TestServer other = TestServer.answering(200, "other");
                LoadBalancedHttpClient client = client(failing, other.origin())) {
            try {
                assertEquals(
                        "other", way.send(client, post, BodyHandlers.ofString()).body());
                assertEquals("the whole body", other.onlyCall().body());
                assertEquals("1 CONNECT", Clients.outcomes(client));
            } catch (IOException heardOrSpent) {
                boolean notHeard = heardOrSpent instanceof SSLHandshakeException;
                assertFalse(heardOrSpent instanceof ConnectException, heardOrSpent::toString);
                assertEquals(0, other.hits());
                assertEquals(notHeard ? "1 CONNECT" : "1 CONNECTION_LOST", Clients.outcomes(client));
            }
        }
    }
}
