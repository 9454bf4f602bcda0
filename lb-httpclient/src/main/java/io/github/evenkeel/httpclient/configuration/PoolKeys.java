package io.github.evenkeel.httpclient.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The keys that a pool has, and which of them can change while it runs. */
final class PoolKeys {
    private static final List<String> OF_A_PROBE = List.of(
            "check",
            "path",
            "method",
            "headers",
            "statuses",
            "body-contains",
            "required",
            "long-poll",
            "interval",
            "jitter",
            "timeout",
            "changing-interval",
            "proven-interval");

    private static final List<String> OF_A_POOL = List.of(
            "servers",
            "backups",
            "tls-name",
            "strategy",
            "load-probe",
            "affinity",
            "affinity.secret",
            "sessions.cookie",
            "sessions.secret",
            "sessions.application-cookie",
            "sessions.application-header",
            "sessions.at-most",
            "sessions.forgotten-after",
            "thresholds.rise",
            "thresholds.fall",
            "breaker.consecutive-failures",
            "breaker.failure-rate-percent",
            "breaker.minimum-requests",
            "breaker.window",
            "breaker.slow-rate-percent",
            "breaker.slow-time",
            "breaker.open-time",
            "breaker.max-open-time",
            "breaker.trials",
            "breaker.trial-time",
            "outliers.interval",
            "outliers.minimum-requests",
            "outliers.significance",
            "outliers.failure-gap-percent",
            "outliers.latency-ratio",
            "outliers.latency-gap",
            "outliers.keep-percent",
            "outliers.dry-run",
            "slow-start.window",
            "slow-start.minimum-share",
            "slow-start.aggression",
            "fail-open",
            "client-per-server",
            "limit",
            "limit.initial",
            "limit.least",
            "limit.most",
            "limit.waiting",
            "limit.patience",
            "hedge.percentile",
            "hedge.floor",
            "timeouts.attempt",
            "timeouts.first-byte",
            "timeouts.idle",
            "timeouts.unread",
            "timeouts.whole-body",
            "retry.attempts",
            "retry.statuses",
            "retry.methods",
            "retry.idempotency-key",
            "retry.budget-percent",
            "retry.budget-floor",
            "retry.budget-window");

    /** Of a host that stands for several pools. */
    static final String ROUTE = "route";

    static final Set<String> ALL = all();

    /** What cannot change while the pool runs: connections were proven by it. */
    static final String TLS_NAME = "tls-name";

    private PoolKeys() {}

    private static Set<String> all() {
        List<String> keys = new ArrayList<>(OF_A_POOL);
        keys.add(ROUTE);
        OF_A_PROBE.forEach(key -> keys.add("probe." + key));
        OF_A_PROBE.forEach(key -> keys.add("readiness." + key));
        return Set.copyOf(keys);
    }

    /**
     * What somebody meant whose key is unknown.
     *
     * @param root what all keys begin with
     * @param rest how he goes on: a pool, whose name may hold dots, and a key
     */
    static String hint(String root, String rest) {
        List<String> meant = new ArrayList<>();
        for (int dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.', dot + 1)) {
            String pool = root + rest.substring(0, dot + 1);
            String typed = rest.substring(dot + 1);
            List<String> longer = ALL.stream()
                    .filter(key -> key.startsWith(typed + "."))
                    .map(key -> pool + key)
                    .sorted()
                    .toList();
            if (!longer.isEmpty()) {
                return "; there are " + String.join(", ", longer);
            }
            Nearest.of(typed, ALL).map(key -> pool + key).ifPresent(meant::add);
        }
        return Nearest.hint(root + rest, meant);
    }

    static boolean isOfSessions(String key) {
        return key.startsWith("sessions.");
    }

    static boolean isOfProbes(String key) {
        return key.startsWith("probe.") || key.startsWith("readiness.");
    }
}
