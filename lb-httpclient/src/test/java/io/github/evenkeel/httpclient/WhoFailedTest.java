package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.DeadServer;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who catches what a pool came to learns of every server that was tried. That each failure has a name is in the table. */
class WhoFailedTest {
    private static List<String> messages(Throwable failure) {
        return Stream.concat(Stream.of(failure.getSuppressed()), Stream.of(failure))
                .map(Throwable::getMessage)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whoCannotBeConnectedToIsNamedAndWhy(Way way) throws Exception {
        try (DeadServer dead = DeadServer.refusing();
                LoadBalancedHttpClient client = Clients.inOrder(dead.origin(), "http://nowhere.invalid")) {
            // What a query says is nobody else's business.
            HttpRequest post = Clients.request("/api?secret=1")
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            ConnectException last =
                    assertThrows(ConnectException.class, () -> way.send(client, post, BodyHandlers.ofString()));
            String refused = "POST " + dead.origin() + "/api of pool 'orders': no connection";
            String unknown = "POST http://nowhere.invalid/api of pool 'orders': no connection, since the server's name"
                    + " has no address";
            assertEquals(List.of(refused, unknown), messages(last).subList(0, 2));
            assertEquals(ConnectException.class, last.getCause().getClass(), "the JDK's own");
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aTimeoutSaysWhoWasWaitedForAndWhoHadFailedBefore(Way way) throws Exception {
        try (TestServer dying = TestServer.start(Call::end);
                TestServer mute = TestServer.start(Call::hang);
                LoadBalancedHttpClient client = Clients.inOrder(dying.origin(), mute.origin())) {
            HttpRequest request =
                    Clients.request("/").DELETE().timeout(Duration.ofSeconds(3)).build();
            Exception last =
                    assertThrows(HttpTimeoutException.class, () -> way.send(client, request, BodyHandlers.ofString()));
            assertEquals(
                    List.of(
                            "DELETE " + dying.origin() + "/ of pool 'orders': HTTP/1.1 header parser received no bytes",
                            "DELETE " + mute.origin() + "/ of pool 'orders': request timed out"),
                    messages(last));
        }
    }
}
