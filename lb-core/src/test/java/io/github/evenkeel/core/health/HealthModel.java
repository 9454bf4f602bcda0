package io.github.evenkeel.core.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the javadoc of {@link HealthTracker} says, written down naively: it keeps all results and counts them anew. */
public class HealthModel {
    /** Small enough to be reached by few steps of a nanosecond. */
    static final HealthThresholds QUICK = new HealthThresholds(1, 2, new FlapDamping(nanos(3), nanos(10), nanos(20)));

    private final HealthThresholds thresholds;
    private final Map<ProbeKind, List<ProbeResult>> results = new EnumMap<>(ProbeKind.class);
    private final Map<ProbeKind, Boolean> up = new EnumMap<>(ProbeKind.class);
    private final List<Boolean> requests = new ArrayList<>();
    private HealthStatus shown = HealthStatus.UNKNOWN;
    private boolean held;
    private long heldUntil;
    private long usedSince;
    private int falls;

    /** For Lincheck, which wants a constructor without parameters. */
    public HealthModel() {
        this(QUICK);
    }

    HealthModel(HealthThresholds thresholds) {
        this.thresholds = thresholds;
    }

    private static Duration nanos(long nanos) {
        return Duration.ofNanos(nanos);
    }

    public HealthStatus status(long now) {
        return held && now >= heldUntil ? said() : shown;
    }

    public boolean isFailing() {
        return isOut() || results.values().stream().anyMatch(all -> last(all) == ProbeResult.FAILED);
    }

    private boolean isOut() {
        return shown == HealthStatus.UNHEALTHY || shown == HealthStatus.NOT_READY;
    }

    /** For Lincheck, which makes no enums. */
    public boolean probe(boolean liveness, int result, long now) {
        return probe(liveness ? ProbeKind.LIVENESS : ProbeKind.READINESS, ProbeResult.values()[result], now);
    }

    boolean probe(ProbeKind kind, ProbeResult result, long now) {
        HealthStatus before = shown;
        boolean wasHeld = held;
        if (held && now >= heldUntil) {
            shown = said();
            held = false;
            usedSince = heldUntil;
        }
        boolean wasUsed = shown == HealthStatus.HEALTHY || shown == HealthStatus.DEGRADED;
        boolean wasUnknown = shown == HealthStatus.UNKNOWN;
        record(kind, result);
        if (said() == HealthStatus.UNHEALTHY || said() == HealthStatus.NOT_READY) {
            held = false;
            shown = said();
            if (wasUsed) {
                falls = now - usedSince >= thresholds.damping().forgivenAfter().toNanos() ? 1 : falls + 1;
            }
            requests.clear();
        } else if (wasUsed) {
            shown = said();
        } else {
            if (!held && !wasUnknown) {
                heldUntil = now + hold();
            }
            held = !wasUnknown && heldUntil > now;
            shown = held ? HealthStatus.NOT_READY : said();
            usedSince = now;
        }
        return shown != before || held != wasHeld;
    }

    private void record(ProbeKind kind, ProbeResult result) {
        List<ProbeResult> all = results.computeIfAbsent(kind, none -> new ArrayList<>());
        all.add(result);
        boolean passed = result != ProbeResult.FAILED;
        if (all.size() == 1) {
            up.put(kind, passed);
        } else if (!passed && (held || run(all, false) + failedRequests() >= thresholds.fall())) {
            up.put(kind, false);
        } else if (passed && run(all, true) >= thresholds.rise()) {
            up.put(kind, true);
        }
        if (passed) {
            requests.clear();
        }
    }

    private HealthStatus said() {
        if (Boolean.FALSE.equals(up.get(ProbeKind.LIVENESS))) {
            return HealthStatus.UNHEALTHY;
        }
        if (Boolean.FALSE.equals(up.get(ProbeKind.READINESS))) {
            return HealthStatus.NOT_READY;
        }
        return results.values().stream().anyMatch(HealthModel::isDegraded)
                ? HealthStatus.DEGRADED
                : HealthStatus.HEALTHY;
    }

    private static boolean isDegraded(List<ProbeResult> all) {
        List<ProbeResult> passed =
                all.stream().filter(one -> one != ProbeResult.FAILED).toList();
        return !passed.isEmpty() && last(passed) == ProbeResult.DEGRADED;
    }

    private long hold() {
        long hold = falls < 2 ? 0 : thresholds.damping().firstHold().toNanos();
        for (int fall = 2; fall < falls; fall++) {
            hold = Math.min(2 * hold, thresholds.damping().longestHold().toNanos());
        }
        return hold;
    }

    public void request(boolean succeeded) {
        if (shown == HealthStatus.HEALTHY || shown == HealthStatus.DEGRADED) {
            requests.add(succeeded);
        }
    }

    private int failedRequests() {
        int run = 0;
        for (int i = requests.size() - 1; i >= 0 && !requests.get(i); i--) {
            run++;
        }
        return run;
    }

    private static int run(List<ProbeResult> all, boolean passed) {
        int run = 0;
        for (int i = all.size() - 1; i >= 0 && (all.get(i) != ProbeResult.FAILED) == passed; i--) {
            run++;
        }
        return run;
    }

    private static ProbeResult last(List<ProbeResult> all) {
        return all.get(all.size() - 1);
    }
}
