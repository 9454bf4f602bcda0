package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JDK client can be told to repeat requests of any method by itself, once for the whole JVM; hence another JVM. */
class AllMethodRetryTest {
    /** It repeats the POST, is refused, and tells of that alone. */
    @Test
    void aPostThatTheJdkHasRepeatedMayHaveArrivedThoughTheLastThingHeardIsARefusal(@TempDir Path directory)
            throws Exception {
        Path log = directory.resolve("log");
        try (TestServer dying = TestServer.start(Call::end);
                TestServer other = TestServer.answering(200, "other")) {
            dying.become(call -> {
                call.body();
                dying.die();
            });
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Djdk.httpclient.enableAllMethodRetry=true",
                            "-cp",
                            System.getProperty("java.class.path"),
                            PostingOnce.class.getName(),
                            dying.origin(),
                            other.origin())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                assertTrue(process.waitFor(50, TimeUnit.SECONDS), "still running");
                assertEquals("ConnectException\n", Files.readString(log));
                assertEquals(1, dying.hits());
                assertEquals(0, other.hits());
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
