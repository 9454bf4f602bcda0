package io.github.evenkeel.httpclient.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.core.limit.RetryBudgetSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
    @Test
    void defaultsAreThoseOfTheDocumentation() {
        assertEquals(new RetryPolicy(3, Set.of(429, 502, 503, 504), RetryBudgetSettings.DEFAULT), RetryPolicy.DEFAULT);
        assertEquals(new RetryPolicy(1, Set.of(), RetryBudgetSettings.DEFAULT), RetryPolicy.NEVER);
    }

    @Test
    void eachValueIsChangedAlone() {
        assertEquals(
                new RetryPolicy(5, Set.of(429, 502, 503, 504), RetryBudgetSettings.DEFAULT),
                RetryPolicy.DEFAULT.withAttempts(5));
        assertEquals(
                new RetryPolicy(3, Set.of(404), RetryBudgetSettings.DEFAULT),
                RetryPolicy.DEFAULT.withStatuses(Set.of(404)));
        RetryBudgetSettings none = new RetryBudgetSettings(0, 0, Duration.ofSeconds(10));
        assertEquals(new RetryPolicy(3, Set.of(429, 502, 503, 504), none), RetryPolicy.DEFAULT.withBudget(none));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void thereIsAtLeastOneAttempt(int attempts) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> RetryPolicy.DEFAULT.withAttempts(attempts));
        assertEquals("attempts must be at least 1 but was " + attempts, e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 399, 600, 0, -1})
    void answersThatAreNoErrorsCannotBeRetried(int status) {
        Set<Integer> statuses = Set.of(503, status);
        Exception e = assertThrows(IllegalArgumentException.class, () -> RetryPolicy.DEFAULT.withStatuses(statuses));
        assertEquals(
                "a status to retry must be from 400 to 599 but was " + status + "; others are answers", e.getMessage());
    }

    @Test
    void bothEndsOfTheRangeAreTaken() {
        Set<Integer> statuses = Set.of(400, 599);
        assertEquals(statuses, new RetryPolicy(1, statuses, RetryBudgetSettings.DEFAULT).statuses());
    }

    @Test
    void statusesAreCopied() {
        Set<Integer> mine = new HashSet<>(Set.of(503));
        RetryPolicy policy = RetryPolicy.DEFAULT.withStatuses(mine);
        mine.add(200);
        assertEquals(Set.of(503), policy.statuses());
        assertThrows(
                UnsupportedOperationException.class, () -> policy.statuses().add(200));
    }

    @Test
    void aBudgetIsNeeded() {
        Exception e = assertThrows(NullPointerException.class, () -> RetryPolicy.DEFAULT.withBudget(null));
        assertEquals("budget", e.getMessage());
    }

    @Test
    void statusesAreNeeded() {
        assertThrows(NullPointerException.class, () -> new RetryPolicy(1, null, RetryBudgetSettings.DEFAULT));
    }
}
