package io.github.evenkeel.examples.gateway.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFileTest {
    @TempDir
    Path folder;

    private Configuration read(String yaml) throws Exception {
        return ConfigurationFile.read(Files.writeString(folder.resolve("g.yaml"), yaml));
    }

    @Test
    void everythingThatCanBeSaidIsTakenUp() throws Exception {
        Configuration configuration = read("""
                servers:
                  - url: http://10.0.0.1:8080/
                    name: one
                    weight: 2
                    health_check_period: 0.5
                  - url: http://10.0.0.2:8080
                    backup: true
                strategy: Round Robin
                health_check_path: /health
                health_check_success: 200
                tls_name: orders.example
                health_check_period: 3
                health_check_timeout: 1
                thresholds: {rise: 2, fall: 4, failures: 7, failure_rate: 60, open_time: 1.5}
                slow_start: 10
                attempts: 2
                sticky_cookie: LB
                timeouts: {connect: 1, attempt: 2, request: 5, idle: 6, drain: 7}
                api: {host: 0.0.0.0, token: sesame}
                pools:
                  cart:
                    strategy: random
                    servers: [{url: 'http://10.0.0.3'}]
                routes:
                  - path: /cart/**
                    header: 'X-Beta: 1'
                    pool: cart
                  - cookie: beta=yes
                    split: {default: 95, cart: 5}
                    split_by_cookie: sid
                """);
        PoolSettings pool = configuration.pool("default");
        assertEquals(
                List.of(
                        new ServerEntry(URI.create("http://10.0.0.1:8080"), "one", 2, Duration.ofMillis(500), false),
                        new ServerEntry(
                                URI.create("http://10.0.0.2:8080"), "10.0.0.2:8080", 1, Duration.ofSeconds(3), true)),
                pool.servers());
        assertEquals(Strategy.ROUND_ROBIN, pool.strategy());
        assertEquals(
                new PoolSettings.HealthCheck("/health", "200", Duration.ofSeconds(3), Duration.ofSeconds(1)),
                pool.healthCheck());
        assertEquals(new PoolSettings.Thresholds(2, 4, 7, 60, Duration.ofMillis(1500)), pool.thresholds());
        assertEquals(Duration.ofSeconds(10), pool.slowStart());
        assertEquals(2, pool.attempts());
        assertEquals(Optional.of("orders.example"), pool.tlsName());
        assertEquals(Optional.of("LB"), pool.sticky());
        assertEquals(
                new Configuration.Timeouts(
                        Duration.ofSeconds(1),
                        Optional.of(Duration.ofSeconds(2)),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(7)),
                configuration.timeouts());
        assertEquals(new Configuration.Api("0.0.0.0", "sesame"), configuration.api());
        PoolSettings cart = configuration.pool("cart");
        assertEquals(Strategy.RANDOM, cart.strategy());
        assertEquals(pool.healthCheck(), cart.healthCheck(), "what a pool does not say is as at the top");
        assertEquals(Map.of("cart", 1), configuration.routes().get(0).shares());
        assertEquals(
                Map.of("default", 95, "cart", 5), configuration.routes().get(1).shares());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing yet\n", "servers: []\n"})
    void theDefaultsAreThoseOfTheReadme(String yaml) throws Exception {
        Configuration configuration = read(yaml);
        assertEquals(Configuration.EMPTY, configuration);
        PoolSettings pool = configuration.pool("default");
        assertEquals(Strategy.LEAST_CONNECTIONS_WEIGHTED, pool.strategy());
        assertEquals("/", pool.healthCheck().path());
        assertEquals(Duration.ofSeconds(10), pool.healthCheck().period());
        assertEquals("127.0.0.1", configuration.api().host());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "servers: 1                                       | 1: servers: must be a list but is '1'; begin each",
                "servers: [1]                                     | 1: servers[0]: must hold keys and values but is '1'",
                "servers:\\n- name: a                             | 2: servers[0].url: is missing; say where",
                "servers:\\n- url: a:1                            | 2: servers[0].url: server origin 'a:1' cannot be",
                "servers:\\n- url: http://a/b                     | 2: servers[0].url: server origin 'http://a/b'",
                "servers:\\n- url: http://a\\n- url: http://a:80/\\n- url: http://A | 4: servers[2].url: is that of another",
                "servers:\\n- url: http://a\\n  weight: 0         | 3: servers[0].weight: must be a whole number from 1",
                "servers:\\n- url: http://a\\n  weight: two       | 3: servers[0].weight: must be a whole number from 1",
                "servers:\\n- url: http://a\\n  wieght: 2         | 3: servers[0].wieght: is unknown here; known are",
                "servers:\\n- url: http://a\\n  name: ' '         | 3: servers[0].name: is blank",
                "servers:\\n- url: http://a\\n  backup: maybe     | 3: servers[0].backup: must be true or false",
                "servers:\\n- url: http://a\\n  health_check_period: 0 | 3: servers[0].health_check_period: must be a number",
                "strategy: fastest                                | 1: strategy: there is no strategy 'fastest'; use one of",
                "strategy: [random]                               | 1: strategy: must be one value but is a list",
                "strategy:                                        | 1: strategy: must be one value but is empty",
                "health_check_path: health                        | 1: health_check_path: probe path must begin",
                "health_check_success: fine                       | 1: health_check_success: statuses look like 200-299",
                "timeouts: {attempt: 0}                           | 1: timeouts.attempt: must be a number of seconds",
                "timeouts: {request: soon}                        | 1: timeouts.request: must be a number of seconds",
                "thresholds: {rise: 0}                            | 1: thresholds.rise: must be a whole number",
                "pools: {My_Pool: {}}                             | 1: pools.My_Pool: cannot be the name of a pool",
                "pools: {default: {}}                             | 1: pools.default: is the pool of the servers at the top",
                "routes: [{path: /a}]                             | 1: routes[0].pool: say where the requests go",
                "routes: [{path: a, pool: default}]               | 1: routes[0]: path pattern 'a' cannot be used",
                "routes: [{path: /a, pool: b}]                    | 1: routes[0].pool: there is no pool 'b'; there are default",
                "routes: [{pool: default, split: {default: 1}}]   | 1: routes[0].split: say where the requests go",
                "routes:\\n- {path: /**, pool: default}\\n- {path: /a, pool: default} | 3: routes[1]: the route to [default] can",
                "routes:\\n- pool: default\\n- {cookie: a, pool: default} | 3: routes[1]: the route to [default] can never",
                "sticky_cookie: 'a b'                             | 1: sticky_cookie: ",
                "api: {token: 'a b'}                              | 1: api.token: must be visible",
                "a: 1\\na: 2                                      | 2: a: is there twice",
                "a: [                                             | 1: not YAML: ",
                "\\tb: 1                                          | 1: not YAML: ",
            })
    void whatMakesNoSenseIsRefusedWithFileLineKeyAndRemedy(String yaml, String problem) {
        Exception refusal = assertThrows(
                ConfigurationException.class,
                () -> read(yaml.replace("\\n", "\n").replace("\\t", "\t")));
        String message = refusal.getMessage();
        assertTrue(message.startsWith(folder.resolve("g.yaml") + ":" + problem), message);
    }

    @Test
    void everyProblemIsSaidAtOnce() {
        Exception refusal = assertThrows(
                ConfigurationException.class,
                () -> read("servers:\n- url: http://a\n  weight: 0\nattempts: 0\nslow_start: -1\n"));
        assertEquals(3, refusal.getMessage().lines().count(), refusal.getMessage());
    }

    @Test
    void aFileThatIsNotThereIsSaidSo() {
        Exception refusal = assertThrows(
                ConfigurationException.class, () -> ConfigurationFile.read(folder.resolve("nowhere.yaml")));
        assertTrue(refusal.getMessage().contains("nowhere.yaml:1: there is no such file"), refusal.getMessage());
    }
}
