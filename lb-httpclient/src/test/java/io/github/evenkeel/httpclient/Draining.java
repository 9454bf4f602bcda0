package io.github.evenkeel.httpclient;

import io.github.evenkeel.httpclient.probe.Probe;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A program that uses two servers, drains the first, and goes on with the second until its input ends. */
final class Draining {
    private static final int MOST_REQUESTS = 10_000;

    private Draining() {}

    /**
     * Runs it.
     *
     * @param arguments whether each server has a client of its own, and the two servers
     */
    public static void main(String[] arguments) throws Exception {
        boolean clientPerServer = Boolean.parseBoolean(arguments[0]);
        Probe often = Probe.http("/health").withInterval(Duration.ofMillis(10));
        try (LoadBalancedHttpClient client = LoadBalancedHttpClient.newBuilder()
                .pool(
                        "orders",
                        pool -> pool.servers(arguments[1], arguments[2])
                                .clientPerServer(clientPerServer)
                                .probe(often))
                .build()) {
            for (int i = 0; i < 20; i++) {
                client.send(Clients.get(), BodyHandlers.discarding());
            }
            client.pool("orders")
                    .drain(arguments[1], Duration.ofSeconds(20))
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            System.out.println("drained");
            for (int i = 0; i < MOST_REQUESTS && System.in.available() == 0; i++) {
                client.send(Clients.get(), BodyHandlers.discarding());
                Thread.sleep(10);
                if (i % 50 == 0 && !LifeCycle.KNOWN_TO_THE_JDK) {
                    System.gc(); // what ends a client there
                }
            }
        }
    }
}
