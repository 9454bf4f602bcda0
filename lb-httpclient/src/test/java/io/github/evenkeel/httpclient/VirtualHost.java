package io.github.evenkeel.httpclient;

import io.github.evenkeel.httpclient.fixture.InOrder;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** A program that asks a pool under the name of a virtual host, and is led away from it by the last answer. */
final class VirtualHost {
    private VirtualHost() {}

    /**
     * Runs it.
     *
     * @param origins the pool's servers
     */
    public static void main(String[] origins) throws Exception {
        try (LoadBalancedHttpClient client = Clients.builder()
                .followRedirects(Redirect.NORMAL)
                .pool("orders", pool -> pool.servers(origins).strategy(InOrder.STRATEGY))
                .build()) {
            HttpRequest home =
                    Clients.request("/").header("Host", "shop.example").build();
            HttpRequest away =
                    Clients.request("/away").header("Host", "shop.example").build();
            System.out.printf(
                    "%s %s %s%n",
                    client.send(home, BodyHandlers.ofString()).body(),
                    client.sendAsync(home, BodyHandlers.ofString()).join().body(),
                    client.send(away, BodyHandlers.ofString()).body());
        }
    }
}
