package io.github.evenkeel.httpclient.routing;

import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the requests for one logical host go: the first route whose condition a request meets, or else the one for all
 * others, says to which pool.
 *
 * <pre>{@code
 * Routes.when(Match.path("/cart/**"), "cart")
 *     .when(Match.header("X-Beta", "1"), "shop-beta")
 *     .when(Match.method("GET"), Split.by(Affinity.cookie("sid")).share("shop", 95).share("shop-canary", 5))
 *     .otherwise("shop")
 * }</pre>
 *
 * <p>Immutable and thread-safe. What a condition of the caller's own throws, the request fails with.
 */
public final class Routes {
    private record Route(Predicate<HttpRequest> condition, Split target) {
        /** Null for conditions that are not of the path alone. */
        @Nullable
        PathPattern path() {
            return condition instanceof PathPattern path ? path : null;
        }
    }

    private final List<Route> routes;
    private final Split otherwise;

    private Routes(List<Route> routes, Split otherwise) {
        this.routes = List.copyOf(routes);
        this.otherwise = otherwise;
    }

    /**
     * Begins with a route to a pool.
     *
     * @param condition which requests it is for
     * @param pool the name of a pool of the same client
     * @return more routes to come
     */
    public static Beginning when(Predicate<HttpRequest> condition, String pool) {
        return new Beginning().when(condition, pool);
    }

    /**
     * Begins with a route to several pools.
     *
     * @param condition which requests it is for
     * @param split how much goes to each
     * @return more routes to come
     * @throws IllegalArgumentException if the split has no share
     */
    public static Beginning when(Predicate<HttpRequest> condition, Split split) {
        return new Beginning().when(condition, split);
    }

    /**
     * All requests to several pools.
     *
     * @param split how much goes to each
     * @return the routes
     * @throws IllegalArgumentException if the split has no share
     */
    public static Routes all(Split split) {
        return new Beginning().otherwise(split);
    }

    /**
     * The pools that they lead to.
     *
     * @return their names
     */
    public Set<String> pools() {
        return Stream.concat(routes.stream().map(Route::target), Stream.of(otherwise))
                .flatMap(target -> target.pools().stream())
                .collect(Collectors.toSet());
    }

    /**
     * Where a request goes.
     *
     * @param request for the logical host
     * @param random draws for splits, if the request has no key; used by no other thread meanwhile
     * @return the name of the pool
     */
    public String pool(HttpRequest request, RandomGenerator random) {
        for (Route route : routes) {
            if (route.condition.test(request)) {
                return route.target.pool(request, random);
            }
        }
        return otherwise.pool(request, random);
    }

    /** Routes without one yet for the requests that meet none of their conditions. Not thread-safe. */
    public static final class Beginning {
        private final List<Route> routes = new ArrayList<>();

        private Beginning() {}

        /**
         * Adds a route to a pool.
         *
         * @param condition which of the requests that no route before is for
         * @param pool the name of a pool of the same client
         * @return this
         * @throws IllegalArgumentException if the routes before leave none
         */
        public Beginning when(Predicate<HttpRequest> condition, String pool) {
            return when(condition, Split.to(pool));
        }

        /**
         * Adds a route to several pools.
         *
         * @param condition which of the requests that no route before is for
         * @param split how much goes to each
         * @return this
         * @throws IllegalArgumentException if the routes before leave none, or the split has no share
         */
        public Beginning when(Predicate<HttpRequest> condition, Split split) {
            Objects.requireNonNull(condition, "condition");
            Route route = new Route(condition, checked(split));
            for (Route before : routes) {
                PathPattern path = before.path();
                if (path != null && path.covers(route.path())) {
                    throw new IllegalArgumentException("the route to " + split.pools()
                            + " can never be taken: that for " + path + " before it takes all of its requests; put it"
                            + " first");
                }
            }
            routes.add(route);
            return this;
        }

        /**
         * Sends all other requests to a pool.
         *
         * @param pool the name of a pool of the same client
         * @return the routes
         */
        public Routes otherwise(String pool) {
            return otherwise(Split.to(pool));
        }

        /**
         * Sends all other requests to several pools.
         *
         * @param split how much goes to each
         * @return the routes
         * @throws IllegalArgumentException if the split has no share
         */
        public Routes otherwise(Split split) {
            return new Routes(routes, checked(split));
        }

        private static Split checked(Split split) {
            if (split.isEmpty()) {
                throw new IllegalArgumentException(
                        "no pool of " + split.pools() + " has a share; give at least one a share of at least 1");
            }
            return split;
        }
    }
}
