package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code server ... backup} and {@code max_fails=2 fail_timeout=...}, as nginx users know them. */
class BackupServersTest {
    private final TestServer first = TestServer.echoingName();
    private final TestServer second = TestServer.echoingName();
    private final TestServer backup = TestServer.echoingName();

    @AfterEach
    void close() {
        first.close();
        second.close();
        backup.close();
    }

    private LoadBalancedHttpClient client(Consumer<PoolBuilder> more) {
        return Clients.builder()
                .pool(
                        "orders",
                        pool -> more.accept(pool.servers(first.origin(), second.origin())
                                .backups(backup.origin())
                                .slowStart(SlowStart.NONE)))
                .build();
    }

    private static String answering(LoadBalancedHttpClient client) throws Exception {
        return client.send(Clients.get(), BodyHandlers.ofString()).body();
    }

    static SelectionStrategy[] strategies() {
        return new SelectionStrategy[] {
            SelectionStrategy.leastExpectedLatency(), SelectionStrategy.roundRobin(), SelectionStrategy.ringHash()
        };
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void backupWaitsUntilNoOtherIsLeftAndRetiresWhenOneIsBack(SelectionStrategy strategy) throws Exception {
        try (LoadBalancedHttpClient client =
                client(pool -> pool.strategy(strategy).breaker(BreakerSettings.maxFails(1, Duration.ofMillis(200))))) {
            for (int i = 0; i < 20; i++) {
                answering(client);
            }
            assertEquals(0, backup.hits());
            first.die();
            for (int i = 0; i < 20; i++) {
                assertEquals(second.origin(), answering(client));
            }
            assertEquals(0, backup.hits(), "one primary is in order");
            second.die();
            for (int i = 0; i < 20; i++) {
                assertEquals(backup.origin(), answering(client));
            }
            first.revive();
            Await.until("the primary is back", () -> {
                try {
                    return answering(client).equals(first.origin());
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            Await.until("its trial is over", () -> Clients.server(client, 0).state() == ServerState.ACTIVE);
            int hits = backup.hits();
            for (int i = 0; i < 10; i++) {
                answering(client);
            }
            assertEquals(hits, backup.hits());
        }
    }

    @Test
    void serversThatJoinAsBackupsAreBackups() throws Exception {
        try (LoadBalancedHttpClient client = Clients.builder()
                .pool("orders", pool -> pool.servers(first.origin()).slowStart(SlowStart.NONE))
                .build()) {
            client.pool("orders").add(ServerSpec.of(backup.origin()).withTier(1));
            for (int i = 0; i < 20; i++) {
                assertEquals(first.origin(), answering(client));
            }
            client.pool("orders").change(first.origin(), spec -> spec.withTier(2));
            for (int i = 0; i < 20; i++) {
                assertEquals(backup.origin(), answering(client));
            }
        }
    }

    /** Envoy's way: with one of two primaries gone, 70 % of the load is all that is left to the other. */
    @Test
    void tiersLetBackupsHelpEarlier() throws Exception {
        try (LoadBalancedHttpClient client =
                client(pool -> pool.strategy(SelectionStrategy.tiers(SelectionStrategy.leastExpectedLatency()))
                        .breaker(BreakerSettings.maxFails(1, Duration.ofMinutes(1))))) {
            first.die();
            for (int i = 0; i < 100; i++) {
                answering(client);
            }
            // 30 are to be expected; fewer than 5 or more than 65 by chance once in 10^10 runs.
            assertEquals(35, backup.hits(), 30);
        }
    }
}
