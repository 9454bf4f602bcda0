package io.github.evenkeel.core.health;

import java.util.ArrayList;
import java.util.List;

/** What the javadoc of {@link HealthTracker} says, written down naively: it keeps all results and counts them anew. */
public class HealthModel {
    private enum Result {
        PASS,
        FAIL,
        REQUEST_GOOD,
        REQUEST_BAD
    }

    private final HealthThresholds thresholds;
    private final List<Result> history = new ArrayList<>();
    private HealthStatus status = HealthStatus.UNKNOWN;

    /** For Lincheck, which wants a constructor without parameters. */
    public HealthModel() {
        this(HealthThresholds.DEFAULT);
    }

    HealthModel(HealthThresholds thresholds) {
        this.thresholds = thresholds;
    }

    public HealthStatus status() {
        return status;
    }

    public boolean isFailing() {
        return status == HealthStatus.UNHEALTHY || failedProbes() > 0;
    }

    public boolean probe(boolean passed) {
        HealthStatus before = status;
        history.add(passed ? Result.PASS : Result.FAIL);
        if (before == HealthStatus.UNKNOWN) {
            status = passed ? HealthStatus.HEALTHY : HealthStatus.UNHEALTHY;
        } else if (before == HealthStatus.HEALTHY
                && !passed
                && failedProbes() + failedRequests() >= thresholds.fall()) {
            status = HealthStatus.UNHEALTHY;
        } else if (before == HealthStatus.UNHEALTHY && passedProbes() >= thresholds.rise()) {
            status = HealthStatus.HEALTHY;
        }
        return status != before;
    }

    public void request(boolean succeeded) {
        history.add(succeeded ? Result.REQUEST_GOOD : Result.REQUEST_BAD);
    }

    private int passedProbes() {
        return runOf(Result.PASS, List.of(Result.FAIL));
    }

    private int failedProbes() {
        return runOf(Result.FAIL, List.of(Result.PASS));
    }

    private int failedRequests() {
        return runOf(Result.REQUEST_BAD, List.of(Result.REQUEST_GOOD, Result.PASS));
    }

    private int runOf(Result counted, List<Result> ends) {
        int run = 0;
        for (int i = history.size() - 1; i >= 0 && !ends.contains(history.get(i)); i--) {
            run += history.get(i) == counted ? 1 : 0;
        }
        return run;
    }
}
