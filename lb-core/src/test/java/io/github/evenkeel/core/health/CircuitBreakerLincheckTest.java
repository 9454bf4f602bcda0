package io.github.evenkeel.core.health;

import static io.github.evenkeel.core.Time.SECONDS;

import io.github.evenkeel.core.Linearizability;
import io.github.evenkeel.core.health.CircuitBreaker.State;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** An open breaker whose trial is due. A permit is the number of its state: 1 opened it, 2 is the first trial. */
@Param(name = "permit", gen = IntGen.class, conf = "2:4")
public class CircuitBreakerLincheckTest {
    private static final long OPENED = 0;
    private static final long LATER = 1000 * SECONDS;

    private final CircuitBreaker breaker = Breakers.opened(OPENED);

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
    public State state() {
        return breaker.state();
    }

    /** The same on the naive model. */
    public static class Model {
        private final BreakerModel breaker = new BreakerModel(Breakers.TWO_IN_A_ROW);

        public Model() {
            breaker.fail(0, OPENED);
            breaker.fail(0, OPENED);
        }

        public int acquire() {
            if (breaker.state() == State.HALF_OPEN) {
                return CircuitBreaker.NO_PERMIT;
            }
            if (breaker.state() == State.OPEN) {
                breaker.startTrial(LATER);
            }
            return breaker.stateNumber();
        }

        public boolean succeed(int permit) {
            return breaker.succeed(permit, OPENED);
        }

        public boolean fail(int permit) {
            return breaker.fail(permit, OPENED);
        }

        public boolean release(int permit) {
            return breaker.release(permit, OPENED);
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
