package io.github.evenkeel.examples.gateway.balancing;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.FlapDamping;
import io.github.evenkeel.core.health.HealthThresholds;
import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.examples.gateway.configuration.Configuration;
import io.github.evenkeel.examples.gateway.configuration.PoolSettings;
import io.github.evenkeel.examples.gateway.configuration.PoolSettings.HealthCheck;
import io.github.evenkeel.examples.gateway.configuration.PoolSettings.Thresholds;
import io.github.evenkeel.examples.gateway.configuration.RouteSettings;
import io.github.evenkeel.examples.gateway.configuration.ServerEntry;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import io.github.evenkeel.httpclient.LoadBalancedHttpClientBuilder;
import io.github.evenkeel.httpclient.PoolBuilder;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import io.github.evenkeel.httpclient.policy.Timeouts;
import io.github.evenkeel.httpclient.probe.HttpCheck;
import io.github.evenkeel.httpclient.probe.Probe;
import io.github.evenkeel.httpclient.routing.Routes;
import io.github.evenkeel.httpclient.routing.Sessions;
import io.github.evenkeel.httpclient.routing.Split;
import java.net.http.HttpRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client, used from one change of the settings to the next. A request that {@link #enter}s finds it open until it
 * {@link #leave}s, even if there is a newer one by then.
 */
public final class Generation {
    /** So that two checks are never further apart than the period: the library counts from the end of a check. */
    private static final double JITTER = 0.05;

    private static final double MEAN_OF_PERIOD = 0.94;

    /** Of all generations, so that a change of settings ends no session. */
    private static final byte[] SECRET = SecureRandom.getSeed(32);

    private final Configuration configuration;
    private final LoadBalancedHttpClient client;
    private final Routes routes;

    /** One for each request within and one for being the latest; whoever brings it to 0 closes. Never rises from 0. */
    private final AtomicLong users = new AtomicLong(1);

    private Generation(Configuration configuration, LoadBalancedHttpClient client) {
        this.configuration = configuration;
        this.client = client;
        this.routes = routes(configuration);
    }

    private static Routes routes(Configuration configuration) {
        Routes.Beginning routes = null;
        for (RouteSettings route : configuration.routes()) {
            routes = routes == null
                    ? Routes.when(route.condition(), route.split())
                    : routes.when(route.condition(), route.split());
        }
        return routes == null
                ? Routes.all(Split.atRandom().share(Configuration.DEFAULT_POOL, 1))
                : routes.otherwise(Configuration.DEFAULT_POOL);
    }

    static Generation start(Configuration configuration, Map<String, List<ServerSpec>> members) {
        LoadBalancedHttpClientBuilder builder = LoadBalancedHttpClient.newBuilder();
        builder.connectTimeout(configuration.timeouts().connect());
        configuration.pools().forEach((name, settings) -> {
            List<ServerSpec> servers = members.getOrDefault(name, List.of());
            builder.pool(
                    name,
                    pool -> describe(pool, settings, servers)
                            .timeouts(Timeouts.DEFAULT.withAttempt(
                                    configuration.timeouts().attempt().orElse(null))));
        });
        return new Generation(configuration, builder.build());
    }

    /** The part to copy: all that a pool can be told. */
    private static PoolBuilder describe(PoolBuilder pool, PoolSettings settings, List<ServerSpec> servers) {
        settings.tlsName().ifPresent(pool::tlsName);
        settings.sticky().ifPresent(name -> pool.sessions(Sessions.cookie(name, SECRET.clone())));
        HealthCheck check = settings.healthCheck();
        Thresholds limits = settings.thresholds();
        BreakerSettings breaker = BreakerSettings.DEFAULT
                .withConsecutiveFailures(limits.failures())
                .withFailureRate(limits.failureRate(), 20, Duration.ofSeconds(10))
                .withOpenTime(limits.openTime(), longest(limits.openTime()));
        // Not damped: who watches a server start again wants to see it used within a health check period.
        HealthThresholds thresholds = new HealthThresholds(limits.rise(), limits.fall(), FlapDamping.NONE);
        return pool.servers(servers)
                .strategy(settings.strategy().create())
                .probe(
                        Probe.of(HttpCheck.of(check.path()).withStatuses(check.success()))
                                .withTimeout(check.timeout())
                                .withJitter(JITTER),
                        Generation::interval)
                .thresholds(thresholds)
                .breaker(breaker)
                .slowStart(settings.slowStart().isZero() ? SlowStart.NONE : new SlowStart(settings.slowStart(), 0.1, 1))
                .retry(RetryPolicy.DEFAULT.withAttempts(settings.attempts()));
    }

    private static Duration longest(Duration openTime) {
        Duration usual = BreakerSettings.DEFAULT.maxOpenTime();
        return openTime.compareTo(usual) > 0 ? openTime : usual;
    }

    private static Duration interval(ServerSpec server) {
        return Duration.ofNanos((long) (ServerEntry.period(server).toNanos() * MEAN_OF_PERIOD));
    }

    /** Sends the requests; a request to {@code http://POOL/...} goes to one of that pool's servers. */
    public LoadBalancedHttpClient client() {
        return client;
    }

    /** Which pool a request goes to, whatever its host. */
    public String pool(HttpRequest request) {
        return routes.pool(request, ThreadLocalRandom.current());
    }

    /** What it was made of. Its servers are those of the beginning, the client's pools know who came and went. */
    public Configuration configuration() {
        return configuration;
    }

    /** Keeps it open; false if it is closed already. */
    boolean enter() {
        long now = users.get();
        while (now > 0) {
            long seen = users.compareAndExchange(now, now + 1);
            if (seen == now) {
                return true;
            }
            now = seen;
        }
        return false;
    }

    /** To be called once for each time it was entered. */
    public void leave() {
        if (users.decrementAndGet() == 0) {
            client.shutdown();
        }
    }
}
