package io.github.evenkeel.httpclient.configuration;

import io.github.evenkeel.core.selection.KeyHash;
import io.github.evenkeel.httpclient.message.Token;
import io.github.evenkeel.httpclient.routing.Affinity;
import io.github.evenkeel.httpclient.routing.Sessions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Reads what requests stick to: the keys of affinity, and sessions. */
final class Stickiness {
    private static final List<String> SESSIONS =
            List.of("sessions.cookie", "sessions.application-cookie", "sessions.application-header");

    private final Section section;

    Stickiness(Section section) {
        this.section = section;
    }

    Optional<Affinity> affinity() {
        return section.value("affinity", Stickiness::affinity);
    }

    Optional<KeyHash> keyHash() {
        if (!section.has("affinity")) {
            section.refuseAll(List.of("affinity.secret"), "is for " + section.name("affinity") + " only; leave it out");
        }
        return section.value("affinity.secret", text -> KeyHash.seeded(Values.wholeNumber(text)));
    }

    /** {@code header X-User, cookie sid}: the first that a request has. */
    static Affinity affinity(String text) {
        return Values.list(text).stream()
                .map(Stickiness::oneAffinity)
                .reduce(Affinity::orElse)
                .orElseThrow();
    }

    private static Affinity oneAffinity(String text) {
        String[] words = text.split("\\s+", -1);
        if (words.length != 2) {
            throw new IllegalArgumentException("'" + text + "' is no affinity; one looks like 'header X-User'");
        }
        String what = words[1];
        return switch (words[0]) {
            case "header" -> Affinity.header(what);
            case "cookie" -> Affinity.cookie(what);
            case "query" -> Affinity.query(what);
            case "path-segment" -> Affinity.pathSegment(Values.integer(what));
            case "first-hop" -> Affinity.firstHop(what);
            case "last-hop" -> Affinity.lastHop(what);
            default ->
                throw new IllegalArgumentException("'" + words[0]
                        + "' is no affinity; there are header, cookie, query, path-segment, first-hop and last-hop");
        };
    }

    Optional<Sessions> sessions() {
        List<String> chosen = SESSIONS.stream().filter(section::has).toList();
        if (chosen.size() > 1) {
            section.refuse(
                    chosen.get(1),
                    "sessions are told in one way only; leave this or " + section.name(chosen.get(0)) + " out");
            return Optional.empty();
        }
        boolean own = section.has("sessions.cookie");
        onlyFor(own, "sessions.cookie", "sessions.secret");
        onlyFor(!chosen.isEmpty() && !own, "sessions.application-cookie or -header", "sessions.at-most");
        onlyFor(!chosen.isEmpty() && !own, "sessions.application-cookie or -header", "sessions.forgotten-after");
        return cookie().or(() -> section.value("sessions.application-cookie", Sessions::applicationCookie)
                .or(() -> section.value("sessions.application-header", Sessions::applicationHeader))
                .map(ids -> section.with(ids, "sessions.at-most", Values::integer, Sessions.ApplicationIds::atMost))
                .map(ids -> section.with(
                        ids, "sessions.forgotten-after", Values::duration, Sessions.ApplicationIds::forgottenAfter)));
    }

    private Optional<Sessions> cookie() {
        Optional<String> name = section.value("sessions.cookie", text -> Token.checked("cookie", text));
        Optional<Sessions> signed = section.value(
                "sessions.secret",
                secret -> Sessions.cookie(name.orElse("unnamed"), secret.getBytes(StandardCharsets.UTF_8)));
        return signed.or(() -> name.map(Sessions::cookie));
    }

    private void onlyFor(boolean there, String owner, String key) {
        if (!there) {
            section.refuseAll(List.of(key), "is for " + section.name(owner) + " only; leave it out");
        }
    }
}
