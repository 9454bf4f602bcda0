package io.github.evenkeel.examples.hedgedreads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.examples.testing.Run;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HedgedReadsTest {

    /** One read in thirty is slow, and one in twenty of those at both servers; the first twenty are never hedged. */
    @Test
    void fewerReadsAreSlowWithASecondServerToAsk() throws Exception {
        Run run = Run.of(HedgedReads.class);

        assertEquals(0, run.status(), run::toString);
        assertEquals(3, run.output().size(), run::toString);
        int plain = number(
                "as it comes: (\\d+) of 600 reads took over 250 ms",
                run.output().get(0));
        int hedged = number(
                "hedged: (\\d+) of 600 reads took over 250 ms", run.output().get(1));
        assertTrue(plain >= 18, run::toString);
        assertTrue(hedged < plain / 2, run::toString);
        int won = number(
                "a second server was asked \\d+ times and was first (\\d+) times",
                run.output().get(2));
        assertTrue(won > 0, run::toString);
    }

    private static int number(String pattern, String line) {
        Matcher matcher = Pattern.compile(pattern).matcher(line);
        assertTrue(matcher.matches(), line);
        return Integer.parseInt(matcher.group(1));
    }
}
