package io.github.evenkeel.core.health;

import org.jspecify.annotations.Nullable;

/**
 * What a phase may turn into: pure functions, null where the phase stays as it is. Every phase that gives out permits
 * has the next generation.
 */
final class Transitions {
    private final BreakerSettings settings;
    private final long jitterSeed;
    private final BackOff backOff;

    Transitions(BreakerSettings settings, long jitterSeed) {
        this.settings = settings;
        this.jitterSeed = jitterSeed;
        this.backOff = new BackOff(settings, jitterSeed);
    }

    BreakerSettings settings() {
        return settings;
    }

    /** Those of the same breaker. */
    Transitions with(BreakerSettings next) {
        return new Transitions(next, jitterSeed);
    }

    Phase first(long nowNanos) {
        return new Closed(0, nowNanos, Openings.NONE, settings);
    }

    /** By the last result, or from outside. */
    Phase opened(Closed closed, OpeningCause cause, long nowNanos) {
        Openings openings = closed.standing(backOff, nowNanos).oneMore(cause, closed.tally());
        return open(closed, openings, nowNanos);
    }

    @Nullable
    Phase tripped(Phase now, long nowNanos) {
        return now instanceof Closed closed ? opened(closed, OpeningCause.TRIPPED, nowNanos) : null;
    }

    /** By one more trial, whose permit is the new generation. */
    @Nullable
    Phase tried(Phase now, long nowNanos) {
        if (now instanceof HalfOpen halfOpen) {
            return halfOpen.isDue(nowNanos) ? halfOpen.admit(next(now), nowNanos) : null;
        }
        return now instanceof Phase.Open open && nowNanos - open.untilNanos() >= 0
                ? HalfOpen.first(next(now), now.openings(), settings, nowNanos)
                : null;
    }

    /** By the result of a trial. */
    @Nullable
    Phase concluded(HalfOpen now, int permit, boolean failed, boolean slow, long nowNanos) {
        HalfOpen rest = now.without(permit);
        if (rest == null) {
            return null;
        }
        HalfOpen trials = rest.with(failed, slow);
        if (trials.hasFailed()) {
            return open(now, now.openings().oneMore(OpeningCause.TRIAL, trials.tally()), nowNanos);
        }
        return trials.hasPassed() ? new Closed(next(now), nowNanos, now.openings(), settings) : trials;
    }

    /** By a trial that has no result. */
    @Nullable
    Phase released(Phase now, int permit, long nowNanos) {
        HalfOpen rest = now instanceof HalfOpen halfOpen ? halfOpen.without(permit) : null;
        return rest != null && rest.isEmpty() ? new Phase.Open(next(now), nowNanos, now.openings(), nowNanos) : rest;
    }

    @Nullable
    Phase broughtForward(Phase now, long nowNanos) {
        return now instanceof Phase.Open open && open.untilNanos() - nowNanos > 0
                ? new Phase.Open(open.generation(), open.sinceNanos(), open.openings(), nowNanos)
                : null;
    }

    @Nullable
    Phase forcedOpen(Phase now, long nowNanos) {
        return now instanceof Phase.ForcedOpen
                ? null
                : new Phase.ForcedOpen(next(now), nowNanos, now.openings().forced());
    }

    @Nullable
    Phase disabled(Phase now, long nowNanos) {
        return now instanceof Phase.Disabled ? null : new Phase.Disabled(next(now), nowNanos, now.openings());
    }

    Phase reset(Phase now, long nowNanos) {
        return new Closed(next(now), nowNanos, now.openings().livedDown(), settings);
    }

    static boolean admitsTrials(Phase phase) {
        return phase instanceof Phase.Open || phase instanceof HalfOpen;
    }

    /** Meaningless where no trial is admitted. */
    static long trialDueNanos(Phase phase) {
        if (phase instanceof HalfOpen halfOpen) {
            return halfOpen.dueNanos();
        }
        return phase instanceof Phase.Open open ? open.untilNanos() : phase.sinceNanos();
    }

    private Phase open(Phase before, Openings openings, long nowNanos) {
        int generation = next(before);
        long openNanos = backOff.spreadNanos(openings.standing(), generation);
        return new Phase.Open(generation, nowNanos, openings, nowNanos + openNanos);
    }

    private static int next(Phase phase) {
        return phase.generation() + 1 & CircuitBreaker.MAX_PERMIT;
    }
}
