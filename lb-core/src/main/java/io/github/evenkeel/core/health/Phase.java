package io.github.evenkeel.core.health;

import io.github.evenkeel.core.health.CircuitBreaker.State;

/**
 * What a circuit breaker is doing, with all that belongs to it: the breaker holds exactly one, and every transition is
 * one compare-and-set from the very phase that was judged to a new one.
 */
sealed interface Phase permits Closed, HalfOpen, Phase.Open, Phase.ForcedOpen, Phase.Disabled {
    /** Numbers the states and the trials of a breaker, one after the other; it is the permit that they give out. */
    int generation();

    long sinceNanos();

    Openings openings();

    State state();

    /** The same phase as an object of its own, judged by other settings as far as they are not those it began under. */
    Phase under(BreakerSettings next, long nowNanos);

    /** The requests that the rates are about just now. */
    default Tally tally() {
        return openings().lastTally();
    }

    /** No request passes until then. */
    record Open(int generation, long sinceNanos, Openings openings, long untilNanos) implements Phase {
        @Override
        public State state() {
            return State.OPEN;
        }

        @Override
        public Open under(BreakerSettings next, long nowNanos) {
            return new Open(generation, sinceNanos, openings, untilNanos);
        }
    }

    /** No request passes until an operator says otherwise. */
    record ForcedOpen(int generation, long sinceNanos, Openings openings) implements Phase {
        @Override
        public State state() {
            return State.FORCED_OPEN;
        }

        @Override
        public ForcedOpen under(BreakerSettings next, long nowNanos) {
            return new ForcedOpen(generation, sinceNanos, openings);
        }
    }

    /** Every request passes and none is judged. */
    record Disabled(int generation, long sinceNanos, Openings openings) implements Phase {
        @Override
        public State state() {
            return State.DISABLED;
        }

        @Override
        public Disabled under(BreakerSettings next, long nowNanos) {
            return new Disabled(generation, sinceNanos, openings);
        }

        @Override
        public Tally tally() {
            return Tally.NONE;
        }
    }
}
