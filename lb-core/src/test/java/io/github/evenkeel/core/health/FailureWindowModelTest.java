package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.Time.DAYS;
import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

class FailureWindowModelTest {
    /** A result, this long after the one before: mostly later, now and then a little earlier. */
    record Step(long elapsedNanos, boolean failed) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Long> elapsed = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.longs().between(0, 2 * SECONDS)),
                Tuple.of(2, Arbitraries.longs().between(-1500 * MILLIS, 0)),
                Tuple.of(1, Arbitraries.longs().between(8 * SECONDS, 30 * SECONDS)));
        return Combinators.combine(elapsed, Arbitraries.of(true, false))
                .as(Step::new)
                .list()
                .ofMaxSize(60)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    @Provide
    Arbitrary<Long> origins() {
        return Arbitraries.longs().between(-500 * DAYS, 500 * DAYS);
    }

    @Property(tries = 2000, seed = "1")
    void countsLikeTheModel(@ForAll("steps") List<Step> steps, @ForAll("origins") long origin) {
        FailureWindow window = new FailureWindow(10 * SECONDS);
        WindowModel model = new WindowModel(10 * SECONDS);
        long now = origin;
        for (Step step : steps) {
            now += step.elapsedNanos;
            window.record(step.failed, now);
            model.record(step.failed, now);
            for (int percent = 1; percent <= 100; percent += 11) {
                for (int minimum = 1; minimum <= 9; minimum += 4) {
                    assertEquals(
                            model.failedShareReaches(percent, minimum, now),
                            window.failedShareReaches(percent, minimum, now));
                }
            }
        }
    }
}
