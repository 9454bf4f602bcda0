package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.Time.SECONDS;

import io.github.evenkeel.core.Linearizability;
import io.github.evenkeel.core.health.CircuitBreaker.State;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * An open breaker whose two trials are due, the second to fail opening it again. A permit is the number of its state or
 * trial: 1 opened it, 2 is the first trial.
 */
@Param(name = "permit", gen = IntGen.class, conf = "2:4")
public class CircuitBreakerLincheckTest {
    private static final long OPENED = 0;
    private static final long LATER = 1000 * SECONDS;
    private static final BreakerSettings SETTINGS = Breakers.TWO_IN_A_ROW.withTrials(2);

    private final CircuitBreaker breaker = Breakers.opened(SETTINGS, OPENED);

    @Operation
    public int acquire() {
        return breaker.tryAcquire(LATER);
    }

    @Operation
    public boolean succeed(@Param(name = "permit") int permit) {
        return breaker.succeed(permit, OPENED);
    }

    @Operation
    public boolean fail(@Param(name = "permit") int permit) {
        return breaker.fail(permit, OPENED);
    }

    @Operation
    public boolean release(@Param(name = "permit") int permit) {
        return breaker.release(permit, OPENED);
    }

    @Operation
    public boolean forceOpen() {
        return breaker.forceOpen(OPENED);
    }

    @Operation
    public boolean reset() {
        return breaker.reset(OPENED);
    }

    @Operation
    public boolean trip() {
        return breaker.trip(OPENED);
    }

    @Operation
    public State state() {
        return breaker.state();
    }

    /** The same on the naive model. */
    public static class Model {
        private final BreakerModel breaker = new BreakerModel(SETTINGS, OPENED);

        public Model() {
            breaker.record(0, true, false, OPENED);
            breaker.record(0, true, false, OPENED);
        }

        public int acquire() {
            if (breaker.state() == State.OPEN) {
                breaker.bringTrialForward(LATER);
            }
            return breaker.tryAcquire(LATER);
        }

        public boolean succeed(int permit) {
            return breaker.record(permit, false, false, OPENED);
        }

        public boolean fail(int permit) {
            return breaker.record(permit, true, false, OPENED);
        }

        public boolean release(int permit) {
            return breaker.release(permit, OPENED);
        }

        public boolean forceOpen() {
            return breaker.forceOpen(OPENED);
        }

        public boolean reset() {
            return breaker.reset(OPENED);
        }

        public boolean trip() {
            return breaker.trip(OPENED);
        }

        public State state() {
            return breaker.state();
        }
    }

    @Test
    void survivesStress() {
        Linearizability.stress(CircuitBreakerLincheckTest.class, Model.class);
    }

    @Test
    void everyInterleavingIsExplained() {
        Linearizability.check(CircuitBreakerLincheckTest.class, Model.class);
    }
}
