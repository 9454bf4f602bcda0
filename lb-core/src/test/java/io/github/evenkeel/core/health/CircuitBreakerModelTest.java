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
        FAIL,
        RELEASE,
        BRING_FORWARD
    }

    /** A call, this long after the one before; results go in with the permit that many permits ago. */
    record Step(Call call, long elapsedNanos, int permitsAgo) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Call> call = Arbitraries.frequency(
                Tuple.of(5, Call.ACQUIRE),
                Tuple.of(2, Call.TRIAL),
                Tuple.of(4, Call.SUCCEED),
                Tuple.of(6, Call.FAIL),
                Tuple.of(1, Call.RELEASE),
                Tuple.of(1, Call.BRING_FORWARD));
        Arbitrary<Long> elapsed = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.longs().between(0, 400 * MILLIS)),
                Tuple.of(2, Arbitraries.longs().between(-300 * MILLIS, 0)),
                Tuple.of(1, Arbitraries.longs().between(SECONDS, 20 * SECONDS)));
        Arbitrary<Integer> permitsAgo = Arbitraries.frequency(Tuple.of(6, 0), Tuple.of(1, 1), Tuple.of(1, 2));
        return Combinators.combine(call, elapsed, permitsAgo)
                .as(Step::new)
                .list()
                .ofMaxSize(80)
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
        return Combinators.combine(
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(20, 100),
                        Arbitraries.integers().between(2, 8),
                        Arbitraries.longs().between(1, 1000),
                        Arbitraries.longs().between(0, 5000),
                        Arbitraries.longs().between(1, 5000))
                .as((inARow, percent, minimum, open, longer, trial) -> new BreakerSettings(
                        inARow,
                        percent,
                        minimum,
                        Duration.ofSeconds(1),
                        Duration.ofMillis(open),
                        Duration.ofMillis(open + longer),
                        Duration.ofMillis(trial)));
    }

    @Property(tries = 2000, seed = "1")
    void movesLikeTheModel(
            @ForAll("settings") BreakerSettings settings,
            @ForAll("steps") List<Step> steps,
            @ForAll("origins") long origin) {
        CircuitBreaker breaker = new CircuitBreaker(settings, steps.size());
        BreakerModel model = new BreakerModel(settings);
        List<Integer> permits = new ArrayList<>();
        List<Integer> modelPermits = new ArrayList<>();
        long now = origin;
        for (Step step : steps) {
            now += step.elapsedNanos;
            boolean acquires = step.call == Call.ACQUIRE || step.call == Call.TRIAL;
            if (acquires) {
                boolean trial = model.state() != State.CLOSED;
                boolean admitted = model.admits(now) && (trial || step.call == Call.ACQUIRE);
                int permit = step.call == Call.ACQUIRE ? breaker.tryAcquire(now) : breaker.tryTrial(now);
                assertEquals(admitted, permit != NO_PERMIT);
                if (admitted) {
                    if (trial) {
                        model.startTrial(now);
                    }
                    permits.add(permit);
                    modelPermits.add(model.stateNumber());
                }
            } else if (step.call == Call.BRING_FORWARD) {
                assertEquals(model.bringTrialForward(now), breaker.bringTrialForward(now));
            } else if (permits.size() > step.permitsAgo) {
                int index = permits.size() - 1 - step.permitsAgo;
                int permit = permits.get(index);
                int modelPermit = modelPermits.get(index);
                switch (step.call) {
                    case SUCCEED -> assertEquals(model.succeed(modelPermit, now), breaker.succeed(permit, now));
                    case FAIL -> assertEquals(model.fail(modelPermit, now), breaker.fail(permit, now));
                    default -> assertEquals(model.release(modelPermit, now), breaker.release(permit, now));
                }
            }
            assertEquals(model.state(), breaker.state());
            if (model.state() == State.CLOSED) {
                assertTrue(breaker.permit() != NO_PERMIT);
            } else {
                assertEquals(NO_PERMIT, breaker.permit());
                assertTrue(model.agreesOnDue(breaker.trialDueNanos()), breaker::toString);
            }
        }
    }
}
