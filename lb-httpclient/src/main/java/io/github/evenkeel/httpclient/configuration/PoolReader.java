package io.github.evenkeel.httpclient.configuration;

import io.github.evenkeel.core.limit.AimdLimit;
import io.github.evenkeel.core.limit.FixedLimit;
import io.github.evenkeel.core.limit.Gradient2Limit;
import io.github.evenkeel.core.limit.LimitAlgorithm;
import io.github.evenkeel.core.limit.RetryBudgetSettings;
import io.github.evenkeel.core.limit.VegasLimit;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.message.HostName;
import io.github.evenkeel.httpclient.policy.Hedging;
import io.github.evenkeel.httpclient.policy.Limits;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import io.github.evenkeel.httpclient.policy.Timeouts;
import io.github.evenkeel.httpclient.probe.HttpCheck;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Reads the properties of one pool. */
final class PoolReader {
    private static final String SOME_SERVER = "name at least one server, such as http://10.0.0.1:8080";

    private final Section section;
    private final Strategies strategies;

    PoolReader(Section section, Strategies strategies) {
        this.section = section;
        this.strategies = strategies;
    }

    PoolSettings read() {
        section.refuseAll(
                List.of(PoolKeys.ROUTE), "a pool has no routes; give another host name routes that lead here");
        JudgementReader judgement = new JudgementReader(section);
        Stickiness stickiness = new Stickiness(section);
        return new PoolSettings(
                servers(),
                section.value("tls-name", name -> HostName.checked("TLS name", name)),
                section.value("strategy", strategies::named),
                section.value("load-probe", path -> HttpCheck.of(path).path()),
                stickiness.affinity(),
                stickiness.keyHash(),
                stickiness.sessions(),
                new ProbeReader(section).probes(),
                judgement.thresholds(),
                judgement.breaker(),
                judgement.outliers(),
                judgement.slowStart(),
                section.value("fail-open", Values::yesOrNo).orElse(true),
                retries(),
                timeouts(),
                hedging(),
                limits(),
                section.value("client-per-server", Values::yesOrNo).orElse(false));
    }

    private List<ServerSpec> servers() {
        if (!section.has("servers")) {
            section.missing("servers", SOME_SERVER);
        } else if (section.value("servers", String::isEmpty).orElse(false)) {
            section.refuse("servers", SOME_SERVER);
            return List.of();
        }
        List<ServerSpec> servers = new ArrayList<>();
        section.each("servers", Values::server).forEach(server -> add("servers", server, servers));
        section.each("backups", Values::server)
                .forEach(backup -> add("backups", backup.tier() == 0 ? backup.withTier(1) : backup, servers));
        return servers;
    }

    private void add(String key, ServerSpec server, List<ServerSpec> servers) {
        if (servers.stream().anyMatch(other -> other.id().equals(server.id()))) {
            section.refuse(key, "server " + server.id() + " is there twice; list it once");
        }
        servers.add(server);
    }

    private RetryPolicy retries() {
        RetryPolicy retries =
                section.with(RetryPolicy.DEFAULT, "retry.attempts", Values::integer, RetryPolicy::withAttempts);
        retries = section.with(retries, "retry.statuses", PoolReader::statuses, RetryPolicy::withStatuses);
        retries = section.with(retries, "retry.methods", PoolReader::methods, RetryPolicy::withIdempotent);
        retries = section.with(
                retries,
                "retry.idempotency-key",
                Values::yesOrNo,
                (before, heeded) ->
                        heeded ? before.withIdempotent(before.idempotent().or(RetryPolicy.IDEMPOTENCY_KEY)) : before);
        RetryBudgetSettings budget = section.with(
                retries.budget(), "retry.budget-percent", Values::integer, RetryBudgetSettings::withSharePercent);
        budget = section.with(budget, "retry.budget-floor", Values::integer, RetryBudgetSettings::withFloorPerSecond);
        budget = section.with(budget, "retry.budget-window", Values::duration, RetryBudgetSettings::withWindow);
        return retries.withBudget(budget);
    }

    private static Set<Integer> statuses(String text) {
        return Values.list(text).stream().map(PoolReader::status).collect(Collectors.toSet());
    }

    private static int status(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no status; such look like 502,503", e);
        }
    }

    private static Predicate<HttpRequest> methods(String text) {
        Set<String> methods = Values.list(text).stream().map(Values::method).collect(Collectors.toSet());
        return request -> methods.contains(request.method());
    }

    private Timeouts timeouts() {
        Timeouts timeouts = section.with(Timeouts.DEFAULT, "timeouts.attempt", Values::duration, Timeouts::withAttempt);
        timeouts = section.with(timeouts, "timeouts.first-byte", Values::duration, Timeouts::withFirstByte);
        timeouts = section.with(timeouts, "timeouts.idle", Values::duration, Timeouts::withIdle);
        timeouts = section.with(
                timeouts,
                "timeouts.unread",
                text -> text,
                (before, text) -> before.withUnread(text.equals("none") ? null : Values.duration(text)));
        return section.with(timeouts, "timeouts.whole-body", Values::yesOrNo, Timeouts::withWholeBody);
    }

    private Optional<Hedging> hedging() {
        if (!section.hasAny("hedge.")) {
            return Optional.empty();
        }
        Hedging hedging = section.with(Hedging.DEFAULT, "hedge.percentile", Values::decimal, Hedging::withPercentile);
        return Optional.of(section.with(hedging, "hedge.floor", Values::duration, Hedging::withFloor));
    }

    private Optional<Limits> limits() {
        if (!section.has("limit")) {
            section.refuseAll(
                    List.of("limit.initial", "limit.least", "limit.most", "limit.waiting", "limit.patience"),
                    "is for " + section.name("limit") + " only, such as " + section.name("limit=100"));
            return Optional.empty();
        }
        return section.value("limit", this::algorithm)
                .map(Limits::of)
                .map(limits -> section.with(limits, "limit.waiting", Values::integer, Limits::withWaiting))
                .map(limits -> section.with(limits, "limit.patience", Values::duration, Limits::withPatience));
    }

    private LimitAlgorithm algorithm(String text) {
        int initial = section.value("limit.initial", Values::integer).orElse(20);
        int least = section.value("limit.least", Values::integer).orElse(1);
        return switch (text) {
            case "aimd" -> AimdLimit.DEFAULT.withLimits(initial, least, most(AimdLimit.DEFAULT));
            case "gradient2" -> Gradient2Limit.DEFAULT.withLimits(initial, least, most(Gradient2Limit.DEFAULT));
            case "vegas" -> {
                section.refuseAll(List.of("limit.least"), "vegas has none; leave it out");
                yield VegasLimit.DEFAULT.withLimits(initial, most(VegasLimit.DEFAULT));
            }
            default -> {
                section.refuseAll(
                        List.of("limit.initial", "limit.least", "limit.most"),
                        "is for the limits aimd, gradient2 and vegas only; leave it out");
                yield new FixedLimit(Values.limit(text));
            }
        };
    }

    private int most(LimitAlgorithm usual) {
        return section.value("limit.most", Values::integer).orElse(usual.most());
    }
}
