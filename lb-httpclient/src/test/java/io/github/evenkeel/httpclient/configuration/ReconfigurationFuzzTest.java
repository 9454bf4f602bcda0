package io.github.evenkeel.httpclient.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import io.github.evenkeel.httpclient.fixture.InOrder;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever a client is told, it has all of it or stays as it was, and throws nothing but the one exception. */
class ReconfigurationFuzzTest {
    private static final String POOL = "evenkeel.orders.";
    private static final Map<String, String> FIRST =
            Map.of(POOL + "servers", "http://127.0.0.1:1,http://127.0.0.1:2", POOL + "strategy", "in-order");
    private static final LoadBalancedHttpClient CLIENT =
            LoadBalancedHttpClient.newBuilder().configure(read(FIRST)).build();

    private static Configuration read(Map<String, String> properties) {
        return Configuration.of(
                properties, Map.of("in-order", () -> InOrder.STRATEGY, "broken", () -> (view, previous, random) -> {
                    throw new IllegalStateException("broken on purpose");
                }));
    }

    @AfterContainer
    static void close() {
        CLIENT.close();
    }

    @Provide
    Arbitrary<Map<String, String>> changes() {
        Arbitrary<String> sensible = Arbitraries.of(
                "1",
                "100",
                "5s",
                "0.5",
                "true",
                "none",
                "/x",
                "http://127.0.0.1:1",
                "random",
                "broken",
                "maglev",
                "json");
        Arbitrary<String> senseless =
                Arbitraries.of("", "0", "-1", "web 1 + blue", "header X-A", "x y\n: z", ",", "\0");
        return Arbitraries.maps(
                        Arbitraries.of(PoolKeys.ALL).map(key -> POOL + key),
                        Arbitraries.frequencyOf(Tuple.of(3, sensible), Tuple.of(1, senseless)))
                .ofMaxSize(3);
    }

    @Property(tries = 1000)
    void itIsAllOrNothing(@ForAll("changes") Map<String, String> changes) {
        String before = state();
        Map<String, String> changed = new HashMap<>(FIRST);
        changed.putAll(changes);
        try {
            CLIENT.reconfigure(read(changed));
            CLIENT.reconfigure(read(FIRST));
        } catch (ConfigurationException refused) {
            assertTrue(refused.problems().size() >= 1);
        }
        assertEquals(before, state());
    }

    /** The members, and how they are chosen, but not whether they warm up. */
    private static String state() {
        return CLIENT.pool("orders").statistics().servers().stream()
                        .map(ServerStatistics::spec)
                        .toList()
                + " " + CLIENT.pool("orders").explain().rule().split(";")[0];
    }
}
