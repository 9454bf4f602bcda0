package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that tell hosts apart by the Host header. Who may set it is decided once for the whole JVM, hence another JVM. */
class VirtualHostTest {
    @Test
    void aHostHeaderOfTheCallersReachesEveryServerOfThePoolAndNobodyElse(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("log");
        try (TestServer busy = TestServer.answering(503, "busy");
                TestServer elsewhere = TestServer.answering(200, "elsewhere");
                TestServer server = TestServer.start(Call::end)) {
            server.become(call -> {
                if (call.target().equals("/away")) {
                    call.respond(302, "", "Location: " + elsewhere.origin() + "/");
                } else {
                    call.respond(200, "fine");
                }
            });
            run(log, busy.origin(), server.origin());
            assertEquals("fine fine elsewhere\n", text(log));
            for (Call call : busy.calls()) {
                assertEquals(List.of("shop.example"), call.headers("host"));
            }
            for (Call call : server.calls()) {
                assertEquals(List.of("shop.example"), call.headers("host"));
            }
            assertEquals(3, busy.hits());
            assertEquals(3, server.hits());
            assertEquals(
                    List.of("127.0.0.1:" + elsewhere.port()),
                    elsewhere.onlyCall().headers("host"));
        }
    }

    private static void run(Path log, String... origins) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.httpclient.allowRestrictedHeaders=host",
                "-cp",
                System.getProperty("java.class.path"),
                VirtualHost.class.getName());
        builder.command().addAll(List.of(origins));
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertTrue(process.waitFor(50, TimeUnit.SECONDS), () -> "still running: " + text(log));
            assertEquals(0, process.exitValue(), () -> text(log));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
