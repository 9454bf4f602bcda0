package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.Time.DAYS;
import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static io.github.evenkeel.core.health.CircuitBreaker.NO_PERMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.CircuitBreaker.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

class CircuitBreakerModelTest {
    enum Call {
        ACQUIRE,
        TRIAL,
        SUCCEED,
        SUCCEED_SLOWLY,
        FAIL,
        FAIL_SLOWLY,
        SUCCEED_TRIAL,
        RELEASE,
        BRING_FORWARD,
        TRIP,
        FORCE_OPEN,
        DISABLE,
        RESET,
        CHANGE,
        METRICS
    }

    /** A call, this long after the one before; results go in with the permit that many permits ago. */
    record Step(Call call, long elapsedNanos, int permitsAgo) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Call> call = Arbitraries.frequency(
                Tuple.of(50, Call.ACQUIRE),
                Tuple.of(20, Call.TRIAL),
                Tuple.of(35, Call.SUCCEED),
                Tuple.of(5, Call.SUCCEED_SLOWLY),
                Tuple.of(50, Call.FAIL),
                Tuple.of(5, Call.FAIL_SLOWLY),
                Tuple.of(5, Call.SUCCEED_TRIAL),
                Tuple.of(10, Call.RELEASE),
                Tuple.of(10, Call.BRING_FORWARD),
                Tuple.of(5, Call.TRIP),
                Tuple.of(2, Call.FORCE_OPEN),
                Tuple.of(2, Call.DISABLE),
                Tuple.of(5, Call.RESET),
                Tuple.of(5, Call.CHANGE),
                Tuple.of(10, Call.METRICS));
        Arbitrary<Long> elapsed = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.longs().between(0, 400 * MILLIS)),
                Tuple.of(2, Arbitraries.longs().between(-300 * MILLIS, 0)),
                Tuple.of(1, Arbitraries.longs().between(SECONDS, 20 * SECONDS)));
        Arbitrary<Integer> permitsAgo =
                Arbitraries.frequency(Tuple.of(6, 0), Tuple.of(2, 1), Tuple.of(1, 2), Tuple.of(1, 3));
        return Combinators.combine(call, elapsed, permitsAgo)
                .as(Step::new)
                .list()
                .ofMaxSize(100)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    @Provide
    Arbitrary<Long> origins() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(-500 * DAYS, 500 * DAYS),
                Arbitraries.longs().between(Long.MAX_VALUE - 10 * SECONDS, Long.MAX_VALUE));
    }

    @Provide
    Arbitrary<BreakerSettings> settings() {
        Arbitrary<BreakerWindow> window = Arbitraries.of(
                BreakerWindow.time(Duration.ofSeconds(1)),
                BreakerWindow.time(Duration.ofSeconds(3)),
                BreakerWindow.requests(8),
                BreakerWindow.requests(11),
                BreakerWindow.none());
        Arbitrary<Integer> percent = Arbitraries.integers().between(20, 100);
        Arbitrary<BreakerSettings> trips = Combinators.combine(
                        Arbitraries.oneOf(Arbitraries.integers().between(1, 4), Arbitraries.just(Integer.MAX_VALUE)),
                        window,
                        Arbitraries.integers().between(1, 8),
                        percent,
                        percent)
                .as((inARow, kind, minimum, failed, slow) -> BreakerSettings.DEFAULT
                        .withConsecutiveFailures(inARow)
                        .withFailureRate(failed, minimum, kind)
                        .withSlowRate(slow, Duration.ofSeconds(1)));
        return Combinators.combine(
                        trips,
                        Arbitraries.longs().between(1, 1000),
                        Arbitraries.longs().between(0, 5000),
                        Arbitraries.of(1, 1, 2, 3, 5),
                        Arbitraries.longs().between(1, 5000))
                .as((settings, open, longer, trials, trial) -> settings.withOpenTime(
                                Duration.ofMillis(open), Duration.ofMillis(open + longer))
                        .withTrials(trials)
                        .withTrialTime(Duration.ofMillis(trial)));
    }

    /** A breaker and its model, which must give the same answers. */
    private static final class Pair {
        private final CircuitBreaker breaker;
        private final BreakerModel model;
        private final List<Integer> permits = new ArrayList<>();
        private BreakerSettings settings;
        private BreakerSettings others;

        Pair(BreakerSettings settings, BreakerSettings others, long seed, long now) {
            breaker = new CircuitBreaker(settings, seed, now);
            model = new BreakerModel(settings, now);
            this.settings = settings;
            this.others = others;
        }

        private void change(long now) {
            BreakerSettings before = settings;
            settings = others;
            others = before;
            breaker.change(settings, now);
            model.change(settings, now);
        }

        void step(Step step, long now) {
            switch (step.call) {
                case ACQUIRE -> admitted(model.tryAcquire(now), breaker.tryAcquire(now));
                case TRIAL -> admitted(model.tryTrial(now), breaker.tryTrial(now));
                case BRING_FORWARD -> assertEquals(model.bringTrialForward(now), breaker.bringTrialForward(now));
                case TRIP -> assertEquals(model.trip(now), breaker.trip(now));
                case FORCE_OPEN -> assertEquals(model.forceOpen(now), breaker.forceOpen(now));
                case DISABLE -> assertEquals(model.disable(now), breaker.disable(now));
                case RESET -> assertEquals(model.reset(now), breaker.reset(now));
                case CHANGE -> change(now);
                case METRICS ->
                    assertTrue(
                            model.agreesOn(breaker.metrics(now), now),
                            () -> breaker.metrics(now).toString());
                default -> {
                    if (permits.size() > step.permitsAgo) {
                        result(step.call, permits.get(permits.size() - 1 - step.permitsAgo), now);
                    }
                }
            }
        }

        private void admitted(int expected, int permit) {
            assertEquals(expected, permit);
            if (permit != NO_PERMIT) {
                permits.add(permit);
            }
        }

        private void result(Call call, int permit, long now) {
            switch (call) {
                case SUCCEED -> assertEquals(model.record(permit, false, false, now), breaker.succeed(permit, now));
                case SUCCEED_SLOWLY ->
                    assertEquals(model.record(permit, false, true, now), breaker.succeed(permit, true, now));
                case FAIL -> assertEquals(model.record(permit, true, false, now), breaker.fail(permit, now));
                case FAIL_SLOWLY ->
                    assertEquals(model.record(permit, true, true, now), breaker.fail(permit, true, now));
                case SUCCEED_TRIAL -> {
                    boolean trial = model.state() == State.HALF_OPEN;
                    assertEquals(
                            trial && model.record(permit, false, false, now), breaker.succeedTrial(permit, false, now));
                }
                default -> assertEquals(model.release(permit, now), breaker.release(permit, now));
            }
        }

        void assertSameState() {
            assertEquals(model.state(), breaker.state());
            assertEquals(model.admitsAll() ? model.number() : NO_PERMIT, breaker.permit());
            if (model.state() == State.OPEN || model.state() == State.HALF_OPEN) {
                assertTrue(model.agreesOnDue(breaker.trialDueNanos()), breaker::toString);
            }
        }
    }

    @Property(tries = 5000, seed = "1")
    void movesLikeTheModel(
            @ForAll("settings") BreakerSettings settings,
            @ForAll("settings") BreakerSettings others,
            @ForAll("steps") List<Step> steps,
            @ForAll("origins") long origin) {
        Pair pair = new Pair(settings, others, steps.size(), origin);
        long now = origin;
        for (Step step : steps) {
            now += step.elapsedNanos;
            pair.step(step, now);
            pair.assertSameState();
            assertTrue(pair.model.trialsOut() <= Math.max(settings.trials(), others.trials()));
        }
    }
}
