package io.github.evenkeel.core.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Finds the servers of a pool that are much worse than the others, in pools of two servers as in pools of a thousand.
 * A pure function of one interval's figures; immutable, thread-safe.
 *
 * <p><b>Failing.</b> Servers are held against all others together by Fisher's exact test: if all were equally good, how
 * likely would so large a part of all failures fall to these? The answer is exact for any number of requests and any
 * failure rate, and knows that what a few requests say of the others is uncertain too. The worst one, the worst two and
 * so on are tried as a group, so that bad servers do not hide each other, and each must stand out from the rest by
 * itself as well. Those found are taken out of the comparison and the rest are judged again. Beside being sure, the
 * difference must be large: so many percentage points above the typical server, which is the median (the lower one of
 * two). Where the typical server itself fails a third of its requests, something that all share is broken and nobody is
 * an outlier.
 *
 * <p><b>Slow.</b> A server is too slow if it takes several times as long as the typical one, by enough to matter, and
 * if it is also far outside of how the latencies of this pool differ anyway (modified z-score of the logarithms above
 * 3.5: Iglewicz and Hoaglin 1993). At least three servers must be known.
 *
 * <p><b>Kept.</b> Of those found the worst go first, failing ones before slow ones, until only as many servers are left
 * as the settings keep.
 *
 * <p>False verdicts: in an interval in which all servers are equally good the chance that any is found failing is at
 * most {@link OutlierSettings#significance} for the whole pool, whatever the failure rate, the size of the pool and the
 * number of requests. Requests that fail together for a reason of their own are not covered by that; the gap is there
 * for them.
 */
public final class OutlierDetector {
    /**
     * What one server did in one interval. Immutable.
     *
     * @param successes requests it served well
     * @param failures requests it failed
     * @param latencyNanos its mean or median latency, meaningless without samples
     * @param latencySamples how many requests that figure stands for, 0 if unknown
     * @param out whether the server is out of the traffic already: it is not judged, and is no measure for others
     */
    public record Observation(long successes, long failures, long latencyNanos, long latencySamples, boolean out) {
        /** A server's most requests in an interval: thousands of servers then still fit the arithmetic. */
        private static final long MOST = 1_000_000_000_000L;

        /**
         * Checks every value.
         *
         * @throws IllegalArgumentException naming the value that is out of its range
         */
        public Observation {
            Ranges.check("successes", successes, 0L, MOST, "give what was added since the last interval");
            Ranges.check("failures", failures, 0L, MOST, "give what was added since the last interval");
            Ranges.check("latencyNanos", latencyNanos, 0L, Long.MAX_VALUE, "0 samples say that it is unknown");
            Ranges.check("latencySamples", latencySamples, 0L, MOST, "0 samples say that it is unknown");
        }

        long requests() {
            return successes + failures;
        }

        double failureRate() {
            return requests() == 0 ? 0 : (double) failures / requests();
        }
    }

    /** What was found out about a server. */
    public enum Finding {
        /** It is out already. */
        OUT,
        /** Too few requests, or no other server to compare it with. */
        UNKNOWN,
        /** Like the others. */
        NORMAL,
        /** It fails far more than the others. */
        FAILING,
        /** It is far slower than the others. */
        SLOW
    }

    /**
     * The verdict on one server, with its evidence. Immutable.
     *
     * @param finding what was found out
     * @param eject whether the server should go: it is an outlier, enough others stay, and this is no dry run
     * @param failureRate the share of its requests that it failed, 0 to 1
     * @param typicalFailureRate the same of the typical server
     * @param chance how likely it is that an interval of equally good servers shows one that fails so much; 1 where
     *     the difference is too small to ask
     * @param latency how long it took, zero if unknown
     * @param typicalLatency the same of the typical server, zero if too few are known
     */
    public record Verdict(
            Finding finding,
            boolean eject,
            double failureRate,
            double typicalFailureRate,
            double chance,
            Duration latency,
            Duration typicalLatency) {}

    private final OutlierSettings settings;

    /**
     * A detector without memory.
     *
     * @param settings what counts as worse
     */
    public OutlierDetector(OutlierSettings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /**
     * Judges all servers of a pool by one interval.
     *
     * @param interval what each did, all servers of the pool whether in or out of the traffic
     * @return a verdict on each, in the same order
     */
    public List<Verdict> judge(List<Observation> interval) {
        FailureComparison failures = new FailureComparison(interval, settings);
        LatencyComparison latencies = new LatencyComparison(interval, settings);
        Finding[] findings = new Finding[interval.size()];
        for (int i = 0; i < findings.length; i++) {
            findings[i] = finding(i, interval.get(i).out(), failures, latencies);
        }
        boolean[] eject = worst(interval, findings);
        List<Verdict> verdicts = new ArrayList<>(findings.length);
        for (int i = 0; i < findings.length; i++) {
            verdicts.add(new Verdict(
                    findings[i],
                    eject[i],
                    interval.get(i).failureRate(),
                    failures.typicalRate(),
                    failures.chance(i),
                    Duration.ofNanos(
                            interval.get(i).latencySamples() == 0
                                    ? 0
                                    : interval.get(i).latencyNanos()),
                    Duration.ofNanos(latencies.typicalNanos())));
        }
        return verdicts;
    }

    private static Finding finding(int server, boolean out, FailureComparison failures, LatencyComparison latencies) {
        if (out) {
            return Finding.OUT;
        }
        if (failures.isOutlier(server)) {
            return Finding.FAILING;
        }
        if (latencies.isOutlier(server)) {
            return Finding.SLOW;
        }
        return failures.isJudged(server) || latencies.isJudged(server) ? Finding.NORMAL : Finding.UNKNOWN;
    }

    private boolean[] worst(List<Observation> interval, Finding[] findings) {
        boolean[] eject = new boolean[findings.length];
        if (settings.dryRun()) {
            return eject;
        }
        List<Integer> outliers = new ArrayList<>();
        int left = findings.length - settings.keepAtLeast(findings.length);
        for (int i = 0; i < findings.length; i++) {
            if (findings[i] == Finding.OUT) {
                left--;
            } else if (findings[i] == Finding.FAILING || findings[i] == Finding.SLOW) {
                outliers.add(i);
            }
        }
        Comparator<Integer> badness = Comparator.comparing((Integer i) -> findings[i] == Finding.FAILING)
                .thenComparing(i -> findings[i] == Finding.FAILING
                        ? interval.get(i).failureRate()
                        : interval.get(i).latencyNanos());
        outliers.stream().sorted(badness.reversed()).limit(Math.max(0, left)).forEach(i -> eject[i] = true);
        return eject;
    }
}
