package io.github.evenkeel.httpclient.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SplitTest {
    private static final int KEYS = 10_000;

    private static Split split(int a, int b, int c) {
        return Split.by(Affinity.query("user")).share("a", a).share("b", b).share("c", c);
    }

    private static String pool(Split split, int user) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://shop/?user=" + user)).build();
        return split.pool(request, new SplittableRandom(user));
    }

    @Test
    void sharesAreThoseAskedFor() {
        int[] counts = new int[3];
        for (int user = 0; user < KEYS; user++) {
            counts[pool(split(70, 25, 5), user).charAt(0) - 'a']++;
        }
        // Always the same keys: the bound, of four standard deviations, is met or not, once and for all.
        assertEquals(7000, counts[0], 184);
        assertEquals(2500, counts[1], 174);
        assertEquals(500, counts[2], 88);
    }

    /** A canary that is let out further takes users, and gives none of its own to anybody else. */
    @Property(tries = 200)
    void keysMoveOnlyToThePoolWhoseShareGrows(
            @ForAll @IntRange(max = 50) int a,
            @ForAll @IntRange(max = 50) int b,
            @ForAll @IntRange(min = 1, max = 50) int c,
            @ForAll @IntRange(min = 1, max = 50) int more) {
        for (int user = 0; user < 200; user++) {
            String before = pool(split(a, b, c), user);
            String after = pool(split(a, b, c + more), user);
            assertTrue(after.equals(before) || after.equals("c"), before + " became " + after);
        }
    }

    @Property(tries = 200)
    void poolWithoutAShareGetsNothing(
            @ForAll @IntRange(min = 1, max = 50) int a, @ForAll @IntRange(max = 10_000) int user) {
        assertTrue(pool(split(0, a, 0), user).equals("b"));
    }

    /** What Split promises over restarts: these must stay for ever. */
    @Test
    void choicesAreTheSameInEveryProcess() {
        StringBuilder choices = new StringBuilder();
        for (int user = 0; user < 32; user++) {
            choices.append(pool(split(50, 30, 20), user));
        }
        assertEquals("acaabacccaacccbabcbbaaacaabbacaa", choices.toString());
    }
}
