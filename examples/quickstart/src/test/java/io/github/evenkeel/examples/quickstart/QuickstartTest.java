package io.github.evenkeel.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.examples.quickstart.Fork.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(90)
class QuickstartTest {

    private static final Pattern LAST_LINE =
            Pattern.compile("requests=(\\d+) errors=(\\d+) retried=(\\d+) revived_share=(n/a|\\d+\\.\\d\\d)");

    @TempDir
    Path folder;

    @Test
    void aServerDiesAndComesBackAndTheCallerNoticesNothing() throws Exception {
        Result result = Fork.run(folder, "--seconds", "12");

        Matcher last = lastLine(result);
        assertEquals("0", last.group(2), result::toString);
        assertTrue(Double.parseDouble(last.group(4)) >= 0.5, result::toString);
        assertEquals(0, result.status(), result::toString);
        assertEquals("", result.errors());
        assertTrue(hasLine(result, ".* killed 127\\.0\\.0\\.1:\\d+ .*"), result::toString);
        assertTrue(hasLine(result, ".* started 127\\.0\\.0\\.1:\\d+ again"), result::toString);
        assertTrue(hasLine(result, ".*: active -> .*"), result::toString);
        assertTrue(hasLine(result, ".*: .* -> active"), result::toString);
        assertTrue(hasLine(result, "server +state +requests +share +in-flight +p50 +p99 +failures +ejected"));
        assertFalse(hasLine(result, ".*\u001b.*"), "escape characters in a pipe");
    }

    @Test
    void serversOfTheUserGetTheirRequestsAndTheDeathOfOneIsNotNoticed() throws Exception {
        try (Backend survivor = Backend.start();
                Backend victim = Backend.start();
                Fork fork = Fork.start(
                        folder,
                        "--servers",
                        survivor.origin() + "," + victim.origin(),
                        "--path",
                        "/api",
                        "--probe",
                        "/health",
                        "--strategy",
                        "round-robin",
                        "--concurrency",
                        "4",
                        "--seconds",
                        "5")) {
            awaitLine(fork, line -> line.startsWith("server"));
            victim.kill();

            Result result = fork.await();

            Matcher last = lastLine(result);
            assertTrue(Long.parseLong(last.group(1)) > 100, result::toString);
            assertEquals("0", last.group(2), result::toString);
            assertEquals("n/a", last.group(4));
            assertEquals(0, result.status(), result::toString);
            assertFalse(hasLine(result, ".* killed .*"), result::toString);
        }
    }

    @Test
    void whereNobodyAnswersItSaysSoAndFails() throws Exception {
        try (Socket bound = new Socket()) { // to a port that is nobody else's, where nobody listens
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String dead = "http://127.0.0.1:" + bound.getLocalPort();
            Result result = Fork.run(folder, "--servers", dead, "--seconds", "1");

            Matcher last = lastLine(result);
            assertTrue(Long.parseLong(last.group(1)) > 0, result::toString);
            assertEquals(last.group(1), last.group(2), result::toString);
            assertEquals(1, result.status(), result::toString);
            assertTrue(result.errors().startsWith("The caller saw "), result::toString);
        }
    }

    @Test
    void aSignalEndsItWithTheLastLineAndNothingElse() throws Exception {
        try (Fork fork = Fork.start(folder)) {
            awaitLine(fork, line -> line.startsWith("server"));
            fork.terminate();

            Result result = fork.await();

            assertEquals("n/a", lastLine(result).group(4));
            assertEquals("0", lastLine(result).group(2), result::toString);
            assertEquals("", result.errors());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nope                                | Unknown option: '--nope'",
                "orders                                | Unmatched argument at index 0: 'orders'",
                "--strategy fastest                    | there is no strategy 'fastest'; use least-expected-latency,",
                "--seconds -5                          | '-5' is not a whole number from 1",
                "--seconds soon                        | 'soon' is not a whole number from 1",
                "--seconds 3                           | --seconds 3 is too short",
                "--concurrency 0                       | '0' is not a whole number from 1",
                "--path api                            | 'api' is not a path; give one such as /api",
                "--path /a^b                           | '/a^b' is not a path",
                "--probe /health                       | name them with --servers",
                "--servers                             | Missing required parameter for option '--servers'",
                "--servers ,                           | cannot be used: it must begin with http://",
                "--servers ftp://a                     | 'ftp://a' cannot be used",
                "--servers http://a:70000              | 'http://a:70000' cannot be used",
                "--servers http://a/api                | 'http://a/api' cannot be used",
                "--servers http://a,http://A           | names a server twice; name each once",
                "--servers http://a,https://b          | mixes http and https; name servers of one kind",
                "--servers http://a --probe //health   | '//health' is not a path",
            })
    void badArgumentsAreRefusedWithTheRemedy(String arguments, String message) throws Exception {
        Result result = Fork.run(folder, arguments.split(" "));

        assertEquals(2, result.status(), result::toString);
        assertTrue(result.errors().contains(message), result::toString);
        assertTrue(result.errors().contains("--help"), result::toString);
        assertFalse(result.errors().contains("\tat "), "a stack trace");
        assertEquals(List.of(), result.output());
    }

    @Test
    void helpExplainsEveryOption() throws Exception {
        Result result = Fork.run(folder, "--help");

        assertEquals(0, result.status());
        for (String option : List.of("servers", "path", "probe", "seconds", "concurrency", "strategy", "help")) {
            assertTrue(hasLine(result, " +--" + option + "\\b.*"), option);
        }
    }

    private static Matcher lastLine(Result result) {
        Matcher matcher = LAST_LINE.matcher(result.lastLine());
        assertTrue(matcher.matches(), result::toString);
        return matcher;
    }

    private static boolean hasLine(Result result, String pattern) {
        return result.output().stream().anyMatch(line -> line.matches(pattern));
    }

    private static void awaitLine(Fork fork, Predicate<String> wanted) throws IOException, InterruptedException {
        for (int i = 0; i < 300; i++) {
            if (fork.written().stream().anyMatch(wanted)) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new AssertionError("not written within 30 s: " + fork.written());
    }
}
