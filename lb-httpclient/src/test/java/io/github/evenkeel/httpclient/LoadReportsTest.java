package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.SlowStart;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that report how busy they are, and a pool that goes by it. */
class LoadReportsTest {
    private final List<TestServer> servers =
            List.of(TestServer.echoingName(), TestServer.echoingName(), TestServer.echoingName());

    @AfterEach
    void close() {
        servers.forEach(TestServer::close);
    }

    private LoadBalancedHttpClient client(SelectionStrategy strategy) {
        return Clients.builder()
                .pool("orders", pool -> {
                    servers.forEach(server -> pool.servers(server.origin()));
                    pool.strategy(strategy).slowStart(SlowStart.NONE);
                })
                .build();
    }

    private static void reports(TestServer server, String report) {
        server.become(call -> call.respond(200, server.origin(), "endpoint-load-metrics: " + report));
    }

    /**
     * Each serves as many requests; the second is four times as busy with them, and the third half as much again as the
     * first. A server's reports count after ten seconds.
     */
    @Test
    void trafficFollowsWhatServersReport() throws Exception {
        reports(servers.get(0), "TEXT cpu_utilization=0.2, rps_fractional=100");
        reports(servers.get(1), "JSON {\"cpu_utilization\":0.8,\"rps_fractional\":100}");
        reports(servers.get(2), "TEXT application_utilization=0.3, cpu_utilization=0.01, rps_fractional=100");
        try (LoadBalancedHttpClient client = client(SelectionStrategy.reportedUtilisation())) {
            int[] before = new int[3];
            Await.until("the reports count", () -> sharesDiffer(client));
            for (int i = 0; i < 3; i++) {
                before[i] = servers.get(i).hits();
            }
            send(client, 380);
            // Weights of 500, 125 and 333: 198, 50 and 132 of 380.
            assertEquals(198, servers.get(0).hits() - before[0], 20);
            assertEquals(50, servers.get(1).hits() - before[1], 20);
            assertEquals(132, servers.get(2).hits() - before[2], 20);
        }
        servers.forEach(server -> server.calls()
                .forEach(call -> assertEquals(List.of("TEXT"), call.headers("endpoint-load-metrics-format"))));
    }

    private boolean sharesDiffer(LoadBalancedHttpClient client) {
        int before = servers.get(0).hits();
        send(client, 30);
        return servers.get(0).hits() - before > 13;
    }

    private static void send(LoadBalancedHttpClient client, int requests) {
        for (int i = 0; i < requests; i++) {
            try {
                client.send(Clients.get(), BodyHandlers.ofString());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void whoDoesNotGoByReportsAsksForNone() {
        reports(servers.get(0), "TEXT cpu_utilization=0.2, rps_fractional=100");
        try (LoadBalancedHttpClient client = client(SelectionStrategy.roundRobin())) {
            send(client, 6);
        }
        servers.forEach(server -> assertTrue(server.calls().stream()
                .allMatch(call -> call.headers("endpoint-load-metrics-format").isEmpty())));
    }

    @Test
    void nonsenseIsNoReasonToFail() {
        reports(servers.get(0), "TEXT cpu_utilization=,,=;\"");
        reports(servers.get(1), "JSON {\"cpu_utilization\":{{{");
        servers.get(2).become(call -> call.respond(200, "", "endpoint-load-metrics-bin: /////"));
        try (LoadBalancedHttpClient client = client(SelectionStrategy.reportedUtilisation())) {
            send(client, 12);
            assertEquals(12, Clients.orders(client).successes());
        }
    }
}
