package io.github.evenkeel.core.health;

import io.github.evenkeel.core.health.OutlierDetector.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which servers fail more of their requests than chance explains. Judged when made; immutable from then on.
 *
 * <p>Why the chance of a false verdict is within the significance. Let all of {@code n} servers be equally good. For any
 * group of {@code s} servers fixed beforehand the chance {@code p} that Fisher's test gives is at most {@code a} with a
 * probability of at most {@code a}. A group is found only if {@code p * choose(n, s) * s * (s + 1)} is within the
 * significance; there are {@code choose(n, s)} groups of that size, so one of that size is found with at most
 * {@code significance / (s * (s + 1))}, and over all sizes that adds up to less than the significance. Which groups are
 * looked at, and what is asked of them beside, only makes it smaller.
 */
final class FailureComparison {
    /** Where the typical server fails this much, it is no measure for others: what they share is broken. */
    private static final double OUTAGE = 1.0 / 3;

    private final List<Observation> interval;
    private final OutlierSettings settings;
    private final boolean[] judged;
    private final boolean[] outlier;
    private final double[] chance;
    private final double typicalRate;

    /** The servers compared, less those found, and the sums over them: the next round starts from these. */
    private int servers;

    private long failures;
    private long requests;

    FailureComparison(List<Observation> interval, OutlierSettings settings) {
        this.interval = interval;
        this.settings = settings;
        judged = new boolean[interval.size()];
        outlier = new boolean[interval.size()];
        chance = new double[interval.size()];
        Arrays.fill(chance, 1);
        double[] rates = new double[interval.size()];
        for (int i = 0; i < judged.length; i++) {
            Observation server = interval.get(i);
            judged[i] = !server.out() && server.requests() >= settings.minimumRequests();
            if (judged[i]) {
                rates[servers++] = server.failureRate();
                failures += server.failures();
                requests += server.requests();
            }
        }
        typicalRate = LowerMedian.of(rates, servers);
        if (servers < 2) {
            Arrays.fill(judged, false);
        } else if (typicalRate < OUTAGE && settings.significance() > 0) {
            findOutliers();
        }
    }

    /** In rounds, until one finds nobody: who is found no longer counts among the others that the rest is held against. */
    private void findOutliers() {
        List<Integer> suspects = suspects();
        while (!suspects.isEmpty() && findWorst(suspects)) {
            suspects.removeIf(i -> outlier[i]);
        }
    }

    /** The servers so much worse than the typical one, worst first. At least half are no worse and never among them. */
    private List<Integer> suspects() {
        List<Integer> suspects = new ArrayList<>();
        for (int i = 0; i < judged.length; i++) {
            double gap = 100 * (interval.get(i).failureRate() - typicalRate);
            if (judged[i] && gap >= settings.failureGapPercent()) {
                suspects.add(i);
            }
        }
        suspects.sort(Comparator.comparing((Integer i) -> interval.get(i).failureRate())
                .thenComparing(i -> interval.get(i).requests())
                .reversed());
        return suspects;
    }

    /** Of all groups of the worst the one least likely by chance, then those in it that are unlikely by themselves. */
    private boolean findWorst(List<Integer> suspects) {
        double least = 0;
        int size = 0;
        long groupFailures = 0;
        long groupRequests = 0;
        double logGroups = 0;
        long failuresOfOthers = 0;
        long requestsOfOthers = 0;
        for (int s = 1; s <= suspects.size(); s++) {
            Observation server = interval.get(suspects.get(s - 1));
            groupFailures += server.failures();
            groupRequests += server.requests();
            logGroups += StrictMath.log((servers - s + 1.0) / s);
            double logChance = logGroups
                    + StrictMath.log(s * (s + 1.0))
                    + Hypergeometric.logUpperTail(groupFailures, groupRequests, failures, requests);
            if (size == 0 || logChance < least) {
                least = logChance;
                size = s;
                failuresOfOthers = failures - groupFailures;
                requestsOfOthers = requests - groupRequests;
            }
        }
        return separate(suspects.subList(0, size), least, failuresOfOthers, requestsOfOthers);
    }

    private boolean separate(List<Integer> group, double logGroup, long failuresOfOthers, long requestsOfOthers) {
        int before = servers;
        for (int i : group) {
            Observation server = interval.get(i);
            double logOne = StrictMath.log(before)
                    + Hypergeometric.logUpperTail(
                            server.failures(),
                            server.requests(),
                            failuresOfOthers + server.failures(),
                            requestsOfOthers + server.requests());
            chance[i] = Math.min(1, StrictMath.exp(Math.max(logGroup, logOne)));
            if (chance[i] <= settings.significance()) {
                outlier[i] = true;
                servers--;
                failures -= server.failures();
                requests -= server.requests();
            }
        }
        return servers < before;
    }

    boolean isJudged(int server) {
        return judged[server];
    }

    boolean isOutlier(int server) {
        return outlier[server];
    }

    double chance(int server) {
        return chance[server];
    }

    double typicalRate() {
        return typicalRate;
    }
}
