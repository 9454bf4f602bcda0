package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.health.BreakerMetrics;
import io.github.evenkeel.core.health.HealthReport;
import io.github.evenkeel.core.health.HealthStatus;
import io.github.evenkeel.core.health.OpeningCause;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.StateCause;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Says why a server came into its state, for events and statistics. */
final class Reasons {
    private final Member member;
    private final @Nullable Member was;
    private final long nowNanos;

    private Reasons(@Nullable Member was, Member member, long nowNanos) {
        this.was = was;
        this.member = member;
        this.nowNanos = nowNanos;
    }

    static Standing of(@Nullable Member was, Member member, long nowNanos) {
        return new Reasons(was, member, nowNanos).standing();
    }

    private Standing standing() {
        return switch (member.state()) {
            case ACTIVE -> active();
            case RETAINED -> because(StateCause.OTHERS, "too few better ones are left: " + whyNotActive());
            case DEGRADED -> because(StateCause.PROBES, saysDegraded());
            case PAUSED -> because(StateCause.SERVER, "it asked for a pause, which lasts " + pauseMillis() + " ms");
            case TRIAL -> because(StateCause.TRIALS, "its time out is over: it is tried");
            case EJECTED -> ejected();
            case NOT_READY -> because(StateCause.PROBES, notReady());
            case UNHEALTHY -> because(StateCause.PROBES, failedProbes());
            case DRAINING ->
                member.drain() != null
                        ? because(StateCause.OPERATOR, "drained")
                        : because(StateCause.DISCOVERY, "discovery says that it drains");
        };
    }

    private Standing because(StateCause cause, String evidence) {
        return Standing.of(nowNanos, cause, evidence);
    }

    private Standing active() {
        if (was == null) {
            return because(StateCause.JOINED, "named by an update of the servers");
        }
        return switch (was.state()) {
            case ACTIVE, TRIAL, EJECTED -> because(StateCause.TRIALS, "its trial succeeded");
            case RETAINED ->
                breakerClosedSince(was.standing().sinceNanos())
                        ? because(StateCause.TRIALS, "its trial succeeded")
                        : because(StateCause.PROBES, "its probes pass");
            case PAUSED -> because(StateCause.SERVER, "the pause it asked for is over");
            case DEGRADED, NOT_READY, UNHEALTHY ->
                because(StateCause.PROBES, isAwaited() ? "no probe of it has answered in time" : "its probes pass");
            case DRAINING ->
                was.drain() != null
                        ? because(StateCause.OPERATOR, "readmitted")
                        : because(StateCause.DISCOVERY, "discovery says that it no longer drains");
        };
    }

    private boolean breakerClosedSince(long sinceNanos) {
        return member.server().breaker().metrics(nowNanos).sinceNanos() - sinceNanos > 0;
    }

    private long pauseMillis() {
        return TimeUnit.NANOSECONDS.toMillis(member.server().pauseLeftNanos(nowNanos));
    }

    private boolean isDegraded(Member one) {
        return one.server().health().status(nowNanos) == HealthStatus.DEGRADED;
    }

    private Standing ejected() {
        ServerState from = was == null ? ServerState.ACTIVE : was.state();
        return switch (from) {
            case RETAINED -> because(StateCause.OTHERS, "enough others are left without it: " + whyNotActive());
            case TRIAL -> because(StateCause.TRIALS, "its trial failed");
            default -> because(StateCause.REQUESTS, whyNotActive());
        };
    }

    private String whyNotActive() {
        return isDegraded(member) ? saysDegraded() : breakerOpen();
    }

    private String breakerOpen() {
        BreakerMetrics breaker = member.server().breaker().metrics(nowNanos);
        OpeningCause cause = breaker.lastCause();
        if (cause == null) {
            return "its circuit breaker was open"; // and closes just now
        }
        return switch (cause) {
            case CONSECUTIVE_FAILURES -> "its requests fail one after the other";
            case FAILURE_RATE -> breaker.failures() + " of " + breaker.requests() + " requests failed";
            case SLOW_RATE -> breaker.slow() + " of " + breaker.requests() + " requests were slow";
            case TRIAL -> "its trial failed";
            case TRIPPED -> "it is much worse than the others";
            case FORCED -> "its circuit breaker is forced open";
        };
    }

    private boolean isAwaited() {
        return member.server().health().isAwaited();
    }

    private String notReady() {
        HealthReport health = member.server().health();
        if (isAwaited()) {
            return "its first probe is awaited";
        }
        return health.held()
                ? "its probes pass, but it has fallen " + health.falls() + " times lately and is held back"
                : failedProbes();
    }

    private String failedProbes() {
        HealthReport health = member.server().health();
        String kind = health.lastFailed() == null
                ? ""
                : " of " + health.lastFailed().name().toLowerCase(Locale.ROOT);
        int failures = health.lastFailures();
        String failed = failures == 1 ? "a probe" + kind + " failed" : failures + " probes" + kind + " failed in a row";
        return failed + seen(health);
    }

    private String saysDegraded() {
        return "its probes say that it is degraded" + seen(member.server().health());
    }

    private static String seen(HealthReport health) {
        return health.evidence().isEmpty() ? "" : ": " + health.evidence();
    }
}
