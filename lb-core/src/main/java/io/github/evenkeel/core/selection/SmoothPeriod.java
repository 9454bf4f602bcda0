package io.github.evenkeel.core.selection;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One whole period of nginx's smooth weighted round robin (nginx commit 52327e0627, 2012): each turn adds to every
 * server its weight, takes the greatest (the first of several) and subtracts the sum of all weights from that one.
 *
 * <p>Servers of equal weight take their turns in order, none ever more than one ahead of another: so the next of each
 * such group stands for all of it, and a turn costs as many steps as there are different weights, not servers.
 */
final class SmoothPeriod {
    /**
     * Turns times different weights, at some 3 ns each: a rebuild must not take longer, nor the table more memory. Large
     * pools, whose rebuild takes long anyway, may take more.
     */
    private static final long MOST_STEPS = 1 << 17;

    private static final long MOST_STEPS_A_SERVER = 1 << 6;

    private static final int INDEX_BITS = 32;

    /** Servers of equal weight. */
    private static final class Group {
        private final long weight;
        private final int[] members;

        /** Whose turn it is within the group. */
        private int next;

        /** The current weight of that one. */
        private long current;

        Group(long weight, int[] members) {
            this.weight = weight;
            this.members = members;
        }

        int leader() {
            return members[next];
        }

        boolean isBefore(Group other) {
            return current > other.current || (current == other.current && leader() < other.leader());
        }

        /** Only a whole round costs the sum: until then the next one stands where the leader stood. */
        int take(long sum) {
            int leader = leader();
            if (++next == members.length) {
                next = 0;
                current -= sum;
            }
            return leader;
        }
    }

    private SmoothPeriod() {}

    /** Which server each turn takes; null if some weight is fractional or the period too long to lay out. */
    static int @Nullable [] of(PoolView view) {
        long[] weights = inLowestTerms(view);
        if (weights == null) {
            return null;
        }
        long mostSteps = Math.max(MOST_STEPS, MOST_STEPS_A_SERVER * weights.length);
        long sum = 0;
        for (long weight : weights) {
            sum += weight;
            if (sum > mostSteps) {
                return null; // at once: the sum of all could overflow
            }
        }
        Group[] groups = groups(weights);
        return sum * groups.length > mostSteps ? null : layOut(groups, (int) sum);
    }

    private static long @Nullable [] inLowestTerms(PoolView view) {
        long[] weights = new long[view.size()];
        long divisor = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (long) view.weight(i);
            if ((double) weights[i] != view.weight(i)) {
                return null;
            }
            divisor = greatestCommonDivisor(weights[i], divisor);
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= divisor;
        }
        return weights;
    }

    static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    private static Group[] groups(long[] weights) {
        long[] sorted = new long[weights.length]; // by weight, then by index
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = weights[i] << INDEX_BITS | i;
        }
        Arrays.sort(sorted);
        Group[] groups = new Group[sorted.length];
        int count = 0;
        for (int from = 0, to = 0; from < sorted.length; from = to) {
            long weight = sorted[from] >>> INDEX_BITS;
            while (to < sorted.length && sorted[to] >>> INDEX_BITS == weight) {
                to++;
            }
            int[] members = new int[to - from];
            for (int i = 0; i < members.length; i++) {
                members[i] = (int) sorted[from + i];
            }
            groups[count++] = new Group(weight, members);
        }
        return Arrays.copyOf(groups, count);
    }

    private static int[] layOut(Group[] groups, int sum) {
        int[] period = new int[sum];
        for (int turn = 0; turn < sum; turn++) {
            Group first = groups[0];
            for (Group group : groups) {
                group.current += group.weight;
                if (group.isBefore(first)) {
                    first = group;
                }
            }
            period[turn] = first.take(sum);
        }
        return period;
    }
}
