package io.github.evenkeel.httpclient.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.HealthThresholds;
import io.github.evenkeel.core.health.OutlierSettings;
import io.github.evenkeel.core.health.ProbeKind;
import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.limit.AimdLimit;
import io.github.evenkeel.core.limit.FixedLimit;
import io.github.evenkeel.core.limit.Gradient2Limit;
import io.github.evenkeel.core.limit.RetryBudgetSettings;
import io.github.evenkeel.core.limit.VegasLimit;
import io.github.evenkeel.core.selection.KeyHash;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import io.github.evenkeel.httpclient.LoadBalancedHttpClientBuilder;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.policy.Hedging;
import io.github.evenkeel.httpclient.policy.Limits;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import io.github.evenkeel.httpclient.policy.Timeouts;
import io.github.evenkeel.httpclient.probe.BodyCheck;
import io.github.evenkeel.httpclient.probe.HttpCheck;
import io.github.evenkeel.httpclient.probe.JsonCheck;
import io.github.evenkeel.httpclient.probe.Probe;
import io.github.evenkeel.httpclient.probe.TcpCheck;
import io.github.evenkeel.httpclient.routing.Routes;
import io.github.evenkeel.httpclient.routing.Sessions;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    private static final String SERVERS = "evenkeel.orders.servers=http://10.0.0.1:8080\n";

    private static Configuration read(String lines) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(lines));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return Configuration.of(properties);
    }

    private static PoolSettings orders(String lines) {
        return read(SERVERS + lines).pools().get("orders");
    }

    private static List<String> problems(String lines) {
        return assertThrows(ConfigurationException.class, () -> read(lines)).problems();
    }

    @Test
    void whatIsLeftOutIsAsInTheBuilder() {
        assertEquals(
                new PoolSettings(
                        List.of(ServerSpec.of("http://10.0.0.1:8080")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        HealthThresholds.DEFAULT,
                        BreakerSettings.DEFAULT,
                        OutlierSettings.DEFAULT,
                        SlowStart.DEFAULT,
                        true,
                        RetryPolicy.DEFAULT,
                        Timeouts.DEFAULT,
                        Optional.empty(),
                        Optional.empty(),
                        false),
                orders("java.home=/nowhere"));
    }

    @Test
    void serversHaveProperties() {
        assertEquals(
                List.of(
                        ServerSpec.of("http://10.0.0.1:8080"),
                        ServerSpec.of("https://10.0.0.2:8443")
                                .withId("b")
                                .withWeight(2)
                                .withZone("z")
                                .withTier(1)
                                .withDraining(true)
                                .withMetadata(Map.of("version", "7"))),
                read("evenkeel.orders.example.servers = http://10.0.0.1:8080, https://10.0.0.2:8443 ;id=b; weight=2;"
                                + "zone=z;tier=1;draining=true;meta.version=7")
                        .pools()
                        .get("orders.example")
                        .servers());
    }

    @Test
    void everyKeyDoesWhatItSays() {
        PoolSettings settings = orders("""
                evenkeel.orders.fail-open=false
                evenkeel.orders.client-per-server=true
                evenkeel.orders.thresholds.rise=4
                evenkeel.orders.thresholds.fall=5
                evenkeel.orders.breaker.consecutive-failures=6
                evenkeel.orders.breaker.failure-rate-percent=70
                evenkeel.orders.breaker.minimum-requests=8
                evenkeel.orders.breaker.window=9s
                evenkeel.orders.breaker.open-time=2m
                evenkeel.orders.breaker.max-open-time=1h
                evenkeel.orders.breaker.slow-time=2s
                evenkeel.orders.breaker.slow-rate-percent=80
                evenkeel.orders.breaker.trials=3
                evenkeel.orders.breaker.trial-time=4s
                evenkeel.orders.outliers.interval=20s
                evenkeel.orders.outliers.minimum-requests=30
                evenkeel.orders.outliers.significance=0.001
                evenkeel.orders.outliers.failure-gap-percent=40
                evenkeel.orders.outliers.latency-ratio=6
                evenkeel.orders.outliers.latency-gap=70ms
                evenkeel.orders.outliers.keep-percent=80
                evenkeel.orders.outliers.dry-run=true
                evenkeel.orders.slow-start.window=11s
                evenkeel.orders.slow-start.minimum-share=0.2
                evenkeel.orders.slow-start.aggression=2
                evenkeel.orders.backups=http://10.0.0.9:8080
                evenkeel.orders.tls-name=orders.internal
                evenkeel.orders.load-probe=/load
                evenkeel.orders.affinity.secret=42
                evenkeel.orders.affinity=header X-User, cookie sid
                evenkeel.orders.limit=vegas
                evenkeel.orders.limit.initial=30
                evenkeel.orders.limit.most=300
                evenkeel.orders.limit.waiting=7
                evenkeel.orders.limit.patience=3s
                evenkeel.orders.hedge.percentile=0.9
                evenkeel.orders.hedge.floor=9ms
                evenkeel.orders.timeouts.attempt=1s
                evenkeel.orders.timeouts.first-byte=2s
                evenkeel.orders.timeouts.idle=3s
                evenkeel.orders.timeouts.unread=none
                evenkeel.orders.timeouts.whole-body=true
                evenkeel.orders.retry.attempts=2
                evenkeel.orders.retry.statuses=503,504
                evenkeel.orders.retry.budget-percent=30
                evenkeel.orders.retry.budget-floor=5
                evenkeel.orders.retry.budget-window=20s
                evenkeel.orders.probe.check=json
                evenkeel.orders.probe.path=/actuator/health
                evenkeel.orders.probe.required=db,disk
                evenkeel.orders.probe.interval=3s
                evenkeel.orders.probe.jitter=0.1
                evenkeel.orders.probe.timeout=900ms
                evenkeel.orders.probe.changing-interval=PT0.5S
                evenkeel.orders.probe.proven-interval=1m
                evenkeel.orders.readiness.path=/ready
                evenkeel.orders.readiness.method=HEAD
                evenkeel.orders.readiness.headers=Accept: text/plain\\nX-Probe: a;b
                evenkeel.orders.readiness.statuses=200-204,401
                evenkeel.orders.readiness.body-contains=OK
                evenkeel.orders.readiness.long-poll=30s
                """);
        assertEquals(
                new PoolSettings(
                        List.of(
                                ServerSpec.of("http://10.0.0.1:8080"),
                                ServerSpec.of("http://10.0.0.9:8080").withTier(1)),
                        Optional.of("orders.internal"),
                        Optional.empty(),
                        Optional.of("/load"),
                        settings.affinity(),
                        Optional.of(KeyHash.seeded(42)),
                        Optional.empty(),
                        settings.probes(),
                        new HealthThresholds(4, 5),
                        BreakerSettings.DEFAULT
                                .withConsecutiveFailures(6)
                                .withFailureRate(70, 8, Duration.ofSeconds(9))
                                .withSlowRate(80, Duration.ofSeconds(2))
                                .withOpenTime(Duration.ofMinutes(2), Duration.ofHours(1))
                                .withTrials(3)
                                .withTrialTime(Duration.ofSeconds(4)),
                        new OutlierSettings(Duration.ofSeconds(20), 30, 0.001, 40, 6, Duration.ofMillis(70), 80, true),
                        new SlowStart(Duration.ofSeconds(11), 0.2, 2),
                        false,
                        RetryPolicy.DEFAULT
                                .withAttempts(2)
                                .withStatuses(Set.of(503, 504))
                                .withBudget(new RetryBudgetSettings(30, 5, Duration.ofSeconds(20))),
                        new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3), null, true),
                        Optional.of(new Hedging(0.9, Duration.ofMillis(9))),
                        Optional.of(new Limits(VegasLimit.DEFAULT.withLimits(30, 300), 7, Duration.ofSeconds(3))),
                        true),
                settings);
        assertEquals(
                Probe.of(JsonCheck.of("/actuator/health").withRequired("db", "disk"))
                        .withInterval(Duration.ofSeconds(3))
                        .withJitter(0.1)
                        .withTimeout(Duration.ofMillis(900))
                        .withChangingInterval(Duration.ofMillis(500))
                        .withProvenInterval(Duration.ofMinutes(1)),
                settings.probes().get(0));
        Probe ready = settings.probes().get(1);
        HttpCheck check = (HttpCheck) ready.check();
        BodyCheck body = check.body();
        assertEquals(ProbeKind.READINESS, ready.kind());
        assertTrue(body.predicate().test("all OK") && !body.predicate().test("no"));
        assertEquals(
                HttpCheck.of("/ready")
                        .withMethod("HEAD")
                        .withHeader("Accept", "text/plain")
                        .withHeader("X-Probe", "a;b")
                        .withStatuses("200-204,401")
                        .withBody(body)
                        .withLongPoll(Duration.ofSeconds(30)),
                check);
        assertEquals(
                List.of(Probe.of(new TcpCheck())),
                orders("evenkeel.orders.probe.check=tcp").probes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "header X-User            | ann",
                "cookie sid               | 7",
                "query tenant             | t1",
                "path-segment 1           | 42",
                "first-hop X-Forwarded-For| 10.1.1.1",
                "last-hop X-Forwarded-For | 10.2.2.2",
                "header X-None, cookie sid| 7"
            })
    void affinityIsWrittenAsItIsCalled(String value, String key) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://orders/users/42?tenant=t1"))
                .header("X-User", "ann")
                .header("Cookie", "a=b; sid=7")
                .header("X-Forwarded-For", "10.1.1.1, 10.2.2.2")
                .build();
        assertEquals(
                key,
                orders("evenkeel.orders.affinity=" + value)
                        .affinity()
                        .orElseThrow()
                        .key(request));
    }

    @Test
    void sessionsAreWrittenAsTheyAreCalled() {
        assertEquals(
                Optional.of(Sessions.applicationCookie("JSESSIONID").atMost(500).forgottenAfter(Duration.ofMinutes(5))),
                orders("""
                        evenkeel.orders.sessions.application-cookie=JSESSIONID
                        evenkeel.orders.sessions.at-most=500
                        evenkeel.orders.sessions.forgotten-after=5m
                        """).sessions());
        assertEquals(
                Optional.of(Sessions.applicationHeader("Mcp-Session-Id")),
                orders("evenkeel.orders.sessions.application-header=Mcp-Session-Id")
                        .sessions());
        assertEquals(
                Optional.of(Sessions.cookie("S", "a secret of 24 characters".getBytes(StandardCharsets.UTF_8))),
                orders("evenkeel.orders.sessions.cookie=S\nevenkeel.orders.sessions.secret=a secret of 24 characters")
                        .sessions());
    }

    @Test
    void limitsHaveAlgorithms() {
        assertEquals(
                Limits.of(new FixedLimit(100)),
                orders("evenkeel.orders.limit=100").limits().orElseThrow());
        assertEquals(
                Limits.of(AimdLimit.DEFAULT.withLimits(5, 2, 50)),
                orders("evenkeel.orders.limit=aimd\nevenkeel.orders.limit.initial=5\nevenkeel.orders.limit.least=2\n"
                                + "evenkeel.orders.limit.most=50")
                        .limits()
                        .orElseThrow());
        assertEquals(
                Limits.of(Gradient2Limit.DEFAULT),
                orders("evenkeel.orders.limit=gradient2").limits().orElseThrow());
    }

    @Test
    void whatMayBeSentTwiceIsTheUsersToSay() {
        RetryPolicy policy = orders(
                        "evenkeel.orders.retry.methods=GET,POST\nevenkeel.orders.retry.idempotency-key=true")
                .retries();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://orders/"));
        assertTrue(policy.idempotent()
                .test(request.copy()
                        .method("POST", HttpRequest.BodyPublishers.noBody())
                        .build()));
        assertFalse(policy.idempotent().test(request.copy().DELETE().build()));
        assertTrue(policy.idempotent()
                .test(request.copy().DELETE().header("Idempotency-Key", "1").build()));
    }

    @Test
    void routesLeadToPools() {
        Routes routes = read("evenkeel.shop.route = path /cart/** -> cart, method POST PUT & header X-Beta=1 -> beta,"
                        + " query q -> search, web 95 + canary 5 by cookie sid")
                .routes()
                .get("shop");
        assertEquals(Set.of("cart", "beta", "search", "web", "canary"), routes.pools());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://shop/a"));
        HttpRequest.Builder post =
                request.copy().POST(HttpRequest.BodyPublishers.noBody()).header("X-Beta", "1");
        assertEquals("cart", pool(routes, request.copy().uri(URI.create("http://shop/cart/7"))));
        assertEquals("beta", pool(routes, post));
        assertEquals("search", pool(routes, request.copy().uri(URI.create("http://shop/a?q=7"))));
        assertTrue(Set.of("web", "canary").contains(pool(routes, request)));
        assertEquals("web", pool(read("evenkeel.shop.route=web").routes().get("shop"), request));
    }

    private static String pool(Routes routes, HttpRequest.Builder request) {
        return routes.pool(request.build(), new Random(1));
    }

    @Test
    void secretsAreNeverShown() {
        String secrets = "evenkeel.orders.sessions.cookie=S\nevenkeel.orders.sessions.secret=";
        assertFalse(read(SERVERS + secrets + "0123456789abcdef").toString().contains("0123456789abcdef"));
        assertEquals(
                List.of("evenkeel.orders.sessions.secret=***: the secret of session cookie 'S' must have at least 16"
                        + " bytes but had 5; take 32 random ones"),
                problems(SERVERS + secrets + "guess"));
    }

    /** Also that none of the names is misspelt in the hint. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "least-expected-latency",
                "power-of-two-choices",
                "least-requests",
                "round-robin",
                "weighted-round-robin",
                "static-stride",
                "random",
                "weighted-random",
                "least-response-time",
                "peak-ewma",
                "ring-hash",
                "maglev",
                "rendezvous",
                "source-hash",
                "bounded-load",
                "prequal",
                "reported-utilisation"
            })
    void strategiesHaveNames(String name) {
        assertTrue(orders("evenkeel.orders.strategy=" + name).strategy().isPresent());
    }

    @Test
    void strategiesMayBeTheUsersOwn() {
        SelectionStrategy mine = SelectionStrategy.random();
        Configuration configuration = Configuration.of(
                Map.of("evenkeel.orders.servers", "http://10.0.0.1", "evenkeel.orders.strategy", "mine"),
                Map.of("mine", () -> mine));
        assertSame(mine, configuration.pools().get("orders").strategy().orElseThrow());
    }

    @Test
    void allProblemsAreToldAtOnceWithKeyValueAndRemedy() {
        assertEquals(
                List.of(
                        "evenkeel.orders.prob.path=/x: the key is unknown: did you mean 'evenkeel.orders.probe.path'?",
                        "evenkeel.orders.servers=http://10.0.0.1;weight=0: weight must be at least 1 but was 0 (server"
                                + " http://10.0.0.1); whoever is to get no new requests drains",
                        "evenkeel.orders.strategy=round-robbin: there is no such strategy: did you mean"
                                + " 'round-robin'?; there are",
                        "evenkeel.orders.probe.path=health: probe path must begin with one '/' but was 'health'",
                        "evenkeel.orders.probe.interval=5: a duration looks like 250ms, 5s, 2m, 1h or PT2.5S",
                        "evenkeel.orders.fail-open=no: true or false is wanted",
                        "evenkeel.users.servers is missing: name at least one server, such as http://10.0.0.1:8080"),
                problems("""
                        evenkeel.orders.servers=http://10.0.0.1;weight=0
                        evenkeel.orders.strategy=round-robbin
                        evenkeel.orders.prob.path=/x
                        evenkeel.orders.probe.path=health
                        evenkeel.orders.probe.interval=5
                        evenkeel.orders.fail-open=no
                        evenkeel.users.fail-open=true
                        """).stream()
                        .map(problem -> problem.replaceAll("there are .*", "there are"))
                        .toList());
    }

    @Test
    void eachServerIsToldForItself() {
        assertEquals(
                List.of(
                        "evenkeel.orders.servers=ftp://a: server origin 'ftp://a' cannot be used: ",
                        "evenkeel.orders.servers=http://b;weight=0: weight must be ",
                        "evenkeel.orders.backups=http://c;colour=red: 'colour' of server http://c is unknown"),
                problems("""
                        evenkeel.orders.servers=ftp://a,http://ok,http://b;weight=0
                        evenkeel.orders.backups=http://ok2,http://c;colour=red
                        """).stream()
                        .map(problem -> problem.replaceAll("(used: |must be |is unknown).*", "$1"))
                        .toList());
    }

    @Test
    void poolsWithNamesThatNoHostCanHaveAreRefusedWithAllElse() {
        List<String> problems = problems("evenkeel.my_pool.servers=http://a\nevenkeel.my_pool.limit=0");
        assertEquals(2, problems.size(), problems.toString());
        assertTrue(problems.get(0).startsWith("evenkeel.my_pool.*: pool name 'my_pool' cannot be"), problems.get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "servers=http://a,|something is missing beside a comma",
                "servers=|name at least one server, such as http://10.0.0.1:8080",
                "tls-name=a_b|TLS name 'a_b' cannot be the host of a URI: '_' is not allowed",
                "retry.statuses=5xx|'5xx' is no status; such look like 502,503",
                "retry.methods=GET,post|methods are told apart by case: write POST in place of post",
                "servers=http://a,http://a|server http://a is there twice; list it once",
                "servers=http://a;colour=red|'colour' of server http://a is unknown",
                "servers=ftp://a|server origin 'ftp://a' cannot be used",
                "retry.attempts=0|attempts must be at least 1 but was 0",
                "retry.attempts=x|a whole number is wanted",
                "retry.statuses=200|a status to retry must be from 400 to 599",
                "slow-start.minimum-share=2|minimumShare must be",
                "breaker.max-open-time=1s|maxOpenTime must be",
                "thresholds.rise=0|rise must be from 1 to 1000 but was 0",
                "probe.interval=3s|probe.path is missing",
                "probe.check=ping|http, tcp or json is wanted",
                "readiness.proven-interval=3s|requests do not tell",
                "backups=http://10.0.0.1:8080|server http://10.0.0.1:8080 is there twice",
                "affinity=user|'user' is no affinity; one looks like 'header X-User'",
                "affinity=heather X-User|'heather' is no affinity; there are header, cookie",
                "affinity.secret=1|is for evenkeel.orders.affinity only",
                "sessions.secret=0123456789abcdef|is for evenkeel.orders.sessions.cookie only",
                "sessions.at-most=5|is for evenkeel.orders.sessions.application-cookie or -header only",
                "limit=many|a whole number, aimd, gradient2 or vegas is wanted",
                "limit=0|limit must be",
                "limit.waiting=5|is for evenkeel.orders.limit only, such as evenkeel.orders.limit=100",
                "hedge.percentile=0.1|percentile must be from 0.5 to 0.999 but was 0.1",
                "timeouts.idle=0s|idle must be from 1 ms to a year but was PT0S; leave it out",
                "outliers.significance=1|significance must be",
                "probe.headers=Accept|a header looks like 'Name: value'",
                "probe.path=/a#b|probe path '/a#b' must have no fragment, which is never sent",
                "load-probe=load|probe path must begin with one '/' but was 'load'",
                "route=web|a pool has no routes",
                "probe=/health|the key is unknown; there are evenkeel.orders.probe.body-contains, evenkeel.orders",
                "probe.method=get|methods are told apart by case: write GET in place of get",
                "timeouts.attempt=366d|attempt must be from 1 ms to a year but was PT8784H",
                "servers=http://me:word@a|evenkeel.orders.servers=http://***@a: server origin 'http://***@a' cannot",
                "servers=http://a;weight=1;weight=2|'weight' of server http://a is there twice; say it once",
                "servers=http://a;meta.=1|'meta.' of server http://a is unknown",
                "sessions.secret=guess|is for evenkeel.orders.sessions.cookie only"
            })
    void eachKindOfProblemIsTold(String line, String problem) {
        List<String> problems = problems((line.startsWith("servers") ? "" : SERVERS) + "evenkeel.orders." + line);
        assertTrue(problems.stream().anyMatch(one -> one.contains(problem)), problems::toString);
    }

    @Test
    void keysThatDoNotFitTheCheckAreRefused() {
        assertEquals(
                List.of(
                        "evenkeel.orders.probe.path=/x: is for evenkeel.orders.probe.check=http or json only; leave it out"),
                problems(SERVERS + "evenkeel.orders.probe.check=tcp\nevenkeel.orders.probe.path=/x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "web, shop|web, shop: 'web' has no condition; a route looks like",
                "path /a -> web|path /a -> web: 'path /a -> web' has a condition; end with the pool for what is left",
                "host a -> web, web|host a -> web: 'host' is no condition; there are path, method, header, cookie and",
                "method get -> web, web|method get -> web: methods are told apart by case: write GET in place of get",
                "path /** -> a, path /b -> b, c|path /** -> a, path /b -> b, c: the route to [b] can never be taken",
                "web x y|web x y: 'web x y' is no pool and its share",
                "web 1 + web 2|web 1 + web 2: pool 'web' has a share already",
                "web 0|web 0: no pool of [web] has a share; give at least one a share of at least 1",
                "web 1 by sid|web 1 by sid: 'sid' is no affinity"
            })
    void routesThatMakeNoSenseAreRefused(String value, String problem) {
        List<String> told = problems("evenkeel.shop.route=" + value);
        assertEquals(1, told.size(), told::toString);
        assertTrue(told.get(0).startsWith("evenkeel.shop.route=" + problem), told::toString);
    }

    @Test
    void eachRouteIsToldForItself() {
        assertEquals(
                List.of(
                        "evenkeel.shop.route=path a -> web",
                        "evenkeel.shop.route=foo -> web",
                        "evenkeel.shop.route=b c d"),
                problems("evenkeel.shop.route=path a -> web, path /ok -> web, foo -> web, b c d").stream()
                        .map(problem -> problem.substring(0, problem.indexOf(": ")))
                        .toList());
    }

    @Test
    void routesThatLeadNowhereAreToldByTheirKeysWhenTheClientIsBuilt() {
        LoadBalancedHttpClientBuilder builder = LoadBalancedHttpClient.newBuilder()
                .configure(read("evenkeel.shop.route=red 1 + web 1\nevenkeel.store.route=path /a -> blue, web"));
        builder.pool("web", pool -> pool.servers("http://127.0.0.1:1"));
        assertEquals(
                List.of(
                        "evenkeel.shop.route: leads to pool 'red', but the pools are [web]; describe it too, or lead"
                                + " elsewhere",
                        "evenkeel.store.route: leads to pool 'blue', but the pools are [web]; describe it too, or lead"
                                + " elsewhere"),
                assertThrows(ConfigurationException.class, builder::build).problems());
        builder.pool("red", pool -> pool.servers("http://127.0.0.1:1"));
        builder.pool("blue", pool -> pool.servers("http://127.0.0.1:1"));
        builder.build().close();
    }

    @Test
    void hostsThatAreTakenAreToldByTheirKeysAndNothingIsAdded() {
        LoadBalancedHttpClientBuilder builder =
                LoadBalancedHttpClient.newBuilder().pool("orders", pool -> pool.servers("http://127.0.0.1:1"));
        Configuration taken = read("evenkeel.Orders.servers=http://a\nevenkeel.users.servers=http://b\n"
                + "evenkeel.ORDERS.x.route=users\n");
        assertEquals(
                List.of("evenkeel.Orders.*: pool 'Orders' is there already; describe each pool once"),
                assertThrows(ConfigurationException.class, () -> builder.configure(taken))
                        .problems());
        builder.configure(read("evenkeel.users.servers=http://b")).build().close();
    }

    @Test
    void aHostIsWrittenInOneWay() {
        assertEquals(
                List.of("evenkeel.orders.*: is the same host as evenkeel.Orders.*; write its name in one way"),
                problems(SERVERS + "evenkeel.Orders.servers=http://a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"servers", "orders", "", "orders."})
    void aKeyNamesAPool(String key) {
        assertEquals(
                List.of("evenkeel." + key
                        + "=x: a key names a pool and what is said of it, as evenkeel.orders.servers does"),
                problems("evenkeel." + key + "=x"));
    }

    @Test
    void aHintMayBeForAPoolWithDots() {
        assertEquals(
                List.of("evenkeel.a.b.severs=x: the key is unknown: did you mean 'evenkeel.a.b.servers'?"),
                problems("evenkeel.a.b.severs=x"));
    }

    @Test
    void aNameAndASecretThatAreBothWrongAreToldEachByItsKey() {
        assertEquals(
                List.of("evenkeel.orders.sessions.cookie=a b: ", "evenkeel.orders.sessions.secret=***: "),
                problems(SERVERS + "evenkeel.orders.sessions.cookie=a b\nevenkeel.orders.sessions.secret=guess")
                        .stream()
                        .map(problem -> problem.replaceAll(": .*", ": "))
                        .toList());
        assertEquals(
                1,
                problems(SERVERS + "evenkeel.orders.sessions.cookie=a b\n"
                                + "evenkeel.orders.sessions.secret=0123456789abcdef")
                        .size());
    }

    @Test
    void noValueForgesALineOfTheLog() {
        ConfigurationException refused = assertThrows(
                ConfigurationException.class,
                () -> Configuration.of(Map.of("evenkeel.orders.servers", "x\nall is well\u2028\u001b[2J")));
        assertEquals(2, refused.getMessage().lines().count());
        assertTrue(refused.problems().get(0).startsWith("evenkeel.orders.servers=x?all is well??[2J: server origin"));
    }

    @Test
    void defaultsOfPropertiesCount() {
        Properties defaults = new Properties();
        defaults.setProperty("evenkeel.orders.servers", "http://a");
        Properties properties = new Properties(defaults);
        assertEquals(Set.of("orders"), Configuration.of(properties).pools().keySet());
    }

    @Test
    void aStrategyThatIsNotMadeIsTold() {
        Map<String, String> properties =
                Map.of("evenkeel.orders.servers", "http://a", "evenkeel.orders.strategy", "mine");
        assertEquals(
                List.of("evenkeel.orders.strategy=mine: what makes this strategy has made none"),
                assertThrows(
                                ConfigurationException.class,
                                () -> Configuration.of(properties, Map.of("mine", () -> null)))
                        .problems());
        assertEquals(
                List.of("evenkeel.orders.strategy=mine: java.lang.UnsupportedOperationException"),
                assertThrows(
                                ConfigurationException.class,
                                () -> Configuration.of(properties, Map.of("mine", () -> {
                                    throw new UnsupportedOperationException();
                                })))
                        .problems());
    }

    @Property(tries = 200)
    void nothingButProblemsIsEverThrown(@ForAll String value) {
        for (String key : PoolKeys.ALL) {
            try {
                Configuration.of(Map.of("evenkeel.orders." + key, value));
            } catch (ConfigurationException expected) {
                assertTrue(expected.problems().size() >= 1);
            }
        }
    }

    @Test
    void aRunningClientFollowsAndKeepsItsLastGoodState() throws Exception {
        try (TestServer a = TestServer.echoingName();
                TestServer b = TestServer.echoingName();
                LoadBalancedHttpClient client = LoadBalancedHttpClient.newBuilder()
                        .configure(read("evenkeel.orders.servers=" + a.origin()))
                        .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://orders/")).build();
            assertEquals(
                    a.origin(), client.send(request, BodyHandlers.ofString()).body());

            client.reconfigure(read("evenkeel.orders.servers=" + b.origin() + ";weight=3"));
            assertEquals(
                    b.origin(), client.send(request, BodyHandlers.ofString()).body());
            assertEquals(
                    3,
                    client.pool("orders").statistics().servers().get(0).spec().weight());

            ConfigurationException refused = assertThrows(
                    ConfigurationException.class,
                    () -> client.reconfigure(read("evenkeel.orders.servers=" + a.origin()
                            + "\nevenkeel.orders.tls-name=orders.example\n"
                            + "evenkeel.users.servers=http://10.0.0.1")));
            assertTrue(refused.getMessage().startsWith("the client keeps its last good configuration:\n  "));
            assertEquals(
                    List.of(
                            "evenkeel.orders.tls-name=orders.example: was not set and cannot change while the client runs,"
                                    + " as connections were proven by it; build a new client for it",
                            "evenkeel.users.*: pools and routed hosts neither come nor go while the client runs; build a"
                                    + " new client"),
                    refused.problems());
            assertEquals(
                    b.origin(), client.send(request, BodyHandlers.ofString()).body());
        }
    }

    @Test
    void aClientBuiltWithoutPropertiesIsNotReconfigured() {
        try (LoadBalancedHttpClient client = LoadBalancedHttpClient.newBuilder().build()) {
            assertThrows(IllegalStateException.class, () -> client.reconfigure(read(SERVERS)));
        }
    }
}
