package io.github.evenkeel.httpclient;

import io.github.evenkeel.httpclient.configuration.Configuration;
import io.github.evenkeel.httpclient.configuration.ConfigurationException;
import io.github.evenkeel.httpclient.message.HostName;
import io.github.evenkeel.httpclient.routing.Routes;
import io.github.evenkeel.httpclient.tls.TlsParameters;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link LoadBalancedHttpClient}. It is an {@link HttpClient.Builder}, for libraries that want to finish
 * building the client themselves; what those methods set holds for requests to pools and for all others alike. Not
 * thread-safe.
 */
public final class LoadBalancedHttpClientBuilder implements HttpClient.Builder, LaterJdk.Builder {
    /** Without a limit a server that swallows packets would hold its requests for two minutes. */
    private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** The caller's own client, all set; null if we build one. */
    private final @Nullable HttpClient given;

    /** What was set, to be set on each of the JDK's clients that there will be. */
    private final List<Consumer<HttpClient.Builder>> settings = new ArrayList<>();

    /** Refuses at once what the JDK refuses. */
    private final HttpClient.Builder jdk = HttpClient.newBuilder();

    private final Map<String, PoolDescription> pools = new LinkedHashMap<>();
    private final Map<String, Routes> routes = new LinkedHashMap<>();
    private @Nullable Configuration configuration;
    private boolean versionSet;
    private HttpClient.Redirect redirects = HttpClient.Redirect.NEVER;
    private @Nullable CookieHandler cookies;

    LoadBalancedHttpClientBuilder() {
        this(null);
    }

    LoadBalancedHttpClientBuilder(@Nullable HttpClient given) {
        this.given = given;
    }

    /**
     * Adds a pool: requests to {@code http://<name>/...} and {@code https://<name>/...}, whatever the port, go to its
     * servers.
     *
     * @param name a host name, compared without regard to case; it hides a real host of that name
     * @param description describes the pool
     * @return this builder
     * @throws IllegalArgumentException if the name cannot be a host name or is taken, or the description makes no sense
     */
    public LoadBalancedHttpClientBuilder pool(String name, Consumer<PoolBuilder> description) {
        String host = unused(name);
        PoolBuilder pool = new PoolBuilder(host);
        description.accept(pool);
        pools.put(host, pool.describe());
        return this;
    }

    private String unused(String name) {
        String host = HostName.checked(name);
        if (pools.containsKey(host)) {
            throw new IllegalArgumentException("pool '" + name + "' is there already; describe each pool once");
        }
        if (routes.containsKey(host)) {
            throw new IllegalArgumentException("'" + name + "' has routes and cannot be a pool; give one another name");
        }
        return host;
    }

    /**
     * Adds the pools and routes that properties describe. {@link LoadBalancedHttpClient#reconfigure} changes them later.
     *
     * @param newConfiguration the properties, read and checked
     * @return this builder
     * @throws ConfigurationException naming every host that is taken or makes no sense; nothing is then added
     * @throws IllegalArgumentException if this was called before
     */
    public LoadBalancedHttpClientBuilder configure(Configuration newConfiguration) {
        if (configuration != null) {
            throw new IllegalArgumentException("the client is configured already; put all properties into one map");
        }
        List<String> problems = new ArrayList<>();
        Map<String, PoolDescription> described = new LinkedHashMap<>();
        newConfiguration
                .pools()
                .forEach((name, settings) -> noting(problems, name, () -> {
                    String host = unused(name);
                    described.put(host, PoolDescription.of(host, settings));
                }));
        newConfiguration.routes().keySet().forEach(name -> noting(problems, name, () -> unrouted(name)));
        if (!problems.isEmpty()) {
            throw ConfigurationException.refusing(problems);
        }
        pools.putAll(described);
        newConfiguration.routes().forEach(this::route);
        configuration = newConfiguration;
        return this;
    }

    private static void noting(List<String> problems, String host, Runnable check) {
        try {
            check.run();
        } catch (RuntimeException e) { // also a strategy of the user's
            problems.add("evenkeel." + host + ".*: " + e.getMessage());
        }
    }

    /**
     * Adds a host that stands for several pools: requests to {@code http://<host>/...} and {@code https://<host>/...},
     * whatever the port, go to the pool that the routes say.
     *
     * @param host a host name that is no pool's, compared without regard to case; it hides a real host of that name
     * @param newRoutes which requests go to which of this client's pools
     * @return this builder
     * @throws IllegalArgumentException if it cannot be a host name or is taken
     */
    public LoadBalancedHttpClientBuilder route(String host, Routes newRoutes) {
        routes.put(unrouted(host), Objects.requireNonNull(newRoutes, "routes"));
        return this;
    }

    private String unrouted(String host) {
        String name = HostName.checked(host);
        if (pools.containsKey(name) || routes.containsKey(name)) {
            throw new IllegalArgumentException("'" + host + "' is " + (pools.containsKey(name) ? "a pool" : "routed")
                    + " already; route a host of another name, once");
        }
        return name;
    }

    /** Pools and routes may come in any order, so it is only now that one knows. */
    private void checkRoutes() {
        if (configuration != null) {
            List<String> problems =
                    Reconfiguration.deadEnds(configuration, pools.keySet(), "describe it too, or lead elsewhere");
            if (!problems.isEmpty()) {
                throw ConfigurationException.refusing(problems);
            }
        }
        routes.forEach((host, its) -> its.pools().forEach(pool -> {
            if (!pools.containsKey(pool)) {
                throw new IllegalArgumentException("a route of '" + host + "' leads to pool '" + pool
                        + "', but the pools are " + pools.keySet() + "; describe it with pool(...)");
            }
        }));
    }

    /**
     * Builds the client and starts its probes.
     *
     * @return the client; close it
     * @throws IllegalArgumentException if a route leads to a pool that there is not (a {@link ConfigurationException},
     *     if properties say so), a server cannot be probed, or a client given ready-made cannot check the name of a
     *     server, or is to be one for each server
     */
    @Override
    public LoadBalancedHttpClient build() {
        checkRoutes();
        JdkClients clients = given == null ? built() : JdkClients.given(given);
        HttpClient.Version plainVersion = versionSet || given != null ? null : HttpClient.Version.HTTP_1_1;
        return new LoadBalancedHttpClient(clients, pools, routes, redirects, cookies, plainVersion)
                .configured(configuration);
    }

    private JdkClients built() {
        List<Consumer<HttpClient.Builder>> set = List.copyOf(settings);
        Supplier<HttpClient.Builder> alike = () -> {
            HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(DEFAULT_CONNECT_TIMEOUT);
            set.forEach(setting -> setting.accept(builder));
            return builder;
        };
        return new JdkClients(alike.get().build(), alike);
    }

    private void set(String name, Consumer<HttpClient.Builder> setting) {
        if (given != null) {
            throw new IllegalStateException(
                    name + " cannot be set on a client that was given ready-made; set it where that is built");
        }
        setting.accept(jdk);
        settings.add(setting);
    }

    /** {@inheritDoc} Two seconds if not set: a server that swallows packets must not hold its requests for minutes. */
    @Override
    public LoadBalancedHttpClientBuilder connectTimeout(Duration duration) {
        set("connectTimeout", builder -> builder.connectTimeout(duration));
        return this;
    }

    /** {@inheritDoc} If not set, plain http servers are spoken to in HTTP/1.1 and https servers in HTTP/2 if they can. */
    @Override
    public LoadBalancedHttpClientBuilder version(HttpClient.Version version) {
        set("version", builder -> builder.version(version));
        versionSet = true;
        return this;
    }

    /**
     * {@inheritDoc} As the JDK's client follows them, but under the names that were asked for: a redirect to a pool's
     * name, or to the address of the very server that sent it, is balanced again; one elsewhere goes there with those
     * headers alone that tell nothing of the caller, such as {@code Accept}, {@code Content-Type} and {@code Range}. A
     * redirect that cannot be followed is handed over, also one that takes a body along which can be sent only once.
     */
    @Override
    public LoadBalancedHttpClientBuilder followRedirects(HttpClient.Redirect policy) {
        jdk.followRedirects(policy);
        redirects = policy;
        return this;
    }

    /** {@inheritDoc} It is asked with the URI of the request: the cookies of a pool are one set, whoever sent them. */
    @Override
    public LoadBalancedHttpClientBuilder cookieHandler(CookieHandler cookieHandler) {
        jdk.cookieHandler(cookieHandler);
        cookies = cookieHandler;
        return this;
    }

    @Override
    public LoadBalancedHttpClientBuilder sslContext(SSLContext sslContext) {
        set("sslContext", builder -> builder.sslContext(sslContext));
        return this;
    }

    @Override
    public LoadBalancedHttpClientBuilder sslParameters(SSLParameters sslParameters) {
        SSLParameters kept = TlsParameters.copyOf(sslParameters);
        set("sslParameters", builder -> builder.sslParameters(kept));
        return this;
    }

    @Override
    public LoadBalancedHttpClientBuilder executor(Executor executor) {
        set("executor", builder -> builder.executor(executor));
        return this;
    }

    @Override
    public LoadBalancedHttpClientBuilder priority(int priority) {
        set("priority", builder -> builder.priority(priority));
        return this;
    }

    @Override
    public LoadBalancedHttpClientBuilder proxy(ProxySelector proxySelector) {
        set("proxy", builder -> builder.proxy(proxySelector));
        return this;
    }

    @Override
    public LoadBalancedHttpClientBuilder authenticator(Authenticator authenticator) {
        set("authenticator", builder -> builder.authenticator(authenticator));
        return this;
    }

    /**
     * Binds the client's sockets; overrides what the JDK's builder has since JDK 19.
     *
     * @param localAddress the address to bind to, or null for any
     * @return this builder
     * @throws UnsupportedOperationException on an older JDK
     */
    @Override
    public LoadBalancedHttpClientBuilder localAddress(@Nullable InetAddress localAddress) {
        set("localAddress", builder -> LaterJdk.localAddress(builder, localAddress));
        return this;
    }

    @Override
    public String toString() {
        return "LoadBalancedHttpClientBuilder" + Objects.toString(pools.keySet());
    }
}
