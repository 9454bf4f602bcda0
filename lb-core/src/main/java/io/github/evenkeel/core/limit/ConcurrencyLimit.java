package io.github.evenkeel.core.limit;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A cap on the requests that are under way at once, fixed or found by a {@link LimitAlgorithm} from how the requests
 * fare. Thread-safe, lock-free; allocates nothing after construction, which takes 8 bytes for each request of the
 * highest limit.
 *
 * <p>{@link #tryAcquire} gives a permit, which {@link #release} takes back exactly once: of the releases of one permit,
 * by whatever threads and however late, one succeeds, and the others change nothing, even if the place has been given
 * to another request since. In-flight is exact; no permit is given while it has reached the limit. When the limit falls
 * below in-flight, requests under way stay, and no permit is given until enough have ended.
 */
public final class ConcurrencyLimit {
    /** How a request fared, as far as the limit is concerned. */
    public enum Outcome {
        /** Answered: its round trip counts. */
        SUCCEEDED,
        /** Lost to overload, such as a timeout or a 429 or 503: lowers the limit. */
        DROPPED,
        /** Says nothing of the load, such as a cancellation, a refused connection or a fast error: nothing is learnt. */
        IGNORED
    }

    /** Instead of a permit: the limit is reached. */
    public static final long NO_PERMIT = -1;

    /*
     * Permits are the places of a table, free ones on a stack (Treiber's), so that what is taken and how many are taken
     * is one word:
     *
     *   head   63 .. 32 | 31 .. 16  | 15 .. 0
     *          changes  | in flight | top of the free places + 1, or 0
     *
     *   place  63 .. 17 | 16  | 15 .. 0
     *          turn     | out | the free place below + 1, or 0
     *
     *   permit 63 | 62 .. 16 | 15 .. 0
     *          0  | turn     | place
     *
     * Linearization points: the CAS of head in tryAcquire; in release the CAS of the place, which elects one of all
     * that hold the permit, and then the CAS of head, which frees it. Between the two the request still counts as in
     * flight, so there are always exactly as many places on the stack as in-flight is below the highest limit, and
     * tryAcquire, which stays below, never finds it empty.
     *
     * No ABA: every change of head counts up its upper half, so a CAS can only succeed unjustly after exactly 2^32
     * changes while one thread sleeps. A place changes owner through head only; its turn counts the acquisitions, so an
     * old permit matches no later turn.
     *
     * What was learnt is a word of its own, replaced by CAS with a pure function of it: no sample is lost or counted
     * twice. It is written after the place is free: an acquire in between is judged by the limit before, as if it had
     * come first.
     */
    private static final int FIELD_BITS = 16;
    private static final int FIELD_MASK = (1 << FIELD_BITS) - 1;
    private static final int CHANGES_SHIFT = 2 * FIELD_BITS;
    private static final long OUT = 1L << FIELD_BITS;
    private static final int TURN_SHIFT = FIELD_BITS + 1;
    private static final long TURN_MASK = -1L >>> TURN_SHIFT;

    private final LimitAlgorithm algorithm;
    private final AtomicLong learnt;
    private final AtomicLong head;
    private final AtomicLongArray places;

    /**
     * A limit with nothing in flight.
     *
     * @param algorithm how the limit is found
     */
    public ConcurrencyLimit(LimitAlgorithm algorithm) {
        this.algorithm = Objects.requireNonNull(algorithm, "algorithm");
        this.learnt = new AtomicLong(LimitState.starting(algorithm.initial()));
        this.places = new AtomicLongArray(algorithm.most());
        for (int place = 0; place < places.length(); place++) {
            places.setPlain(place, place); // the place below, plus 1
        }
        this.head = new AtomicLong(places.length());
    }

    /**
     * The limit that applies now.
     *
     * @return requests at once, at least 1
     */
    public int limit() {
        return LimitState.limit(learnt.get());
    }

    /**
     * How many requests are under way.
     *
     * @return permits given and not yet released
     */
    public int inFlight() {
        return inFlight(head.get());
    }

    /**
     * Asks for a permit.
     *
     * @return a permit, 0 or greater, to be released exactly once; or {@link #NO_PERMIT}
     */
    public long tryAcquire() {
        while (true) {
            long before = head.get();
            if (inFlight(before) >= limit()) {
                return NO_PERMIT;
            }
            int place = top(before) - 1;
            long free = places.get(place);
            if (head.compareAndSet(before, head(before, inFlight(before) + 1, top(free)))) {
                long turn = (free >>> TURN_SHIFT) + 1 & TURN_MASK;
                places.set(place, turn << TURN_SHIFT | OUT);
                return turn << FIELD_BITS | place;
            }
        }
    }

    /**
     * Takes a permit back.
     *
     * @param permit what {@link #tryAcquire} gave
     * @param outcome how the request fared
     * @param rttNanos how long it took; below 1 counts as 1
     * @return true if this call released it; false if another one did, which may still be about to free the place, or
     *     if it was never given
     */
    public boolean release(long permit, Outcome outcome, long rttNanos) {
        Objects.requireNonNull(outcome, "outcome");
        int place = (int) permit & FIELD_MASK;
        long turn = permit >>> FIELD_BITS;
        if (permit < 0 || place >= places.length()) {
            return false;
        }
        long out = turn << TURN_SHIFT | OUT;
        if (!places.compareAndSet(place, out, turn << TURN_SHIFT)) {
            return false;
        }
        int inFlight = free(place, turn);
        if (outcome != Outcome.IGNORED) {
            learn(rttNanos, inFlight, outcome == Outcome.DROPPED);
        }
        return true;
    }

    /** Puts a place back on the stack; returns how many were in flight just before. */
    private int free(int place, long turn) {
        while (true) {
            long before = head.get();
            places.set(place, turn << TURN_SHIFT | top(before));
            if (head.compareAndSet(before, head(before, inFlight(before) - 1, place + 1))) {
                return inFlight(before);
            }
        }
    }

    private void learn(long rttNanos, int inFlight, boolean dropped) {
        while (true) {
            long before = learnt.get();
            long after = algorithm.next(before, rttNanos, inFlight, dropped);
            if (before == after || learnt.compareAndSet(before, after)) {
                return;
            }
        }
    }

    /** The head after another one: one change more. */
    private static long head(long before, int inFlight, int top) {
        long changes = (before >>> CHANGES_SHIFT) + 1;
        return changes << CHANGES_SHIFT | (long) inFlight << FIELD_BITS | top;
    }

    private static int inFlight(long head) {
        return (int) (head >>> FIELD_BITS) & FIELD_MASK;
    }

    private static int top(long word) {
        return (int) word & FIELD_MASK;
    }

    @Override
    public String toString() {
        return "ConcurrencyLimit[" + inFlight() + " of " + limit() + ", " + algorithm + "]";
    }
}
