package io.github.evenkeel.core.selection;

/**
 * The slots of a {@link MaglevTable} that are free while it is filled. Most looks find a slot taken already: of 65 537,
 * ten or so for each that is found free, and nearly half of all looks are for the last 128. So the last are not looked
 * for: where they lie is known, and how many steps it is from a slot to each of them can be reckoned.
 */
final class FreeSlots {
    private final int size;

    /** A bit for each: the nearest memory. */
    private final long[] taken;

    private int count;

    /** The slots that are left, once they are few: reckoning with all of them then takes less than looking. */
    private int[] last = {};

    private final int few;

    FreeSlots(int size) {
        this.size = size;
        this.taken = new long[size / Long.SIZE + 1];
        this.count = size;
        this.few = (int) Math.sqrt(size) / 2;
    }

    int count() {
        return count;
    }

    /**
     * Takes the first that is free from one slot on.
     *
     * @param slot where to begin
     * @param skip from one slot to the next, prime to their number
     * @return which was taken
     */
    int take(int slot, int skip) {
        if (count > few) {
            count--;
            return look(slot, skip);
        }
        if (last.length == 0) {
            last = rest();
        }
        return reckon(slot, skip);
    }

    private int look(int from, int skip) {
        int slot = from;
        while (isTaken(slot)) {
            int next = slot + skip - size;
            slot = next + (next >> 31 & size); // round to the first after the last, without a division or a branch
        }
        taken[slot >> 6] |= 1L << slot;
        return slot;
    }

    private boolean isTaken(int slot) {
        return (taken[slot >> 6] & 1L << slot) != 0;
    }

    private int[] rest() {
        int[] rest = new int[count];
        int found = 0;
        for (int slot = 0; found < count; slot++) {
            if (!isTaken(slot)) {
                rest[found++] = slot;
            }
        }
        return rest;
    }

    private int reckon(int from, int skip) {
        long inverse = inverse(skip);
        long fewest = size;
        int nearest = 0;
        for (int i = 0; i < count; i++) {
            long steps = (last[i] - from + size) * inverse % size; // steps times skip is the way there
            if (steps < fewest) {
                fewest = steps;
                nearest = i;
            }
        }
        int slot = last[nearest];
        last[nearest] = last[--count];
        return slot;
    }

    /** What times the skip is one, in the arithmetic of the slots (Euclid). */
    private long inverse(int skip) {
        long inverse = 1;
        long other = 0;
        long divisor = skip;
        for (long rest = size; divisor > 1; ) {
            long quotient = rest / divisor;
            long remainder = rest - quotient * divisor;
            long next = other - quotient * inverse;
            rest = divisor;
            divisor = remainder;
            other = inverse;
            inverse = next;
        }
        return inverse < 0 ? inverse + size : inverse;
    }
}
