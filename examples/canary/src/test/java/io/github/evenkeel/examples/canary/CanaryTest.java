package io.github.evenkeel.examples.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.examples.testing.Run;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CanaryTest {

    @Test
    void aShareOfTheUsersGetsTheNewVersionAndKeepsIt() throws Exception {
        Run run = Run.of(Canary.class);

        assertEquals(0, run.status(), run::toString);
        assertEquals(4, run.output().size(), run::toString);
        assertShare(5, run.output().get(0));
        assertEquals("the same users when they come again: true", run.output().get(1));
        assertShare(20, run.output().get(2));
        assertEquals("all of the first among them: true", run.output().get(3));
    }

    /** Four standard deviations of a thousand users drawn at random, at most. */
    private static void assertShare(int percent, String line) {
        Matcher matcher =
                Pattern.compile(percent + " %: (\\d+) of 1000 users get v2").matcher(line);
        assertTrue(matcher.matches(), line);
        double deviation = Math.sqrt(1000 * percent / 100.0 * (1 - percent / 100.0));
        assertEquals(10.0 * percent, Double.parseDouble(matcher.group(1)), 4 * deviation, line);
    }
}
