package io.github.evenkeel.core.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LimitStateTest {
    @Test
    void endsOfTheRanges() {
        assertEquals(0, LimitState.rttNanos(0), "no time");
        assertEquals(1, LimitState.rttNanos(LimitState.rttCode(1)));
        assertEquals(LimitState.rttCode(1), LimitState.rttCode(0), "too short to be measured");
        assertEquals(LimitState.rttCode(1), LimitState.rttCode(-5), "nor is this one");
        assertEquals(0x1p63, LimitState.rttNanos(LimitState.rttCode((double) Long.MAX_VALUE)));
        assertTrue(LimitState.rttCode((double) Long.MAX_VALUE) < 1 << 24);
        assertEquals(14_000_000, LimitState.rttNanos(LimitState.rttCode(14_000_000)), "whole milliseconds are exact");
        long most = LimitState.pack(LimitState.MAX_LIMIT, LimitState.MAX_SAMPLES, (1 << 24) - 1);
        assertEquals(LimitState.MAX_LIMIT, LimitState.limit(most));
        assertEquals(7, LimitState.limit(LimitState.starting(7)));
        assertEquals(0, LimitState.samples(LimitState.starting(7)));
        assertEquals(0, LimitState.rtt(LimitState.starting(7)));
    }
}
