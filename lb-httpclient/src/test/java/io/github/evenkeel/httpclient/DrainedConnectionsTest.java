package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Nothing keeps the connections to a drained server, so that the JDK's client closes them after its keep-alive time. That
 * is one for the whole JVM, hence another JVM.
 */
class DrainedConnectionsTest {
    @Test
    void connectionsToADrainedServerEndWhileTheClientLives() throws Exception {
        try (TestServer a = TestServer.answering(200, "");
                TestServer b = TestServer.answering(200, "")) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Djdk.httpclient.keepalive.timeout=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Draining.class.getName(),
                            a.origin(),
                            b.origin())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try {
                BufferedReader output =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                assertEquals("drained", output.readLine());
                assertTrue(a.accepted() > 0, "it was used");
                Await.number("connections to the drained server", 0, a::connections);
                int before = b.hits();
                Await.until("the client goes on", () -> b.hits() > before + 3);
                assertEquals(0, a.connections());
                process.getOutputStream().write(1);
                process.getOutputStream().close();
                assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
