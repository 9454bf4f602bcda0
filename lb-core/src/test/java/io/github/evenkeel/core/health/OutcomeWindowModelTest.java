package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.Time.DAYS;
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
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** All kinds of windows against one that keeps every result. */
class OutcomeWindowModelTest {
    /** A result, this long after the one before: mostly later, now and then a little earlier. */
    record Step(long elapsedNanos, boolean failed, boolean slow) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Long> elapsed = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.longs().between(0, 2 * SECONDS)),
                Tuple.of(2, Arbitraries.longs().between(-1500 * MILLIS, 0)),
                Tuple.of(1, Arbitraries.longs().between(8 * SECONDS, 30 * SECONDS)),
                Tuple.of(1, Arbitraries.longs().between(DAYS, 400 * DAYS)));
        return Combinators.combine(elapsed, Arbitraries.of(true, false), Arbitraries.of(true, false))
                .as(Step::new)
                .list()
                .ofMaxSize(60)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    @Provide
    Arbitrary<BreakerWindow> windows() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(1, 40).map(BreakerWindow::requests),
                Arbitraries.longs().between(10, 20_000).map(millis -> BreakerWindow.time(Duration.ofMillis(millis))),
                Arbitraries.just(BreakerWindow.none()));
    }

    @Property(tries = 3000, seed = "1")
    void countsLikeTheModel(
            @ForAll("windows") BreakerWindow kind, @ForAll("steps") List<Step> steps, @ForAll long origin) {
        OutcomeWindow window = OutcomeWindow.of(kind, origin);
        WindowModel model = new WindowModel(kind, origin);
        long now = origin;
        for (Step step : steps) {
            now += step.elapsedNanos;
            window.record(step.failed, step.slow, now);
            model.record(step.failed, step.slow, now);
            assertSame(model, window);
        }
        window.turn(now + 3 * SECONDS);
        model.moveOn(now + 3 * SECONDS);
        assertSame(model, window);
    }

    private static void assertSame(WindowModel model, OutcomeWindow window) {
        assertEquals(new Tally(model.requests(), model.failures(), model.slow()), Tally.of(window));
    }
}
