package io.github.evenkeel.core.selection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the turns of a rotation, from a random start: clients that start together must not all start with the same
 * server. The selectors of a pool hand it on, so that a change of membership does not start it anew; one that serves
 * beside another ({@link PoolView#aside}) has its own. Lock-free.
 *
 * <p>Requests that follow one another, on whatever threads, take one turn after the other. A thread that meets another
 * at the counter takes the rest of a block of 256 turns along, and its next ones from there, instead of waiting for the
 * counter's cache line each time; when that is used up and it meets nobody any more, order has returned. The turns of a
 * block are taken in order, so that all threads together are as even as one, but for one turn a server in each block
 * under way.
 */
final class Rotation {
    /** A selector that rotates. */
    interface Rotating extends Selector {
        Rotation rotation();
    }

    private static final VarHandle TURNS;
    private static final VarHandle BLOCKS;

    static {
        try {
            TURNS = MethodHandles.lookup().findVarHandle(Rotation.class, "turns", long.class);
            BLOCKS = MethodHandles.lookup().findVarHandle(Rotation.class, "blocks", AtomicLongArray.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A block ends before the next multiple of its size: a word that is such a multiple has none left. */
    private static final long WITHIN_BLOCK = 255;

    /** So many blocks, each word alone in 128 bytes: processors fetch cache lines in pairs. */
    private static final int BLOCK_BITS = 6;

    private static final int WORD_SHIFT = 4;

    /** The first turn not handed out. Written by first attempts, read with each; a stale one fails to be replaced. */
    @SuppressWarnings("UnusedVariable") // through TURNS
    private volatile long turns;

    /**
     * The next turn of each block under way. Null until two threads first meet, made by the first that notices. A word
     * is written and read by the threads whose ids lead to it, of which there is one at most times. So it is written
     * without an atomic operation, which would cost more than the rest of the pick: where there are two at once, both
     * may take the same turns until the block ends, and these too visit every server alike.
     */
    private volatile @Nullable AtomicLongArray blocks;

    /** Whether it numbers the turns of a selector that serves beside another. */
    private final boolean aside;

    private Rotation(long start, boolean aside) {
        this.turns = start;
        this.aside = aside;
    }

    /** That of the previous selector, unless that one goes on beside this. */
    static Rotation continued(@Nullable Selector previous, PoolView view, RandomGenerator random) {
        if (previous instanceof Rotating before && before.rotation().aside == view.isAside()) {
            return before.rotation();
        }
        return new Rotation(random.nextInt() >>> 1, view.isAside());
    }

    static Rotation from(long start) {
        return new Rotation(start, false);
    }

    /** The place of this turn in a round of {@code size}. */
    int next(int size) {
        return (int) (next() % size);
    }

    /** The number of this turn, never negative: an index taken from a wrapped one would be (Vert.x, Ribbon, Spring). */
    long next() {
        AtomicLongArray before = blocks;
        long turn = before == null ? nextAlone() : nextOf(before, word());
        return turn & Long.MAX_VALUE;
    }

    private long nextAlone() {
        long turn = (long) TURNS.getVolatile(this);
        return TURNS.compareAndSet(this, turn, turn + 1) ? turn : nextOf(blocks(), word());
    }

    private long nextOf(AtomicLongArray under, int word) {
        long next = under.getOpaque(word);
        if ((next & WITHIN_BLOCK) != 0) {
            under.setOpaque(word, next + 1);
            return next;
        }
        long turn = (long) TURNS.getVolatile(this);
        if (TURNS.compareAndSet(this, turn, turn + 1)) {
            return turn;
        }
        do {
            turn = (long) TURNS.getVolatile(this);
        } while (!TURNS.compareAndSet(this, turn, (turn | WITHIN_BLOCK) + 1));
        under.setOpaque(word, turn + 1);
        return turn;
    }

    private AtomicLongArray blocks() {
        AtomicLongArray fresh = new AtomicLongArray(1 << (BLOCK_BITS + WORD_SHIFT));
        AtomicLongArray before = (AtomicLongArray) BLOCKS.compareAndExchange(this, null, fresh);
        return before == null ? fresh : before;
    }

    /** By Fibonacci hashing (Knuth): neighbouring ids, as the threads of a pool have, lie far apart and do not meet. */
    static int word() {
        long id = Thread.currentThread().getId();
        return (int) ((id * Mixer.GOLDEN_GAMMA) >>> (Long.SIZE - BLOCK_BITS)) << WORD_SHIFT;
    }
}
