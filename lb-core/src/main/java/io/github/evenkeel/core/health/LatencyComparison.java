package io.github.evenkeel.core.health;

import io.github.evenkeel.core.health.OutlierDetector.Observation;
import java.util.List;

/** Which servers are far slower than the others. Judged when made; immutable from then on. */
final class LatencyComparison {
    /** Of two servers it would be anybody's guess which one is odd. */
    private static final int FEWEST_SERVERS = 3;

    private static final double MOST_Z_SCORE = 3.5;

    /** Makes the median absolute deviation of a normal distribution its standard deviation. */
    private static final double NORMAL_SCALE = 1.4826;

    private final OutlierSettings settings;
    private final boolean[] judged;
    private final boolean[] outlier;
    private final boolean enough;
    private final double typical;

    LatencyComparison(List<Observation> interval, OutlierSettings settings) {
        this.settings = settings;
        judged = new boolean[interval.size()];
        outlier = new boolean[interval.size()];
        double[] latencies = new double[interval.size()];
        int known = 0;
        for (int i = 0; i < judged.length; i++) {
            Observation server = interval.get(i);
            judged[i] =
                    !server.out() && server.latencyNanos() > 0 && server.latencySamples() >= settings.minimumRequests();
            if (judged[i]) {
                latencies[known++] = (double) server.latencyNanos();
            }
        }
        enough = known >= FEWEST_SERVERS && !Double.isInfinite(settings.latencyRatio());
        typical = enough ? LowerMedian.of(latencies, known) : 0;
        if (enough) {
            for (int i = 0; i < known; i++) {
                latencies[i] = Math.abs(StrictMath.log(latencies[i] / typical));
            }
            findOutliers(interval, NORMAL_SCALE * LowerMedian.of(latencies, known));
        }
    }

    private void findOutliers(List<Observation> interval, double spread) {
        for (int i = 0; i < judged.length; i++) {
            double latency = (double) interval.get(i).latencyNanos();
            outlier[i] = judged[i]
                    && latency >= settings.latencyRatio() * typical
                    && latency - typical >= (double) settings.latencyGap().toNanos()
                    && StrictMath.log(latency / typical) > MOST_Z_SCORE * spread;
        }
    }

    boolean isJudged(int server) {
        return enough && judged[server];
    }

    boolean isOutlier(int server) {
        return outlier[server];
    }

    /** The median latency, 0 if too few are known. */
    long typicalNanos() {
        return (long) typical;
    }
}
