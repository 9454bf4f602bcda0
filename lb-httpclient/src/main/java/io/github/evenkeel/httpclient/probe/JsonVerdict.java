package io.github.evenkeel.httpclient.probe;

import io.github.evenkeel.core.health.Finding;
import io.github.evenkeel.core.health.ProbeResult;
import io.github.evenkeel.httpclient.json.Json;
import io.github.evenkeel.httpclient.json.JsonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a health document says. */
final class JsonVerdict {
    private static final Set<String> GOOD = Set.of("up", "ok", "pass", "healthy");
    private static final Set<String> MIDDLING = Set.of("degraded", "warn", "warning");
    private static final List<String> PARTS =
            List.of("components", "checks", "details", "entries", "results", "dependencies");

    /** More would not fit into a line. */
    private static final int MOST_NAMED = 5;

    private final Set<String> required;
    private final String said;
    private final ProbeResult whole;
    private final Map<String, String> parts;

    private JsonVerdict(Set<String> required, String said, Map<String, String> parts) {
        this.required = required;
        this.said = said;
        this.whole = result(said);
        this.parts = parts;
    }

    /** Never throws, whatever the text. */
    static Finding of(Set<String> required, String text) {
        Object document;
        try {
            document = Json.parse(text);
        } catch (JsonException e) {
            return Finding.failed("not JSON: " + e.getMessage());
        }
        if (!(document instanceof Map<?, ?> members) || !(members.get("status") instanceof String said)) {
            return Finding.failed("the JSON has no field \"status\" with a word in it");
        }
        return new JsonVerdict(required, said, parts(members)).finding();
    }

    private static ProbeResult result(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (GOOD.contains(lower)) {
            return ProbeResult.PASSED;
        }
        return MIDDLING.contains(lower) ? ProbeResult.DEGRADED : ProbeResult.FAILED;
    }

    private static Map<String, String> parts(Map<?, ?> document) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String field : PARTS) {
            if (document.get(field) instanceof Map<?, ?> byName) {
                byName.forEach((name, part) -> add(parts, String.valueOf(name), part));
            } else if (document.get(field) instanceof List<?> list) {
                list.forEach(part -> {
                    if (part instanceof Map<?, ?> named && named.get("name") instanceof String name) {
                        add(parts, name, part);
                    }
                });
            }
        }
        return parts;
    }

    /** The worst word of one that is there several times, as in a list of its replicas. */
    private static void add(Map<String, String> parts, String name, Object part) {
        if (part instanceof List<?> several) {
            several.forEach(one -> add(parts, name, one));
        } else if (part instanceof Map<?, ?> members) {
            if (members.get("status") instanceof String word) {
                add(parts, name, word);
            }
        } else if (part instanceof String word) {
            parts.merge(name, word, (a, b) -> result(b).compareTo(result(a)) > 0 ? b : a);
        }
    }

    private Finding finding() {
        Set<String> missing = new TreeSet<>(required);
        missing.removeAll(parts.keySet());
        if (!missing.isEmpty()) {
            return Finding.failed("required dependency " + String.join(", ", missing) + " is not in the JSON");
        }
        List<String> lost = named(ProbeResult.FAILED, required);
        if (!lost.isEmpty()) {
            return Finding.failed("required dependency " + String.join(", ", lost));
        }
        List<String> failed = named(ProbeResult.FAILED, parts.keySet());
        boolean excused = !required.isEmpty() && !failed.isEmpty();
        if (whole == ProbeResult.FAILED && !excused) {
            return Finding.failed("status is " + said + because(failed));
        }
        List<String> worse = new ArrayList<>(failed);
        worse.addAll(named(ProbeResult.DEGRADED, parts.keySet()));
        return whole == ProbeResult.PASSED && worse.isEmpty()
                ? Finding.passed()
                : Finding.degraded("status is " + said + because(worse));
    }

    private List<String> named(ProbeResult result, Set<String> among) {
        return among.stream()
                .filter(name -> result(parts.getOrDefault(name, "")) == result)
                .map(name -> name + " is " + parts.get(name))
                .sorted()
                .toList();
    }

    private static String because(List<String> parts) {
        return parts.isEmpty()
                ? ""
                : parts.stream().limit(MOST_NAMED).collect(Collectors.joining(", ", ": ", ""))
                        + (parts.size() > MOST_NAMED ? " and " + (parts.size() - MOST_NAMED) + " more" : "");
    }
}
