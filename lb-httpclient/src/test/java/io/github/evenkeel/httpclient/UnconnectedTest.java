package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.httpclient.fixture.DeadServer;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import java.net.ConnectException;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The JDK's exception has no message when a server cannot be connected to; with several servers that is too little. */
class UnconnectedTest {
    @ParameterizedTest
    @EnumSource(Way.class)
    void everyServerThatWasTriedIsNamed(Way way) throws Exception {
        try (DeadServer dead = DeadServer.refusing();
                LoadBalancedHttpClient client = Clients.inOrder(
                        pool -> pool.retry(RetryPolicy.DEFAULT.withAttempts(2)),
                        dead.origin(),
                        "http://nowhere.invalid")) {
            ConnectException last = assertThrows(
                    ConnectException.class, () -> way.send(client, Clients.get(), BodyHandlers.ofString()));
            assertEquals("no connection to http://nowhere.invalid, since its name has no address", last.getMessage());
            assertEquals(
                    List.of("no connection to " + dead.origin()),
                    Arrays.stream(last.getSuppressed())
                            .map(Throwable::getMessage)
                            .toList());
        }
    }
}
