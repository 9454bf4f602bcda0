package io.github.evenkeel.httpclient.configuration;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.HealthThresholds;
import io.github.evenkeel.core.health.ProbeKind;
import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.limit.RetryBudgetSettings;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import io.github.evenkeel.httpclient.probe.BodyCheck;
import io.github.evenkeel.httpclient.probe.Check;
import io.github.evenkeel.httpclient.probe.HttpCheck;
import io.github.evenkeel.httpclient.probe.JsonCheck;
import io.github.evenkeel.httpclient.probe.Probe;
import io.github.evenkeel.httpclient.probe.TcpCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the properties of one pool, and collects what is wrong with them. */
final class PoolReader {
    private static final List<String> PROBE_KEYS = List.of(
            "check",
            "path",
            "method",
            "statuses",
            "body-contains",
            "required",
            "long-poll",
            "interval",
            "jitter",
            "timeout",
            "changing-interval",
            "proven-interval");

    /** All keys of a pool. */
    static final Set<String> KEYS = keys();

    private final String prefix;
    private final Map<String, String> values;
    private final Strategies strategies;
    private final List<String> problems;

    PoolReader(String prefix, Map<String, String> values, Strategies strategies, List<String> problems) {
        this.prefix = prefix;
        this.values = values;
        this.strategies = strategies;
        this.problems = problems;
    }

    private static Set<String> keys() {
        List<String> keys = new ArrayList<>(List.of(
                "servers",
                "strategy",
                "fail-open",
                "thresholds.rise",
                "thresholds.fall",
                "breaker.consecutive-failures",
                "breaker.failure-rate-percent",
                "breaker.minimum-requests",
                "breaker.window",
                "breaker.open-time",
                "breaker.max-open-time",
                "slow-start.window",
                "slow-start.minimum-share",
                "retry.attempts",
                "retry.statuses",
                "retry.budget-percent",
                "retry.budget-floor"));
        PROBE_KEYS.forEach(key -> keys.add("probe." + key));
        PROBE_KEYS.forEach(key -> keys.add("readiness." + key));
        return Set.copyOf(keys);
    }

    PoolSettings read() {
        if (!values.containsKey("servers")) {
            problems.add(prefix + "servers is missing: name at least one server, such as http://10.0.0.1:8080");
        }
        return new PoolSettings(
                value("servers", Values::servers).orElse(List.of()),
                value("strategy", strategies::named),
                probes(),
                thresholds(),
                breaker(),
                slowStart(),
                retries(),
                value("fail-open", Values::yesOrNo).orElse(true));
    }

    private <T> Optional<T> value(String key, Function<String, T> reader) {
        String text = values.get(key);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(text.strip()));
        } catch (RuntimeException e) { // a record that refuses it, or a strategy of the user's
            problems.add(prefix + key + "=" + text + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** The value changed by what a key says, and as it was if that makes no sense. */
    private <T, V> T with(T before, String key, Function<String, V> reader, BiFunction<T, V, T> change) {
        return value(key, text -> change.apply(before, reader.apply(text))).orElse(before);
    }

    private HealthThresholds thresholds() {
        HealthThresholds thresholds = with(
                HealthThresholds.DEFAULT,
                "thresholds.rise",
                Values::integer,
                (before, rise) -> new HealthThresholds(rise, before.fall()));
        return with(
                thresholds,
                "thresholds.fall",
                Values::integer,
                (before, fall) -> new HealthThresholds(before.rise(), fall));
    }

    private BreakerSettings breaker() {
        BreakerSettings breaker = with(
                BreakerSettings.DEFAULT,
                "breaker.consecutive-failures",
                Values::integer,
                BreakerSettings::withConsecutiveFailures);
        breaker = with(
                breaker,
                "breaker.failure-rate-percent",
                Values::integer,
                (before, percent) -> before.withFailureRate(percent, before.minimumRequests(), before.window()));
        breaker = with(
                breaker,
                "breaker.minimum-requests",
                Values::integer,
                (before, least) -> before.withFailureRate(before.failureRatePercent(), least, before.window()));
        breaker = with(
                breaker,
                "breaker.window",
                Values::duration,
                (before, window) ->
                        before.withFailureRate(before.failureRatePercent(), before.minimumRequests(), window));
        breaker = with(
                breaker,
                "breaker.open-time",
                Values::duration,
                (before, first) -> before.withOpenTime(
                        first, first.compareTo(before.maxOpenTime()) > 0 ? first : before.maxOpenTime()));
        return with(
                breaker,
                "breaker.max-open-time",
                Values::duration,
                (before, most) -> before.withOpenTime(before.openTime(), most));
    }

    private SlowStart slowStart() {
        SlowStart slowStart = with(
                SlowStart.DEFAULT,
                "slow-start.window",
                Values::duration,
                (before, window) -> new SlowStart(window, before.minimumShare(), before.aggression()));
        return with(
                slowStart,
                "slow-start.minimum-share",
                Values::decimal,
                (before, share) -> new SlowStart(before.window(), share, before.aggression()));
    }

    private RetryPolicy retries() {
        RetryPolicy retries = with(RetryPolicy.DEFAULT, "retry.attempts", Values::integer, RetryPolicy::withAttempts);
        retries = with(retries, "retry.statuses", PoolReader::statuses, RetryPolicy::withStatuses);
        RetryBudgetSettings budget =
                with(retries.budget(), "retry.budget-percent", Values::integer, RetryBudgetSettings::withSharePercent);
        budget = with(budget, "retry.budget-floor", Values::integer, RetryBudgetSettings::withFloorPerSecond);
        return retries.withBudget(budget);
    }

    private static Set<Integer> statuses(String text) {
        return Values.list(text).stream().map(Values::integer).collect(Collectors.toSet());
    }

    private List<Probe> probes() {
        List<Probe> probes = new ArrayList<>();
        probe("probe.").ifPresent(probes::add);
        probe("readiness.").map(probe -> probe.withKind(ProbeKind.READINESS)).ifPresent(probes::add);
        return probes;
    }

    private Optional<Probe> probe(String group) {
        if (values.keySet().stream().noneMatch(key -> key.startsWith(group))) {
            return Optional.empty();
        }
        Probe probe = Probe.of(check(group));
        probe = with(probe, group + "interval", Values::duration, Probe::withInterval);
        probe = with(probe, group + "jitter", Values::decimal, Probe::withJitter);
        probe = with(probe, group + "timeout", Values::duration, Probe::withTimeout);
        probe = with(probe, group + "changing-interval", Values::duration, Probe::withChangingInterval);
        if (group.equals("readiness.") && values.containsKey(group + "proven-interval")) {
            problems.add(prefix + group + "proven-interval=" + values.get(group + "proven-interval")
                    + ": requests do not tell whether a server wants more of them; leave it out");
        } else {
            probe = with(probe, group + "proven-interval", Values::duration, Probe::withProvenInterval);
        }
        return Optional.of(probe);
    }

    private Check check(String group) {
        String kind = value(group + "check", PoolReader::kindOfCheck).orElse("http");
        if (kind.equals("tcp")) {
            onlyFor(group, "http or json", "path", "method", "statuses", "body-contains", "long-poll", "required");
            return new TcpCheck();
        }
        if (!values.containsKey(group + "path")) {
            problems.add(prefix + group + "path is missing: name what to ask for, such as /health, or take " + prefix
                    + group + "check=tcp");
        }
        boolean json = kind.equals("json");
        HttpCheck usual = json ? JsonCheck.of("/").request() : HttpCheck.of("/");
        HttpCheck check = with(
                usual,
                group + "path",
                text -> text,
                (before, path) -> new HttpCheck(
                        path, before.method(), before.headers(), before.statuses(), before.body(), before.longPoll()));
        check = with(check, group + "method", text -> text, HttpCheck::withMethod);
        check = with(check, group + "statuses", text -> text, HttpCheck::withStatuses);
        check = with(check, group + "body-contains", BodyCheck::contains, HttpCheck::withBody);
        check = with(check, group + "long-poll", Values::duration, HttpCheck::withLongPoll);
        if (!json) {
            onlyFor(group, "json", "required");
            return check;
        }
        return new JsonCheck(
                check, value(group + "required", Values::list).map(Set::copyOf).orElse(Set.of()));
    }

    private static String kindOfCheck(String text) {
        if (!Set.of("http", "tcp", "json").contains(text)) {
            throw new IllegalArgumentException("http, tcp or json is wanted");
        }
        return text;
    }

    private void onlyFor(String group, String checks, String... keys) {
        for (String key : keys) {
            if (values.containsKey(group + key)) {
                problems.add(prefix + group + key + "=" + values.get(group + key) + ": is for " + prefix + group
                        + "check=" + checks + " only; leave it out");
            }
        }
    }
}
