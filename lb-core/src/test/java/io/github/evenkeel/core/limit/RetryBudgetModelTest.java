package io.github.evenkeel.core.limit;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class RetryBudgetModelTest {
    /** Some calls of a kind, this long after the ones before: mostly later, now and then a little earlier. */
    record Step(long elapsedNanos, int deposits, int withdrawals) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Long> elapsed = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.longs().between(0, 300 * MILLIS)),
                Tuple.of(2, Arbitraries.longs().between(-250 * MILLIS, 0)),
                Tuple.of(1, Arbitraries.longs().between(700 * MILLIS, 5 * SECONDS)));
        return Combinators.combine(
                        elapsed,
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(0, 4))
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<RetryBudgetSettings> settings() {
        return Combinators.combine(
                        Arbitraries.of(0, 1, 20, 33, 100, 250),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.of(1000, 1234, 2500))
                .as((share, floor, window) -> new RetryBudgetSettings(share, floor, Duration.ofMillis(window)));
    }

    @Property(tries = 500, seed = "1")
    void grantsLikeTheModel(
            @ForAll("settings") RetryBudgetSettings settings, @ForAll("steps") List<Step> steps, @ForAll long origin) {
        RetryBudget budget = new RetryBudget(settings, origin);
        RetryBudgetModel model = new RetryBudgetModel(settings, origin);
        long now = origin;
        for (Step step : steps) {
            now += step.elapsedNanos;
            for (int i = 0; i < step.deposits; i++) {
                budget.deposit(now);
                model.deposit(now);
            }
            for (int i = 0; i < step.withdrawals; i++) {
                assertEquals(model.available(now), budget.available(now));
                assertEquals(model.tryWithdraw(now), budget.tryWithdraw(now));
            }
            assertEquals(model.available(now), budget.available(now));
        }
    }
}
