package io.github.evenkeel.httpclient.configuration;

import io.github.evenkeel.httpclient.routing.Match;
import io.github.evenkeel.httpclient.routing.Routes;
import io.github.evenkeel.httpclient.routing.Split;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads routes: {@code path /cart/** -> cart, method POST & header X-Beta=1 -> beta, web 95 + canary 5 by cookie sid}. The
 * last one is for what is left.
 */
final class RouteReader {
    private final Section section;

    RouteReader(Section section) {
        this.section = section;
    }

    /** A part of the value; one without a condition is for what is left. */
    private record Rule(String text, @Nullable Predicate<HttpRequest> condition, Split split) {}

    /** Empty if something is wrong with it; each rule is then told for itself. */
    Optional<Routes> routes() {
        List<Rule> rules = section.each(PoolKeys.ROUTE, RouteReader::rule);
        if (rules.isEmpty()) {
            return Optional.empty();
        }
        return section.value(PoolKeys.ROUTE, text -> Values.list(text).size() == rules.size() ? routes(rules) : null);
    }

    private static Routes routes(List<Rule> rules) {
        Routes.@Nullable Beginning beginning = null;
        for (Rule rule : rules.subList(0, rules.size() - 1)) {
            Predicate<HttpRequest> condition = rule.condition;
            if (condition == null) {
                throw new IllegalArgumentException("'" + rule.text
                        + "' has no condition; a route looks like 'path /cart/** -> cart', only the last has none");
            }
            beginning = beginning == null ? Routes.when(condition, rule.split) : beginning.when(condition, rule.split);
        }
        Rule rest = rules.get(rules.size() - 1);
        if (rest.condition != null) {
            throw new IllegalArgumentException(
                    "'" + rest.text + "' has a condition; end with the pool for what is left");
        }
        return beginning == null ? Routes.all(rest.split) : beginning.otherwise(rest.split);
    }

    private static Rule rule(String text) {
        int arrow = text.indexOf("->");
        return arrow < 0
                ? new Rule(text, null, split(text))
                : new Rule(
                        text,
                        conditions(text.substring(0, arrow)),
                        split(text.substring(arrow + 2).strip()));
    }

    /** A path by itself stays one, so that routes know what is left for those after it. */
    private static Predicate<HttpRequest> conditions(String text) {
        return Stream.of(text.split("&", -1))
                .map(part -> condition(part.strip()))
                .reduce(Predicate::and)
                .orElseThrow();
    }

    private static Predicate<HttpRequest> condition(String text) {
        String[] words = text.split("\\s+", 2);
        if (words.length != 2) {
            throw new IllegalArgumentException("'" + text + "' is no condition; one looks like 'path /cart/**'");
        }
        int equals = words[1].indexOf('=');
        String name = equals < 0 ? words[1] : words[1].substring(0, equals).strip();
        String value = words[1].substring(equals + 1).strip();
        return switch (words[0]) {
            case "path" -> Match.path(words[1]);
            case "method" -> Match.method(methods(words[1]));
            case "header" -> equals < 0 ? Match.header(name) : Match.header(name, value);
            case "cookie" -> equals < 0 ? Match.cookie(name) : Match.cookie(name, value);
            case "query" -> equals < 0 ? Match.query(name) : Match.query(name, value);
            default ->
                throw new IllegalArgumentException(
                        "'" + words[0] + "' is no condition; there are path, method, header, cookie and query");
        };
    }

    private static String[] methods(String text) {
        return Stream.of(text.split("\\s+", -1)).map(Values::method).toArray(String[]::new);
    }

    /** {@code web}, or {@code web 95 + canary 5}, or that {@code by cookie sid}. */
    private static Split split(String text) {
        int by = text.indexOf(" by ");
        Split split = by < 0 ? Split.atRandom() : Split.by(Stickiness.affinity(text.substring(by + " by ".length())));
        for (String share : (by < 0 ? text : text.substring(0, by)).split("\\+", -1)) {
            String[] words = share.strip().split("\\s+", -1);
            if (words.length > 2 || words[0].isEmpty()) {
                throw new IllegalArgumentException(
                        "'" + share.strip() + "' is no pool and its share; such look like 'web 95'");
            }
            split = split.share(words[0], words.length == 1 ? 1 : Values.integer(words[1]));
        }
        return split;
    }
}
