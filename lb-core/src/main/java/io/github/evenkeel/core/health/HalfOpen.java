package io.github.evenkeel.core.health;

import io.github.evenkeel.core.health.CircuitBreaker.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trials decide. There are as many places as trials are wanted; a place is taken by a trial that is out or by a result,
 * so that never more are out than are still wanted. It is free again if the trial is cancelled, and goes to whoever asks
 * next if the trial is out for too long: permits that never come back jam nothing.
 *
 * @param settings what they must show, as it was when the first of them began
 * @param out the trials without a result, the oldest first
 * @param tally the results
 */
record HalfOpen(
        int generation, long sinceNanos, Openings openings, BreakerSettings settings, List<Trial> out, Tally tally)
        implements Phase {
    /** A request with this permit is under way; after that time it counts as lost. */
    record Trial(int permit, long untilNanos) {}

    static HalfOpen first(int permit, Openings openings, BreakerSettings settings, long nowNanos) {
        return new HalfOpen(permit, nowNanos, openings, settings, List.of(), Tally.NONE).admit(permit, nowNanos);
    }

    @Override
    public State state() {
        return State.HALF_OPEN;
    }

    /** When the next trial may start: some time ago if there is a free place. */
    long dueNanos() {
        return isFull() ? out.get(0).untilNanos : sinceNanos;
    }

    /** Not simply a question of time: a free place is due to those as well whose clock was read before the first trial. */
    boolean isDue(long nowNanos) {
        return !isFull() || nowNanos - out.get(0).untilNanos >= 0;
    }

    private boolean isFull() {
        return out.size() + tally.requests() >= settings.trials();
    }

    /** With one more trial, in a free place or in that of the oldest, which is lost. */
    HalfOpen admit(int permit, long nowNanos) {
        List<Trial> trials = new ArrayList<>(isFull() ? out.subList(1, out.size()) : out);
        trials.add(new Trial(permit, nowNanos + settings.trialTime().toNanos()));
        return new HalfOpen(permit, sinceNanos, openings, settings, List.copyOf(trials), tally);
    }

    /** Without the trial of that permit; null if it is not out, or not any more. */
    @Nullable
    HalfOpen without(int permit) {
        List<Trial> rest = out.stream().filter(trial -> trial.permit != permit).toList();
        return rest.size() == out.size() ? null : of(rest, tally);
    }

    HalfOpen with(boolean failed, boolean slow) {
        return of(out, tally.plus(failed, slow));
    }

    /** Trials end under the settings that they began under. */
    @Override
    public HalfOpen under(BreakerSettings next, long nowNanos) {
        return of(out, tally);
    }

    private HalfOpen of(List<Trial> trials, Tally results) {
        return new HalfOpen(generation, sinceNanos, openings, settings, trials, results);
    }

    /** Whether it is as if no trial had been made. */
    boolean isEmpty() {
        return out.isEmpty() && tally.requests() == 0;
    }

    /** Whether the trials have failed, whatever the missing results will be. */
    boolean hasFailed() {
        return reachesRate(tally.failures(), tally.slow());
    }

    /** Whether the trials have passed, whatever the missing results will be. */
    boolean hasPassed() {
        long missing = settings.trials() - tally.requests();
        return !reachesRate(tally.failures() + missing, tally.slow() + missing);
    }

    private boolean reachesRate(long failures, long slow) {
        return Tally.reaches(settings.failureRatePercent(), failures, settings.trials())
                || Tally.reaches(settings.slowRatePercent(), slow, settings.trials());
    }
}
