package io.github.evenkeel.core.selection;

/**
 * What a server says of its own load, in a response header or as the answer to a probe. What it leaves out, and what
 * makes no sense, is {@link #UNKNOWN}: a server's nonsense must not fail the client that reads it. Immutable.
 *
 * @param utilisation how busy it is, 1 being as busy as it should be at most: ORCA's {@code application_utilization},
 *     or else its {@code cpu_utilization}
 * @param rate how many requests it serves in a second: ORCA's {@code rps_fractional}
 * @param errorRate how many of those fail: ORCA's {@code eps}
 * @param inFlight how many requests it has under way, all clients' together
 * @param latencyNanos how long its latest requests took that met about as many
 */
public record LoadReport(double utilisation, double rate, double errorRate, int inFlight, long latencyNanos) {
    /** What a report does not tell. */
    public static final int UNKNOWN = -1;

    /** Negative and infinite values, and those that are no number, become {@link #UNKNOWN}. */
    public LoadReport {
        utilisation = known(utilisation);
        rate = known(rate);
        errorRate = known(errorRate);
        inFlight = Math.max(UNKNOWN, inFlight);
        latencyNanos = Math.max(UNKNOWN, latencyNanos);
    }

    private static double known(double value) {
        return value >= 0 && value < Double.POSITIVE_INFINITY ? value : UNKNOWN;
    }

    /**
     * A report for {@link SelectionStrategy#reportedUtilisation()}.
     *
     * @param utilisation how busy the server is
     * @param rate how many requests it serves in a second
     * @param errorRate how many of those fail
     * @return the report
     */
    public static LoadReport ofUtilisation(double utilisation, double rate, double errorRate) {
        return new LoadReport(utilisation, rate, errorRate, UNKNOWN, UNKNOWN);
    }

    /**
     * A report for {@link SelectionStrategy#prequal()}.
     *
     * @param inFlight how many requests the server has under way
     * @param latencyNanos how long its latest ones took
     * @return the report
     */
    public static LoadReport ofQueue(int inFlight, long latencyNanos) {
        return new LoadReport(UNKNOWN, UNKNOWN, UNKNOWN, inFlight, latencyNanos);
    }
}
