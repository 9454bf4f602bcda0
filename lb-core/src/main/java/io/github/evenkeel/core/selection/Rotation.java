package io.github.evenkeel.core.selection;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How many turns a rotation has taken, from a random start: clients that start together must not all start with the
 * same server. The selectors of a pool hand it on, so that a change of membership does not start it anew. Lock-free.
 */
final class Rotation {
    /** A selector that rotates. */
    interface Rotating extends Selector {
        Rotation rotation();
    }

    /** Written by every first attempt, never read alone; the one word that all threads of a pool share. */
    private final AtomicLong turns;

    private Rotation(long start) {
        this.turns = new AtomicLong(start);
    }

    static Rotation continued(@Nullable Selector previous, RandomGenerator random) {
        return previous instanceof Rotating before ? before.rotation() : from(random.nextInt() >>> 1);
    }

    static Rotation from(long start) {
        return new Rotation(start);
    }

    /** The number of this turn, never negative: an index taken from a wrapped one would be (Vert.x, Ribbon, Spring). */
    long next() {
        return turns.getAndIncrement() & Long.MAX_VALUE;
    }

    /** The place of this turn in a round of {@code size}. */
    int next(int size) {
        return (int) (next() % size);
    }
}
