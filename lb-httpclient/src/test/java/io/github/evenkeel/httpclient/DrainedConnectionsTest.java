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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Nothing keeps the connections to a drained server, so that the JDK's client closes them after its keep-alive time, or,
 * if the server has a client of its own, long before. That time is one for the whole JVM, hence another JVM.
 */
class DrainedConnectionsTest {
    @ParameterizedTest
    @CsvSource({"1,false", "3600,true"})
    void connectionsToADrainedServerEndWhileTheClientLives(int keepAliveSeconds, boolean clientPerServer)
            throws Exception {
        try (TestServer a = TestServer.answering(200, "");
                TestServer b = TestServer.answering(200, "")) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Djdk.httpclient.keepalive.timeout=" + keepAliveSeconds,
                            "-cp",
                            System.getProperty("java.class.path"),
                            Draining.class.getName(),
                            String.valueOf(clientPerServer),
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
