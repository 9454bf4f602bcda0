package io.github.evenkeel.httpclient.configuration;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.HealthThresholds;
import io.github.evenkeel.core.health.OutlierSettings;
import io.github.evenkeel.core.health.SlowStart;

/** Reads how a pool judges its servers, and how those that it has judged well come back. */
final class JudgementReader {
    private final Section section;

    JudgementReader(Section section) {
        this.section = section;
    }

    HealthThresholds thresholds() {
        HealthThresholds thresholds = section.with(
                HealthThresholds.DEFAULT,
                "thresholds.rise",
                Values::integer,
                (before, rise) -> new HealthThresholds(rise, before.fall()));
        return section.with(
                thresholds,
                "thresholds.fall",
                Values::integer,
                (before, fall) -> new HealthThresholds(before.rise(), fall));
    }

    BreakerSettings breaker() {
        BreakerSettings breaker = section.with(
                BreakerSettings.DEFAULT,
                "breaker.consecutive-failures",
                Values::integer,
                BreakerSettings::withConsecutiveFailures);
        breaker = section.with(
                breaker,
                "breaker.failure-rate-percent",
                Values::integer,
                (before, percent) -> before.withFailureRate(percent, before.minimumRequests(), before.window()));
        breaker = section.with(
                breaker,
                "breaker.minimum-requests",
                Values::integer,
                (before, least) -> before.withFailureRate(before.failureRatePercent(), least, before.window()));
        breaker = section.with(
                breaker,
                "breaker.window",
                Values::duration,
                (before, window) ->
                        before.withFailureRate(before.failureRatePercent(), before.minimumRequests(), window));
        breaker = section.with(
                breaker,
                "breaker.slow-time",
                Values::duration,
                (before, slower) -> before.withSlowRate(before.slowRatePercent(), slower));
        breaker = section.with(
                breaker,
                "breaker.slow-rate-percent",
                Values::integer,
                (before, percent) -> before.withSlowRate(percent, before.slowTime()));
        breaker = section.with(
                breaker,
                "breaker.open-time",
                Values::duration,
                (before, first) -> before.withOpenTime(
                        first, first.compareTo(before.maxOpenTime()) > 0 ? first : before.maxOpenTime()));
        breaker = section.with(
                breaker,
                "breaker.max-open-time",
                Values::duration,
                (before, most) -> before.withOpenTime(before.openTime(), most));
        breaker = section.with(breaker, "breaker.trials", Values::integer, BreakerSettings::withTrials);
        return section.with(breaker, "breaker.trial-time", Values::duration, BreakerSettings::withTrialTime);
    }

    OutlierSettings outliers() {
        OutlierSettings outliers = section.with(
                OutlierSettings.DEFAULT,
                "outliers.interval",
                Values::duration,
                (before, length) -> before.withInterval(length, before.minimumRequests()));
        outliers = section.with(
                outliers,
                "outliers.minimum-requests",
                Values::integer,
                (before, least) -> before.withInterval(before.interval(), least));
        outliers = section.with(outliers, "outliers.significance", Values::decimal, OutlierSettings::withSignificance);
        outliers = section.with(
                outliers, "outliers.failure-gap-percent", Values::integer, OutlierSettings::withFailureGapPercent);
        outliers = section.with(outliers, "outliers.latency-ratio", Values::decimal, OutlierSettings::withLatencyRatio);
        outliers = section.with(
                outliers,
                "outliers.latency-gap",
                Values::duration,
                (before, gap) -> before.withLatency(before.latencyRatio(), gap));
        outliers = section.with(outliers, "outliers.keep-percent", Values::integer, OutlierSettings::withKeepPercent);
        return section.with(outliers, "outliers.dry-run", Values::yesOrNo, OutlierSettings::withDryRun);
    }

    SlowStart slowStart() {
        SlowStart slowStart = section.with(
                SlowStart.DEFAULT,
                "slow-start.window",
                Values::duration,
                (before, window) -> new SlowStart(window, before.minimumShare(), before.aggression()));
        slowStart = section.with(
                slowStart,
                "slow-start.minimum-share",
                Values::decimal,
                (before, share) -> new SlowStart(before.window(), share, before.aggression()));
        return section.with(
                slowStart,
                "slow-start.aggression",
                Values::decimal,
                (before, aggression) -> new SlowStart(before.window(), before.minimumShare(), aggression));
    }
}
