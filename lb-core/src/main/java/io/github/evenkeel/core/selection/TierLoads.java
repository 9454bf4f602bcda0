package io.github.evenkeel.core.selection;

import java.util.Arrays;

/**
 * How much of the traffic each tier gets, and which of them panic: the arithmetic of Envoy's priority levels
 * ({@code LoadBalancerBase}), whole per cents and all, so that fleets of both do alike. Immutable.
 *
 * <ol>
 *   <li>A tier can take 1.4 times the share of its servers that are available, of all traffic: up to two in seven may
 *       fail before any of it moves on.
 *   <li>The first tier gets what it can take, the next what that leaves, and so on. If all together cannot take
 *       everything, what each can take is scaled up; what rounding leaves goes to the first that can take anything.
 *   <li>Only then a tier panics of which less than the threshold is available: the few that are left would be next to
 *       fail under the load of all, so all of its servers are used. If every tier panics, each gets traffic by the
 *       number of its servers.
 * </ol>
 */
final class TierLoads {
    private static final int OVER_PROVISIONING_PERCENT = 140;
    private static final int ALL = 100;

    private final int[] percents;
    private final boolean[] panics;

    private TierLoads(int[] percents, boolean[] panics) {
        this.percents = percents;
        this.panics = panics;
    }

    /**
     * Computes.
     *
     * @param available how many servers of each tier can be used, the first choice first
     * @param counts how many it has
     * @param panicPercent of how many available it panics
     */
    static TierLoads of(int[] available, int[] counts, int panicPercent) {
        int[] health = new int[counts.length];
        Arrays.setAll(
                health,
                tier -> counts[tier] == 0
                        ? 0
                        : (int) Math.min(ALL, (long) OVER_PROVISIONING_PERCENT * available[tier] / counts[tier]));
        int total = (int) Math.min(ALL, Arrays.stream(health).asLongStream().sum());
        boolean[] panics = new boolean[counts.length];
        boolean all = total < ALL;
        for (int tier = 0; total < ALL && tier < panics.length; tier++) {
            double percent = counts[tier] == 0 ? 0 : (double) ALL * available[tier] / counts[tier];
            panics[tier] = percent < panicPercent;
            all &= panics[tier];
        }
        return new TierLoads(all ? byCount(counts) : byHealth(health, total), panics);
    }

    /** How much of the traffic a tier gets; 100 for all together, if there is one. */
    int percent(int tier) {
        return percents[tier];
    }

    /** Whether a tier uses all of its servers. */
    boolean panics(int tier) {
        return panics[tier];
    }

    private static int[] byHealth(int[] health, int total) {
        int[] percents = new int[health.length];
        int left = ALL;
        for (int tier = 0; total > 0 && tier < percents.length; tier++) {
            percents[tier] = Math.min(left, health[tier] * ALL / total);
            left -= percents[tier];
        }
        return giveFirst(percents, health, left);
    }

    private static int[] byCount(int[] counts) {
        long total = Arrays.stream(counts).asLongStream().sum();
        int[] percents = new int[counts.length];
        int left = ALL;
        for (int tier = 0; total > 0 && tier < percents.length; tier++) {
            percents[tier] = (int) ((long) ALL * counts[tier] / total);
            left -= percents[tier];
        }
        return giveFirst(percents, counts, left);
    }

    /** To the first that has any, or else to the first of all. */
    private static int[] giveFirst(int[] percents, int[] having, int left) {
        int first = 0;
        while (first < having.length - 1 && having[first] == 0) {
            first++;
        }
        if (percents.length > 0) {
            percents[having[first] == 0 ? 0 : first] += left;
        }
        return percents;
    }
}
