package io.github.evenkeel.httpclient.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.HealthThresholds;
import io.github.evenkeel.core.health.ProbeKind;
import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.limit.RetryBudgetSettings;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import io.github.evenkeel.httpclient.probe.BodyCheck;
import io.github.evenkeel.httpclient.probe.HttpCheck;
import io.github.evenkeel.httpclient.probe.JsonCheck;
import io.github.evenkeel.httpclient.probe.Probe;
import io.github.evenkeel.httpclient.probe.TcpCheck;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
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
                        List.of(),
                        HealthThresholds.DEFAULT,
                        BreakerSettings.DEFAULT,
                        SlowStart.DEFAULT,
                        RetryPolicy.DEFAULT,
                        true),
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
                evenkeel.orders.thresholds.rise=4
                evenkeel.orders.thresholds.fall=5
                evenkeel.orders.breaker.consecutive-failures=6
                evenkeel.orders.breaker.failure-rate-percent=70
                evenkeel.orders.breaker.minimum-requests=8
                evenkeel.orders.breaker.window=9s
                evenkeel.orders.breaker.open-time=2m
                evenkeel.orders.breaker.max-open-time=1h
                evenkeel.orders.slow-start.window=11s
                evenkeel.orders.slow-start.minimum-share=0.2
                evenkeel.orders.retry.attempts=2
                evenkeel.orders.retry.statuses=503,504
                evenkeel.orders.retry.budget-percent=30
                evenkeel.orders.retry.budget-floor=5
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
                evenkeel.orders.readiness.statuses=200-204,401
                evenkeel.orders.readiness.body-contains=OK
                evenkeel.orders.readiness.long-poll=30s
                """);
        assertEquals(
                new PoolSettings(
                        List.of(ServerSpec.of("http://10.0.0.1:8080")),
                        Optional.empty(),
                        settings.probes(),
                        new HealthThresholds(4, 5),
                        BreakerSettings.DEFAULT
                                .withConsecutiveFailures(6)
                                .withFailureRate(70, 8, Duration.ofSeconds(9))
                                .withOpenTime(Duration.ofMinutes(2), Duration.ofHours(1)),
                        new SlowStart(Duration.ofSeconds(11), 0.2, 1),
                        RetryPolicy.DEFAULT
                                .withAttempts(2)
                                .withStatuses(Set.of(503, 504))
                                .withBudget(new RetryBudgetSettings(30, 5, Duration.ofSeconds(10))),
                        false),
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
                        .withStatuses("200-204,401")
                        .withBody(body)
                        .withLongPoll(Duration.ofSeconds(30)),
                check);
        assertEquals(
                List.of(Probe.of(new TcpCheck())),
                orders("evenkeel.orders.probe.check=tcp").probes());
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
                                + " http://10.0.0.1)",
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "servers=http://a,|something is missing beside a comma",
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
                "readiness.proven-interval=3s|requests do not tell"
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

    @Property
    void nothingButProblemsIsEverThrown(@ForAll String value) {
        for (String key : PoolReader.KEYS) {
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
                            + "\nevenkeel.orders.strategy=random\nevenkeel.users.servers=http://10.0.0.1")));
            assertTrue(refused.getMessage().startsWith("the client keeps its last good configuration:\n  "));
            assertEquals(
                    List.of(
                            "evenkeel.orders.strategy=random: was not set, and only servers can change while the client"
                                    + " runs; build a new client for it",
                            "evenkeel.users.*: pools neither come nor go while the client runs; build a new client"),
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
