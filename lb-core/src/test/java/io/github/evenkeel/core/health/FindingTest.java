package io.github.evenkeel.core.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FindingTest {
    @Test
    void evidenceIsShownAsItIsIfItFitsIntoALine() {
        assertEquals(
                "status 503, \"caf\u00e9\"",
                Finding.failed("status 503, \"caf\u00e9\"").evidence());
        assertEquals("x".repeat(300), Finding.failed("x".repeat(300)).evidence());
    }

    @Test
    void evidenceIsCutToALine() {
        assertEquals("a b  c d", Finding.degraded("a\nb\r\0c\u2028d").evidence());
        assertEquals("x".repeat(297) + "...", Finding.failed("x".repeat(301)).evidence());
    }

    @Property
    void noTextBreaksTheLine(@ForAll String text) {
        String line = Finding.failed(text).evidence();
        assertEquals(1, line.lines().limit(2).count() + (line.isEmpty() ? 1 : 0));
        assertEquals(Math.min(text.length(), 300), line.length());
    }
}
