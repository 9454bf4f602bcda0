package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.fixture.Tls;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import io.github.evenkeel.httpclient.tls.IdentityContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the JDK client makes of names in TLS, on which our way to prove a pool's name rests, and what becomes of it. */
class TlsTableTest {
    private static final KeyStore ORDERS = Tls.certificate("dns:orders");
    private static final TestServer.Script NAMED = call -> call.respond(200, String.valueOf(call.serverName()));

    /**
     * @param host of the URI
     * @param asked set as server name, none if empty
     * @param wrapped whether the engines are made for the name
     * @param sni what the server hears, empty if the handshake fails
     */
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, '', false, ''",
        "127.0.0.1, orders, false, orders",
        "127.0.0.1, other, false, ''",
        "localhost, orders, false, ''",
        "localhost, '', true, localhost",
        "127.0.0.1, orders, true, orders",
    })
    void theJdkProvesWhatItIsAskedFor(String host, String asked, boolean wrapped, String sni) throws Exception {
        SSLContext context = Tls.trusting(ORDERS);
        SSLParameters parameters = context.getDefaultSSLParameters();
        if (!asked.isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(asked)));
        }
        HttpClient jdk = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(20))
                .sslContext(wrapped ? IdentityContext.of(context, "orders") : context)
                .sslParameters(parameters)
                .build();
        try (TestServer server = TestServer.startTls(NAMED, Tls.context(ORDERS))) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("https://" + host + ":" + server.port()))
                    .build();
            if (sni.isEmpty()) {
                assertThrows(SSLHandshakeException.class, () -> jdk.send(request, BodyHandlers.ofString()));
            } else {
                assertEquals(sni, jdk.send(request, BodyHandlers.ofString()).body());
            }
        }
    }

    /** The check cannot be turned off, by the caller neither. */
    @ParameterizedTest
    @ValueSource(strings = {"", "LDAPS"})
    void noParameterTurnsTheCheckOff(String algorithm) throws Exception {
        KeyStore other = Tls.certificate("dns:other");
        SSLContext context = Tls.trusting(other);
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(algorithm);
        try (TestServer server = TestServer.startTls(NAMED, Tls.context(other));
                LoadBalancedHttpClient client = Clients.builder()
                        .sslContext(context)
                        .sslParameters(parameters)
                        .pool("orders", pool -> pool.servers(server.origin()).retry(RetryPolicy.NEVER))
                        .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("https://orders/")).build();
            assertThrows(SSLHandshakeException.class, () -> client.send(request, BodyHandlers.ofString()));
            assertEquals(0, server.hits());
        }
    }

    /** A session is resumed under the name it was checked against, and under no other. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aSessionIsResumedUnderItsNameAlone(String protocol) throws Exception {
        KeyStore me = Tls.certificate("dns:me");
        SSLContext shared = Tls.context(me, ORDERS);
        try (TestServer server = TestServer.startMutualTls(
                        call -> call.respond(200, call.clientName(), "Connection: close"),
                        Tls.context(ORDERS, me),
                        protocol);
                LoadBalancedHttpClient right = sharing(shared, "orders", server);
                LoadBalancedHttpClient wrong = sharing(shared, "users", server)) {
            byte[] first = session(right);
            byte[] second = session(right);
            if (protocol.equals("TLSv1.2")) { // one of 1.3 has another id each time
                assertArrayEquals(first, second, "resumed");
            }
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("https://users/")).build();
            assertThrows(SSLHandshakeException.class, () -> wrong.send(request, BodyHandlers.ofString()));
            session(right);
            assertEquals(3, server.hits());
        }
    }

    private static LoadBalancedHttpClient sharing(SSLContext context, String pool, TestServer server) {
        return Clients.builder()
                .version(Version.HTTP_1_1)
                .sslContext(context)
                .pool(pool, its -> its.servers(server.origin()).retry(RetryPolicy.NEVER))
                .build();
    }

    private static byte[] session(LoadBalancedHttpClient client) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("https://orders/")).build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertEquals("CN=me", response.body());
        return response.sslSession().orElseThrow().getId();
    }
}
