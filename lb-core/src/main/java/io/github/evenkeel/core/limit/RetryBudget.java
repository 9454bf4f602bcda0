package io.github.evenkeel.core.limit;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A cap on retries and hedges together: a share of the latest requests plus a floor, so that an outage is not answered
 * with a multiple of the load that caused it. Every request deposits once; every retry and every hedge must withdraw
 * first. The idea is Finagle's ({@code RetryBudget}), by way of tower's {@code TpsBudget}. Thread-safe, lock-free,
 * allocates nothing after construction.
 *
 * <p>What is guaranteed: at the instant a withdrawal is granted,
 *
 * <pre>{@code
 *   withdrawals in the window, this one included  <=  floor * window + share * deposits in the window
 * }</pre>
 *
 * where the window is the newest ten slots, each a tenth as long as configured (the newest is still filling), the
 * withdrawals are <em>all</em> that were ever granted in it, whatever threads race, and the deposits are some that were
 * made before that instant: none is counted twice or early, and none that returned before {@code tryWithdraw} was
 * called is missing, unless a thread with a later clock has begun to reuse its slot. Tower checks first and subtracts
 * afterwards, so two threads may spend the same last retry; here the one word that the check was made on must still be
 * there when the retry is granted.
 *
 * <p>Times are those of one monotonic clock, such as {@code System.nanoTime()}, from the time given to the constructor
 * until a century later; they may be negative and may wrap. A time earlier than one already seen withdraws at the later
 * one; a deposit that is late by a whole window is dropped.
 */
public final class RetryBudget {
    static final int SLOTS = 10;

    /*
     * Every count is one word, which says what slot of time it belongs to:
     *
     *   63 | 62 .. 28              | 27 .. 0
     *   0  | tick (slots since     | count (full: a deposit is not counted, a withdrawal not granted)
     *      | the origin)           |
     *
     * A later tick is a greater word, and so is a higher count of the same tick. Ticks do not wrap: 35 bits of the
     * shortest slots, 100 ms, are 108 years.
     *
     * Deposits happen with every request: they are spread over stripes by thread, one ring of slots a stripe, each
     * stripe on cache lines of its own. Written by deposit with CAS; counts of a tick only grow. Read by withdrawals.
     *
     * Withdrawals are rare, so they all go through one word, "newest": tick and count of the newest slot with a
     * withdrawal. Its CAS is the linearization point: whoever succeeds knew of every withdrawal before. Before it moves
     * to a later tick, the count of the old one is put in "history" (again by CAS, and only ever upwards, so a thread
     * that slept over it cannot put back an older count); hence history is complete for every tick before the newest.
     * When a slot of it is reused while somebody sums it, the sum is too low: a refusal was right all the more, at the
     * instant newest was read, and a grant fails, because newest has moved on. No ABA: newest only ever grows.
     */
    private static final int COUNT_BITS = 28;
    static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    static final long MAX_TICK = (1L << (63 - COUNT_BITS)) - 1;

    private static final int STRIPE_BITS = 4;
    private static final int STRIPES = 1 << STRIPE_BITS;
    /** Words from one stripe to the next: all threads write the same slot at a time, so two lines (128 bytes) apart. */
    private static final int STRIDE = 16;

    private static final int PERCENT = 100;

    private final RetryBudgetSettings settings;
    private final long originNanos;
    private final long slotNanos;
    private final long floorInPercent;

    private final AtomicLongArray deposits = new AtomicLongArray(STRIPES * STRIDE);
    private final AtomicLongArray history = new AtomicLongArray(SLOTS);
    private final AtomicLong newest = new AtomicLong();

    /**
     * A budget with nothing spent: the whole floor is there at once.
     *
     * @param settings how much it allows
     * @param nowNanos the time, from which on deposits and withdrawals are made
     */
    public RetryBudget(RetryBudgetSettings settings, long nowNanos) {
        this.settings = settings;
        this.originNanos = nowNanos;
        long windowNanos = settings.window().toNanos();
        this.slotNanos = windowNanos / SLOTS;
        long nanosPerSecondInPercent = 1_000_000_000 / PERCENT;
        this.floorInPercent = windowNanos * settings.floorPerSecond() / nanosPerSecondInPercent;
    }

    /**
     * What the budget allows.
     *
     * @return the settings it was made with
     */
    public RetryBudgetSettings settings() {
        return settings;
    }

    /**
     * Counts one request: the first attempt, not its retries.
     *
     * @param nowNanos the time
     */
    public void deposit(long nowNanos) {
        long tick = tick(nowNanos);
        int index = stripe() * STRIDE + slot(tick);
        while (true) {
            long before = deposits.get(index);
            long after = oneMore(before, tick);
            if (before == after || deposits.compareAndSet(index, before, after)) {
                return;
            }
        }
    }

    /**
     * Asks for one retry or hedge.
     *
     * @param nowNanos the time
     * @return true if the budget allows it, which then counts as spent; a refusal costs nothing
     */
    public boolean tryWithdraw(long nowNanos) {
        long now = tick(nowNanos);
        while (true) {
            long before = newest.get();
            long tick = Math.max(now, tickOf(before));
            long after = oneMore(before, tick);
            if (before == after || availableInPercent(before, tick) < PERCENT) {
                return false;
            }
            if (tick != tickOf(before)) {
                archive(before);
            }
            if (newest.compareAndSet(before, after)) {
                return true;
            }
        }
    }

    /**
     * How many withdrawals would be granted now, if nobody else deposited or withdrew: for statistics, since it may be
     * outdated at once.
     *
     * @param nowNanos the time
     * @return what is left, 0 or more
     */
    public long available(long nowNanos) {
        long now = tick(nowNanos);
        while (true) {
            long before = newest.get();
            long left = availableInPercent(before, Math.max(now, tickOf(before)));
            if (newest.get() == before) {
                return Math.max(0, left / PERCENT);
            }
        }
    }

    private long availableInPercent(long newestWithdrawals, long tick) {
        long oldest = tick - SLOTS + 1;
        long withdrawn = tickOf(newestWithdrawals) >= oldest ? count(newestWithdrawals) : 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            long word = history.get(slot);
            // Neither a part of the newest slot that is archived already nor what came after it.
            if (tickOf(word) >= oldest && tickOf(word) < tickOf(newestWithdrawals)) {
                withdrawn += count(word);
            }
        }
        long share = settings.sharePercent() == 0 ? 0 : deposited(oldest) * settings.sharePercent();
        return floorInPercent + share - withdrawn * PERCENT;
    }

    private long deposited(long oldest) {
        long total = 0;
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            for (int slot = 0; slot < SLOTS; slot++) {
                long word = deposits.get(stripe * STRIDE + slot);
                if (tickOf(word) >= oldest) {
                    total += count(word);
                }
            }
        }
        return total;
    }

    private void archive(long withdrawals) {
        int slot = slot(tickOf(withdrawals));
        long before = history.get(slot);
        while (before < withdrawals && !history.compareAndSet(slot, before, withdrawals)) {
            before = history.get(slot);
        }
    }

    private long tick(long nowNanos) {
        long elapsed = nowNanos - originNanos;
        return Math.min(Math.max(elapsed, 0) / slotNanos, MAX_TICK); // a time before the origin is a clock read late
    }

    /** A word with one more of that tick; itself if it counts a later tick already, or as many as a word can hold. */
    static long oneMore(long word, long tick) {
        if (tickOf(word) != tick) {
            return tickOf(word) < tick ? pack(tick, 1) : word;
        }
        return count(word) < COUNT_MASK ? word + 1 : word;
    }

    static long pack(long tick, long count) {
        return tick << COUNT_BITS | count;
    }

    private static long tickOf(long word) {
        return word >>> COUNT_BITS;
    }

    private static long count(long word) {
        return word & COUNT_MASK;
    }

    private static int slot(long tick) {
        return (int) (tick % SLOTS);
    }

    /** Neighbouring thread ids, which pools hand out, must not share a stripe; nor may ids a power of two apart. */
    private static int stripe() {
        return (int) ((Thread.currentThread().getId() * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - STRIPE_BITS));
    }

    @Override
    public String toString() {
        return "RetryBudget[" + settings.sharePercent() + " % + " + settings.floorPerSecond() + "/s over "
                + settings.window() + "]";
    }
}
