package io.github.evenkeel.core.health;

/**
 * The results of one kind of probe: what they say and for how long they have said it. Immutable.
 *
 * @param up what follows from the thresholds
 * @param degraded whether the latest result that did not fail was {@link ProbeResult#DEGRADED}
 * @param failing whether the latest result was {@link ProbeResult#FAILED}
 * @param inARow how many results in a row failed, or did not, counted to 1000
 */
public record ProbeRun(boolean up, boolean degraded, boolean failing, int inARow) {
    /** The longest run that is counted; longer ones stay there. */
    static final int MOST = 1000;

    /** The first result decides at once: a new server waits for no threshold. */
    static ProbeRun first(ProbeResult result) {
        return new ProbeRun(result.isPass(), result == ProbeResult.DEGRADED, !result.isPass(), 1);
    }

    /**
     * The run with one more result.
     *
     * @param rise passes in a row that turn it up
     * @param fall failures in a row that turn it down
     */
    ProbeRun with(ProbeResult result, int rise, int fall) {
        boolean fails = !result.isPass();
        int length = fails == failing ? Math.min(inARow + 1, MOST) : 1;
        boolean turns = fails == up && length >= (fails ? fall : rise);
        return new ProbeRun(up != turns, fails ? degraded : result == ProbeResult.DEGRADED, fails, length);
    }
}
