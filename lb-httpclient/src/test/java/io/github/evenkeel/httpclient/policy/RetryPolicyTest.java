package io.github.evenkeel.httpclient.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.limit.RetryBudgetSettings;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
    @Test
    void defaultsAreThoseOfTheDocumentation() {
        assertEquals(
                new RetryPolicy(
                        3, Set.of(429, 502, 503, 504), RetryBudgetSettings.DEFAULT, RetryPolicy.IDEMPOTENT_METHOD),
                RetryPolicy.DEFAULT);
        assertEquals(
                new RetryPolicy(1, Set.of(), RetryBudgetSettings.DEFAULT, RetryPolicy.IDEMPOTENT_METHOD),
                RetryPolicy.NEVER);
    }

    @Test
    void eachValueIsChangedAlone() {
        assertEquals(
                new RetryPolicy(
                        5, Set.of(429, 502, 503, 504), RetryBudgetSettings.DEFAULT, RetryPolicy.IDEMPOTENT_METHOD),
                RetryPolicy.DEFAULT.withAttempts(5));
        assertEquals(
                new RetryPolicy(3, Set.of(404), RetryBudgetSettings.DEFAULT, RetryPolicy.IDEMPOTENT_METHOD),
                RetryPolicy.DEFAULT.withStatuses(Set.of(404)));
        RetryBudgetSettings none = new RetryBudgetSettings(0, 0, Duration.ofSeconds(10));
        assertEquals(
                new RetryPolicy(3, Set.of(429, 502, 503, 504), none, RetryPolicy.IDEMPOTENT_METHOD),
                RetryPolicy.DEFAULT.withBudget(none));
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
        assertEquals(
                statuses,
                new RetryPolicy(1, statuses, RetryBudgetSettings.DEFAULT, RetryPolicy.IDEMPOTENT_METHOD).statuses());
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
    void whatIsIdempotentIsForTheUserToSay() {
        HttpRequest.Builder order = HttpRequest.newBuilder(URI.create("http://orders/"));
        HttpRequest post = order.POST(BodyPublishers.noBody()).build();
        HttpRequest keyed = order.header("Idempotency-Key", "8e03978e").build();
        Predicate<HttpRequest> either = RetryPolicy.IDEMPOTENT_METHOD.or(RetryPolicy.IDEMPOTENCY_KEY);
        RetryPolicy policy = RetryPolicy.DEFAULT.withIdempotent(either);
        assertEquals(either, policy.idempotent());
        assertEquals(RetryPolicy.DEFAULT, policy.withIdempotent(RetryPolicy.IDEMPOTENT_METHOD));
        assertFalse(policy.idempotent().test(post));
        assertTrue(policy.idempotent().test(keyed));
        assertTrue(policy.idempotent().test(order.GET().build()));
        assertFalse(RetryPolicy.DEFAULT.idempotent().test(keyed), "only for who asks for it");
        assertThrows(NullPointerException.class, () -> RetryPolicy.DEFAULT.withIdempotent(null));
    }

    @Test
    void aBudgetIsNeeded() {
        Exception e = assertThrows(NullPointerException.class, () -> RetryPolicy.DEFAULT.withBudget(null));
        assertEquals("budget", e.getMessage());
    }

    @Test
    void statusesAreNeeded() {
        assertThrows(
                NullPointerException.class,
                () -> new RetryPolicy(1, null, RetryBudgetSettings.DEFAULT, RetryPolicy.IDEMPOTENT_METHOD));
    }
}
