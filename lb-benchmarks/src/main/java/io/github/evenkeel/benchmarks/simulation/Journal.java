package io.github.evenkeel.benchmarks.simulation;

import java.util.Arrays;

/** What happened in one run: every answer of the measured time, and who was sent how much in each tenth of a second. */
final class Journal {
    static final long BIN = 100 * Timeline.MILLIS;

    private final Scenario scenario;
    private final int[][] sent;
    private final int[] failures;
    private final int[] requests;
    private final long[] sentMeasured;
    private long[] latencies = new long[1 << 12];
    private int answers;
    private long begun;
    private long errors;
    private long late;
    private long ended;
    private long attempts;
    private int peak;

    Journal(Scenario scenario) {
        this.scenario = scenario;
        int servers = scenario.fleet().servers();
        int bins = (int) (scenario.timing().endNanos() / BIN) + 1;
        this.sent = new int[servers][bins];
        this.failures = new int[bins];
        this.requests = new int[bins];
        this.sentMeasured = new long[servers];
    }

    private boolean measured(long startNanos) {
        return startNanos >= scenario.timing().warmUpNanos()
                && startNanos < scenario.timing().endNanos();
    }

    private int bin(long nanos) {
        return (int) Math.min(nanos / BIN, requests.length - 1);
    }

    void began(long nowNanos) {
        requests[bin(nowNanos)]++;
        if (measured(nowNanos)) {
            begun++;
        }
    }

    void sent(int backend, long nowNanos) {
        sent[backend][bin(nowNanos)]++;
        if (measured(nowNanos)) {
            sentMeasured[backend]++;
        }
    }

    void answered(long startNanos, long nowNanos, int made) {
        if (measured(startNanos)) {
            took(nowNanos - startNanos);
            ended++;
            attempts += made;
        }
    }

    void failed(long startNanos, long nowNanos, int made) {
        failures[bin(nowNanos)]++;
        if (measured(startNanos)) {
            errors++;
            ended++;
            attempts += made;
        }
    }

    /** An error that took as long as the client was ready to wait: no percentile may leave it out. */
    void gaveUp(long startNanos, long nowNanos, int made) {
        failed(startNanos, nowNanos, made);
        if (measured(startNanos)) {
            took(nowNanos - startNanos);
        }
    }

    private void took(long nanos) {
        if (answers == latencies.length) {
            latencies = Arrays.copyOf(latencies, answers * 2);
        }
        latencies[answers++] = nanos;
        if (nanos >= scenario.timing().lateNanos()) {
            late++;
        }
    }

    void close(int peakLoad) {
        peak = peakLoad;
        latencies = Arrays.copyOf(latencies, answers);
        Arrays.sort(latencies);
    }

    Figures figures() {
        double sum = 0;
        for (long nanos : latencies) {
            sum += nanos;
        }
        Suspect suspect = scenario.suspect();
        return new Figures(
                sum / answers / Timeline.MILLIS,
                percentile(50),
                percentile(99),
                percentile(99.9),
                share(late, begun),
                share(errors, begun),
                share(attempts, ended),
                maxOverMean(),
                peak,
                suspect == null ? Double.NaN : timeToDetect(suspect),
                suspect == null ? Double.NaN : timeToRecover(suspect),
                suspect == null ? Double.NaN : burst(suspect));
    }

    private static double share(long part, long whole) {
        return whole == 0 ? Double.NaN : (double) part / whole;
    }

    /** In milliseconds: the least latency that so many per cent do not exceed. */
    double percentile(double percent) {
        if (answers == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(percent / 100 * answers);
        return (double) latencies[Math.max(rank, 1) - 1] / Timeline.MILLIS;
    }

    private double maxOverMean() {
        long sum = Arrays.stream(sentMeasured).sum();
        long most = Arrays.stream(sentMeasured).max().orElse(0);
        return share(most * sentMeasured.length, sum);
    }

    int bins() {
        return requests.length;
    }

    /** A server's share of what was sent in some bins, where 1 is what would fall to each. */
    double fairness(int server, int from, int to) {
        long own = 0;
        long all = 0;
        for (int bin = Math.max(from, 0); bin < Math.min(to, requests.length); bin++) {
            own += sent[server][bin];
            for (int[] of : sent) {
                all += of[bin];
            }
        }
        return all == 0 ? Double.NaN : (double) own * sent.length / all;
    }

    /** The share of the requests that failed in some bins. */
    double failureShare(int from, int to) {
        long failed = 0;
        long all = 0;
        for (int bin = Math.max(from, 0); bin < Math.min(to, requests.length); bin++) {
            failed += failures[bin];
            all += requests[bin];
        }
        return share(failed, all);
    }

    /** Seconds until the first tenth of one in which the server gets less than half of its fair share, that included. */
    private double timeToDetect(Suspect suspect) {
        int from = bin(suspect.fromNanos());
        for (int bin = from; bin < Math.min(bin(suspect.untilNanos()), requests.length); bin++) {
            if (fairness(suspect.server(), bin, bin + 1) < 0.5) {
                return (bin - from + 1) / 10.0;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    /** Seconds until a second passes in which the server gets at least 80 % of its fair share. */
    private double timeToRecover(Suspect suspect) {
        int from = bin(suspect.untilNanos());
        for (int bin = from; bin + 10 < requests.length; bin++) {
            if (fairness(suspect.server(), bin, bin + 10) >= 0.8) {
                return (bin - from) / 10.0;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    /** The most it gets in any second after that it is well, where 1 is its fair share. */
    private double burst(Suspect suspect) {
        double most = 0;
        for (int bin = bin(suspect.untilNanos()); bin + 10 < requests.length; bin++) {
            most = Math.max(most, fairness(suspect.server(), bin, bin + 10));
        }
        return most;
    }
}
