package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Points on the circle of 64-bit numbers, each owned by a server of a view. A position belongs to the owner of the first
 * point at or after it, and the owners met going on from there are the order in which its servers are tried. Immutable.
 */
final class Ring {
    private static final int RADIX_BITS = 8;
    private static final int RADIX = 1 << RADIX_BITS;

    private final long[] points;
    private final int[] owners;

    /*
     * The circle in 2^n equal arcs, one or fewer for each point: of each arc the first point in or after it, and at the
     * end the number of points. A look-up has the few points of one arc to search instead of all.
     */
    private final int[] starts;
    private final int shift;

    private Ring(long[] points, int[] owners) {
        this.points = points;
        this.owners = owners;
        int bits = Math.max(1, Integer.SIZE - 1 - Integer.numberOfLeadingZeros(points.length));
        this.shift = Long.SIZE - bits;
        this.starts = new int[(1 << bits) + 1];
        int point = 0;
        for (int arc = 0; arc < starts.length; arc++) {
            while (point < points.length && (int) (points[point] >>> shift) < arc) {
                point++;
            }
            starts[arc] = point;
        }
    }

    /** Of these points, in any order; of equal ones the first given comes first. Both arrays are used up. */
    static Ring of(long[] points, int[] owners) {
        return sorted(points, owners);
    }

    /** As above, but of equal points only the first given is kept. */
    static Ring ofDistinct(long[] points, int[] owners) {
        Ring all = sorted(points, owners);
        int kept = 0;
        for (int i = 0; i < all.points.length; i++) {
            if (i == 0 || all.points[i] != all.points[kept - 1]) {
                all.points[kept] = all.points[i];
                all.owners[kept++] = all.owners[i];
            }
        }
        return new Ring(Arrays.copyOf(all.points, kept), Arrays.copyOf(all.owners, kept));
    }

    /** By radix, lowest byte first: stable, and without an object for each pair of point and owner. */
    private static Ring sorted(long[] points, int[] owners) {
        long[] from = points;
        int[] fromOwners = owners;
        long[] to = new long[points.length];
        int[] toOwners = new int[points.length];
        for (int low = 0; low < Long.SIZE; low += RADIX_BITS) {
            int[] places = new int[RADIX + 1];
            for (long point : from) {
                places[digit(point, low) + 1]++;
            }
            if (from.length == 0 || places[digit(from[0], low) + 1] == from.length) {
                continue; // all alike: points of 32 bits fill but the upper half
            }
            for (int digit = 0; digit < RADIX; digit++) {
                places[digit + 1] += places[digit];
            }
            for (int i = 0; i < from.length; i++) {
                int place = places[digit(from[i], low)]++;
                to[place] = from[i];
                toOwners[place] = fromOwners[i];
            }
            long[] sorted = to;
            int[] sortedOwners = toOwners;
            to = from;
            toOwners = fromOwners;
            from = sorted;
            fromOwners = sortedOwners;
        }
        return new Ring(from, fromOwners);
    }

    private static int digit(long point, int low) {
        return (int) (point >>> low) & (RADIX - 1);
    }

    /** The owner of a position. There must be a point. */
    int owner(long position) {
        return owners[pointAt(position)];
    }

    /**
     * The first untried owner from a position on.
     *
     * @return an index into the view the ring was made for, or {@link Selector#NONE} if all of it was tried
     */
    int select(long position, PoolView view, RandomGenerator random, @Nullable Lease tried) {
        if (points.length == 0 || Tried.all(view, tried)) {
            return Selector.NONE;
        }
        int point = pointAt(position);
        int refused = Selector.NONE;
        for (int i = 0; i < points.length; i++) {
            int owner = owners[point];
            if (owner != refused && !Lease.tried(tried, view.server(owner))) {
                return owner;
            }
            refused = owner;
            point = point + 1 == points.length ? 0 : point + 1;
        }
        return Untried.any(view, random, tried); // it owns no point: a ring of limited size has not one for each server
    }

    private int pointAt(long position) {
        int arc = (int) (position >>> shift);
        int low = starts[arc];
        int high = starts[arc + 1];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(points[middle], position) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == points.length ? 0 : low;
    }
}
