package io.github.evenkeel.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.evenkeel.examples.quickstart.Fork.Result;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that none of us wrote, one of them killed while it works. */
class NginxTest {

    @TempDir
    Path folder;

    @Test
    void oneOfThreeIsKilledAndTheCallerSeesNoError() throws Exception {
        Path program = Nginx.installed().orElseGet(NginxTest::missing);
        try (Nginx one = Nginx.start(program, folder.resolve("one"));
                Nginx two = Nginx.start(program, folder.resolve("two"));
                Nginx three = Nginx.start(program, folder.resolve("three"));
                Fork fork = Fork.start(
                        folder,
                        "--servers",
                        String.join(",", one.origin(), two.origin(), three.origin()),
                        "--seconds",
                        "6")) {
            TimeUnit.SECONDS.sleep(3); // into the middle of the run; nothing hangs on when
            two.kill();
            Result result = fork.await();

            assertTrue(result.lastLine().matches("requests=[1-9]\\d+ errors=0 .*"), result::toString);
            assertTrue(
                    result.output().stream().anyMatch(line -> line.matches(".*: active -> ejected")), result::toString);
            assertEquals(0, result.status(), result::toString);
        }
    }

    private static Path missing() {
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            return fail("nginx is not installed, and nothing is skipped in CI");
        }
        return abort("nginx is not installed: this test needs it, as in apt-get install nginx-light");
    }
}
