package io.github.evenkeel.httpclient.configuration;

import io.github.evenkeel.core.health.ProbeKind;
import io.github.evenkeel.httpclient.probe.BodyCheck;
import io.github.evenkeel.httpclient.probe.Check;
import io.github.evenkeel.httpclient.probe.HttpCheck;
import io.github.evenkeel.httpclient.probe.JsonCheck;
import io.github.evenkeel.httpclient.probe.Probe;
import io.github.evenkeel.httpclient.probe.TcpCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads how a pool's servers are probed. */
final class ProbeReader {
    private final Section section;

    ProbeReader(Section section) {
        this.section = section;
    }

    List<Probe> probes() {
        List<Probe> probes = new ArrayList<>();
        probe("probe.").ifPresent(probes::add);
        probe("readiness.").map(probe -> probe.withKind(ProbeKind.READINESS)).ifPresent(probes::add);
        return probes;
    }

    private Optional<Probe> probe(String group) {
        if (!section.hasAny(group)) {
            return Optional.empty();
        }
        Probe probe = Probe.of(check(group));
        probe = section.with(probe, group + "interval", Values::duration, Probe::withInterval);
        probe = section.with(probe, group + "jitter", Values::decimal, Probe::withJitter);
        probe = section.with(probe, group + "timeout", Values::duration, Probe::withTimeout);
        probe = section.with(probe, group + "changing-interval", Values::duration, Probe::withChangingInterval);
        if (group.equals("readiness.")) {
            section.refuseAll(
                    List.of(group + "proven-interval"),
                    "requests do not tell whether a server wants more of them; leave it out");
        } else {
            probe = section.with(probe, group + "proven-interval", Values::duration, Probe::withProvenInterval);
        }
        return Optional.of(probe);
    }

    private Check check(String group) {
        String kind = section.value(group + "check", text -> Values.oneOf(text, "http", "tcp", "json"))
                .orElse("http");
        if (kind.equals("tcp")) {
            onlyFor(
                    group,
                    "http or json",
                    "path",
                    "method",
                    "headers",
                    "statuses",
                    "body-contains",
                    "long-poll",
                    "required");
            return new TcpCheck();
        }
        if (!section.has(group + "path")) {
            section.missing(
                    group + "path",
                    "name what to ask for, such as /health, or take " + section.name(group + "check=tcp"));
        }
        boolean json = kind.equals("json");
        HttpCheck usual = json ? JsonCheck.of("/").request() : HttpCheck.of("/");
        HttpCheck check = section.with(
                usual,
                group + "path",
                text -> text,
                (before, path) -> new HttpCheck(
                        path, before.method(), before.headers(), before.statuses(), before.body(), before.longPoll()));
        check = section.with(check, group + "method", Values::method, HttpCheck::withMethod);
        check = section.with(check, group + "headers", text -> text, ProbeReader::withHeaders);
        check = section.with(check, group + "statuses", text -> text, HttpCheck::withStatuses);
        check = section.with(check, group + "body-contains", BodyCheck::contains, HttpCheck::withBody);
        check = section.with(check, group + "long-poll", Values::duration, HttpCheck::withLongPoll);
        if (!json) {
            onlyFor(group, "json", "required");
            return check;
        }
        return new JsonCheck(
                check,
                section.value(group + "required", Values::list).map(Set::copyOf).orElse(Set.of()));
    }

    private static HttpCheck withHeaders(HttpCheck check, String lines) {
        HttpCheck more = check;
        for (String line : lines.split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("a header looks like 'Name: value', each on a line of its own");
            }
            more = more.withHeader(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
        return more;
    }

    private void onlyFor(String group, String checks, String... keys) {
        section.refuseAll(
                List.of(keys).stream().map(key -> group + key).toList(),
                "is for " + section.name(group + "check=") + checks + " only; leave it out");
    }
}
