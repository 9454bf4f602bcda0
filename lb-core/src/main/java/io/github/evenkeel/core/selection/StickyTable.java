package io.github.evenkeel.core.selection;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which server each of a bounded number of keys went to, in one array that never grows. A key has four slots to be in;
 * when another key needs the last of them, one is forgotten. Lock-free; allocates nothing.
 *
 * <p>Two keys that agree in their bucket and 32 more bits count as one: a chance of 2^-32 for each pair of a bucket.
 */
final class StickyTable {
    /** Slots a key can be in: with one alone a quarter-full table would make every fifth key forget. */
    static final int WAYS = 4;

    /** The mark of no server. */
    static final int NOTHING = 0;

    /*
     * One word for each key, 0 while free:
     *
     *   63 .. 32            | 31 .. 0
     *   upper half of hash  | mark of the server
     *
     * Written by CAS only, from what the writer saw there: of two that place a key at once one fails, looks again and
     * finds the other's. For that, both must aim at the same slot: the first free one, or that which the hash names.
     * No slot becomes free again, so no look-up can miss a key behind a gap. Read by every pick with a key.
     */
    private final AtomicLongArray slots;

    private final int bucketMask;

    /** For so many keys, rounded up to a power of two. */
    StickyTable(int keys) {
        int size = Integer.highestOneBit(Math.max(WAYS, keys) * 2 - 1);
        this.slots = new AtomicLongArray(size);
        this.bucketMask = size / WAYS - 1;
    }

    int size() {
        return slots.length();
    }

    /** The mark of a key's server, {@link #NOTHING} if none is known. */
    int find(long hash) {
        int bucket = bucket(hash);
        for (int way = 0; way < WAYS; way++) {
            long entry = slots.get(bucket + way);
            if (isOf(entry, hash)) {
                return (int) entry;
            }
        }
        return NOTHING;
    }

    /**
     * Remembers a key's server, unless somebody else has meanwhile.
     *
     * @param seen what {@link #find} said
     * @param mark of the server, not {@link #NOTHING}
     * @return the mark remembered now: this one or that of whoever was faster
     */
    int put(long hash, int seen, int mark) {
        int bucket = bucket(hash);
        while (true) { // each turn but the last means that another thread has written to the bucket
            int slot = bucket + ((int) (hash >>> Integer.SIZE) & (WAYS - 1));
            long expected = slots.get(slot);
            for (int way = 0; way < WAYS; way++) {
                long entry = slots.get(bucket + way);
                if (isOf(entry, hash)) {
                    if ((int) entry != seen) {
                        return (int) entry;
                    }
                    slot = bucket + way;
                    expected = entry;
                    break;
                }
                if (entry == 0) {
                    slot = bucket + way;
                    expected = 0;
                    break;
                }
            }
            if (slots.compareAndSet(slot, expected, entry(hash, mark))) {
                return mark;
            }
        }
    }

    private int bucket(long hash) {
        return ((int) hash & bucketMask) * WAYS;
    }

    private static boolean isOf(long entry, long hash) {
        return entry != 0 && entry >>> Integer.SIZE == hash >>> Integer.SIZE;
    }

    private static long entry(long hash, int mark) {
        return hash >>> Integer.SIZE << Integer.SIZE | Integer.toUnsignedLong(mark);
    }
}
