package io.github.evenkeel.benchmarks.endtoend;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/** Programs of others that tests start. */
final class Programs {
    private Programs() {}

    /** Ends the test where one is missing: as skipped, but in CI, where nothing is, as failed. */
    static void need(String... programs) {
        for (String program : programs) {
            if (Daemon.installed(program).isPresent()) {
                continue;
            }
            if (Boolean.parseBoolean(System.getenv("CI"))) {
                fail(program + " is not installed, and nothing is skipped in CI");
            }
            abort(program + " is not installed: this test needs it, as in apt-get install " + program);
        }
    }
}
