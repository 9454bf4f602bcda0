package io.github.evenkeel.httpclient.configuration;

import io.github.evenkeel.httpclient.routing.Match;
import io.github.evenkeel.httpclient.routing.Routes;
import io.github.evenkeel.httpclient.routing.Split;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads routes: {@code path /cart/** -> cart, method POST & header X-Beta=1 -> beta, web 95 + canary 5 by cookie sid}. The
 * last one is for what is left.
 */
final class RouteReader {
    private RouteReader() {}

    static Routes routes(String text) {
        List<String> rules = Values.list(text);
        Routes.@Nullable Beginning beginning = null;
        for (String rule : rules.subList(0, rules.size() - 1)) {
            int arrow = rule.indexOf("->");
            if (arrow < 0) {
                throw new IllegalArgumentException("'" + rule
                        + "' has no condition; a route looks like 'path /cart/** -> cart', only the last has none");
            }
            Predicate<HttpRequest> condition = conditions(rule.substring(0, arrow));
            Split split = split(rule.substring(arrow + 2).strip());
            beginning = beginning == null ? Routes.when(condition, split) : beginning.when(condition, split);
        }
        String last = rules.get(rules.size() - 1);
        if (last.contains("->")) {
            throw new IllegalArgumentException("'" + last + "' has a condition; end with the pool for what is left");
        }
        Split rest = split(last);
        return beginning == null ? Routes.all(rest) : beginning.otherwise(rest);
    }

    private static Predicate<HttpRequest> conditions(String text) {
        Predicate<HttpRequest> all = request -> true;
        for (String part : text.split("&", -1)) {
            all = all.and(condition(part.strip()));
        }
        return all;
    }

    private static Predicate<HttpRequest> condition(String text) {
        String[] words = text.split("\\s+", 2);
        if (words.length != 2) {
            throw new IllegalArgumentException("'" + text + "' is no condition; one looks like 'path /cart/**'");
        }
        int equals = words[1].indexOf('=');
        String name = equals < 0 ? words[1] : words[1].substring(0, equals);
        String value = words[1].substring(equals + 1);
        return switch (words[0]) {
            case "path" -> Match.path(words[1]);
            case "method" -> Match.method(words[1].split("\\s+", -1));
            case "header" -> equals < 0 ? Match.header(name) : Match.header(name, value);
            case "cookie" -> equals < 0 ? Match.cookie(name) : Match.cookie(name, value);
            case "query" -> equals < 0 ? Match.query(name) : Match.query(name, value);
            default ->
                throw new IllegalArgumentException(
                        "'" + words[0] + "' is no condition; there are path, method, header, cookie and query");
        };
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
