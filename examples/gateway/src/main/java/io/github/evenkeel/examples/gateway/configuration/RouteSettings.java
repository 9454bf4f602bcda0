package io.github.evenkeel.examples.gateway.configuration;

import io.github.evenkeel.httpclient.routing.Affinity;
import io.github.evenkeel.httpclient.routing.Match;
import io.github.evenkeel.httpclient.routing.Split;
import java.net.http.HttpRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where some of the requests go: those that meet all the conditions there are.
 *
 * @param path a pattern of paths
 * @param header {@code Name} or {@code Name: value}
 * @param cookie {@code name} or {@code name=value}
 * @param shares how much each pool gets; all of it if there is one
 * @param splitBy the cookie whose value decides to which of several pools a request goes; the client's address, if none
 */
public record RouteSettings(
        Optional<String> path,
        Optional<String> header,
        Optional<String> cookie,
        Map<String, Integer> shares,
        Optional<String> splitBy) {
    public RouteSettings {
        shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
    }

    /**
     * The conditions; that of a path alone is the library's own, which tells if it hides another.
     *
     * @throws IllegalArgumentException if one makes no sense
     */
    public Predicate<HttpRequest> condition() {
        Optional<Predicate<HttpRequest>> all = path.map(Match::path);
        all = and(all, header.map(RouteSettings::header));
        return and(all, cookie.map(RouteSettings::cookie)).orElseGet(() -> Match.path("/**"));
    }

    private static Optional<Predicate<HttpRequest>> and(
            Optional<Predicate<HttpRequest>> one, Optional<Predicate<HttpRequest>> other) {
        return one.isPresent() && other.isPresent() ? Optional.of(one.get().and(other.get())) : one.or(() -> other);
    }

    private static Predicate<HttpRequest> header(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? Match.header(text.strip())
                : Match.header(
                        text.substring(0, colon).strip(),
                        text.substring(colon + 1).strip());
    }

    private static Predicate<HttpRequest> cookie(String text) {
        int equals = text.indexOf('=');
        return equals < 0
                ? Match.cookie(text.strip())
                : Match.cookie(
                        text.substring(0, equals).strip(),
                        text.substring(equals + 1).strip());
    }

    /**
     * The pools.
     *
     * @throws IllegalArgumentException if they make no sense
     */
    public Split split() {
        Affinity client = Affinity.lastHop("X-Forwarded-For");
        Split split = Split.by(
                splitBy.map(name -> Affinity.cookie(name).orElse(client)).orElse(client));
        for (Map.Entry<String, Integer> share : shares.entrySet()) {
            split = split.share(share.getKey(), share.getValue());
        }
        return split;
    }
}
