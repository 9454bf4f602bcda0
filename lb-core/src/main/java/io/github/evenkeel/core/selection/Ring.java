package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Points on the circle of 64-bit numbers, each owned by a server of a view. A position belongs to the owner of the first
 * point at or after it, and the owners met going on from there are the order in which its servers are tried. Immutable.
 */
final class Ring {
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
        this.shift = shift(points.length);
        this.starts = new int[arcs(shift) + 1];
        for (int point = 0; point < points.length; point++) {
            starts[(int) (points[point] >>> shift) + 1] = point + 1;
        }
        for (int arc = 1; arc < starts.length; arc++) {
            starts[arc] = Math.max(starts[arc], starts[arc - 1]); // arcs without a point
        }
    }

    /** By how much to shift a position for the number of its arc. */
    private static int shift(int points) {
        return Long.SIZE - Math.max(1, Integer.SIZE - 1 - Integer.numberOfLeadingZeros(points));
    }

    private static int arcs(int shift) {
        return 1 << (Long.SIZE - shift);
    }

    /** Of these points, in any order; of equal ones the first given comes first. */
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

    /**
     * Each point into its arc, then those of an arc, one or two on average since they are hashes, by insertion. Stable,
     * and without an object for each pair of point and owner.
     */
    private static Ring sorted(long[] points, int[] owners) {
        int shift = shift(points.length);
        int[] places = new int[arcs(shift) + 1];
        for (long point : points) {
            places[(int) (point >>> shift) + 1]++;
        }
        for (int arc = 1; arc < places.length; arc++) {
            places[arc] += places[arc - 1];
        }
        long[] sorted = new long[points.length];
        int[] sortedOwners = new int[points.length];
        for (int i = 0; i < points.length; i++) {
            int place = places[(int) (points[i] >>> shift)]++;
            sorted[place] = points[i];
            sortedOwners[place] = owners[i];
        }
        for (int i = 1; i < sorted.length; i++) {
            long point = sorted[i];
            int owner = sortedOwners[i];
            int place = i;
            for (; place > 0 && Long.compareUnsigned(sorted[place - 1], point) > 0; place--) {
                sorted[place] = sorted[place - 1];
                sortedOwners[place] = sortedOwners[place - 1];
            }
            sorted[place] = point;
            sortedOwners[place] = owner;
        }
        return new Ring(sorted, sortedOwners);
    }

    /**
     * This ring after a change of servers: those that stay keep their points, which need no sorting.
     *
     * @param places where each owner stands now, {@link Selector#NONE} if its points are gone
     * @param newPoints those that come, in any order
     * @param newOwners whose they are
     */
    Ring changed(int[] places, long[] newPoints, int[] newOwners) {
        Ring added = sorted(newPoints, newOwners);
        int kept = 0;
        for (int owner : owners) {
            kept += places[owner] == Selector.NONE ? 0 : 1;
        }
        long[] merged = new long[kept + added.points.length];
        int[] mergedOwners = new int[merged.length];
        int at = 0;
        int next = 0;
        for (int i = 0; i < points.length; i++) {
            int place = places[owners[i]];
            if (place == Selector.NONE) {
                continue;
            }
            while (next < added.points.length && Long.compareUnsigned(added.points[next], points[i]) < 0) {
                merged[at] = added.points[next];
                mergedOwners[at++] = added.owners[next++];
            }
            merged[at] = points[i];
            mergedOwners[at++] = place;
        }
        System.arraycopy(added.points, next, merged, at, added.points.length - next);
        System.arraycopy(added.owners, next, mergedOwners, at, added.points.length - next);
        return new Ring(merged, mergedOwners);
    }

    /** How many points there are. */
    int size() {
        return points.length;
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

    /** How many other owners are met before this one, going on from a position; all, if it owns no point. */
    int rank(int index, long position) {
        BitSet met = new BitSet();
        int point = points.length == 0 ? 0 : pointAt(position);
        for (int i = 0; i < points.length && owners[point] != index; i++) {
            met.set(owners[point]);
            point = point + 1 == points.length ? 0 : point + 1;
        }
        return met.cardinality();
    }

    /** The first owner from a position on that is none of these, {@link Selector#NONE} if there is no other. */
    int firstBut(long position, int one, int two, int three) {
        int point = points.length == 0 ? 0 : pointAt(position);
        for (int i = 0; i < points.length; i++) {
            int owner = owners[point];
            if (owner != one && owner != two && owner != three) {
                return owner;
            }
            point = point + 1 == points.length ? 0 : point + 1;
        }
        return Selector.NONE;
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
