package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.httpclient.fixture.TestServer;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the JDK client does itself it does for pools, too, by the address of the server chosen. */
class PoolSettingsTest {
    @ParameterizedTest
    @EnumSource(Way.class)
    void anAuthenticatorAnswersTheServerThatAsks(Way way) throws Exception {
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        Authenticator authenticator = new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                asked.add(getRequestingHost() + ":" + getRequestingPort());
                return new PasswordAuthentication("me", "secret".toCharArray());
            }
        };
        try (TestServer server = TestServer.start(call -> {
                    if (call.headers("authorization").isEmpty()) {
                        call.respond(401, "", "WWW-Authenticate: Basic realm=\"orders\"");
                    } else {
                        call.respond(200, call.headers("authorization").get(0));
                    }
                });
                LoadBalancedHttpClient client = LoadBalancedHttpClient.newBuilder()
                        .authenticator(authenticator)
                        .pool("orders", pool -> pool.servers(server.origin()))
                        .build()) {
            HttpResponse<String> response = way.send(client, Clients.post("body"), BodyHandlers.ofString());
            assertEquals("Basic bWU6c2VjcmV0", response.body());
            assertEquals(List.of("127.0.0.1:" + server.port()), List.copyOf(asked));
            Clients.awaitIdle(client);
            assertEquals("1 good", Clients.outcomes(client), "to us it is one attempt");
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aProxyIsAskedForTheServerChosen(Way way) throws Exception {
        try (TestServer proxy = TestServer.start(call -> call.respond(200, call.target()));
                LoadBalancedHttpClient client = LoadBalancedHttpClient.newBuilder()
                        .proxy(ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port())))
                        .pool("orders", pool -> pool.servers("http://server.invalid:8080"))
                        .build()) {
            HttpResponse<String> response =
                    way.send(client, Clients.request("/a?b").build(), BodyHandlers.ofString());
            assertEquals("http://server.invalid:8080/a?b", response.body());
        }
    }
}
