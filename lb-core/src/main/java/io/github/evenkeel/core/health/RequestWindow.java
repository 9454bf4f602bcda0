package io.github.evenkeel.core.health;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * The requests that ended last. Good ones are merely counted; each bad one notes at which count it ended, and is in the
 * window until the count has gone on by its size. So nothing has to be moved out, and a good result touches no ring.
 */
final class RequestWindow implements OutcomeWindow {
    private final int size;
    private final LongAdder total = new LongAdder();
    private final Ends failures;
    private final Ends slow;

    RequestWindow(int size) {
        this.size = size;
        this.failures = new Ends(size);
        this.slow = new Ends(size);
    }

    @Override
    public boolean record(boolean failed, boolean wasSlow, long nowNanos) {
        total.increment();
        if (failed || wasSlow) {
            long position = total.sum(); // a little further if others end at this instant
            if (failed) {
                failures.add(position);
            }
            if (wasSlow) {
                slow.add(position);
            }
        }
        return false;
    }

    /** Time alone changes nothing here. */
    @Override
    public boolean turn(long nowNanos) {
        return false;
    }

    /** Each count is by itself of one instant, and requests are never fewer later. */
    @Override
    public long turns() {
        return 0;
    }

    @Override
    public long requests() {
        return Math.min(total.sum(), size);
    }

    @Override
    public long failures() {
        return failures.among(total, size);
    }

    @Override
    public long slow() {
        return slow.among(total, size);
    }

    /** Where the latest bad requests ended, in a ring. */
    private static final class Ends {
        /** Written by each bad result, which takes the next place with it; read by whoever judges. */
        private final AtomicLong count = new AtomicLong();

        /**
         * Written by who took the place, read by whoever judges. A place taken but not yet written looks as old as what
         * was there: its request is missing until its own thread, which judges last, has written it.
         */
        private final AtomicLongArray positions;

        Ends(int size) {
            this.positions = new AtomicLongArray(size);
        }

        void add(long position) {
            positions.set(slot(count.getAndIncrement()), position);
        }

        /** How many of the latest requests are here: as of the total, so read anew if a place was taken meanwhile. */
        int among(LongAdder total, int latest) {
            while (true) {
                long taken = count.get();
                int found = after(total.sum() - latest, taken);
                if (count.get() == taken) {
                    return found;
                }
            }
        }

        /** How many ended after that position: they ended in order, so halving finds the first. */
        private int after(long position, long taken) {
            int fewest = 0;
            int most = (int) Math.min(taken, positions.length());
            while (fewest < most) {
                int middle = (fewest + most + 1) >>> 1;
                if (positions.get(slot(taken - middle)) > position) {
                    fewest = middle;
                } else {
                    most = middle - 1;
                }
            }
            return fewest;
        }

        private int slot(long place) {
            return (int) (place % positions.length());
        }
    }
}
