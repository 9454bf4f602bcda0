package io.github.evenkeel.examples.kubernetesheadless;

import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Pods come and go, and then the name server fails; a file stands in for it. */
final class KubernetesHeadless {

    private static final HttpRequest REQUEST =
            HttpRequest.newBuilder(URI.create("http://orders/api/42")).build();

    public static void main(String[] arguments) throws Exception {
        // First of all, or the JDK would go on giving the same answer for 30 s, and "no such host" for 10 s.
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        Path names = Files.createTempFile("hosts", "");
        System.setProperty("jdk.net.hosts.file", names.toString());
        Files.writeString(names, "127.0.0.1 orders.shop\n127.0.0.2 orders.shop\n");

        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (Pod first = new Pod(1, 0);
                Pod second = new Pod(2, first.port());
                Pod third = new Pod(3, second.port())) {
            HeadlessService service = new HeadlessService("orders.shop", third.port());
            List<ServerSpec> servers = service.servers();
            LoadBalancedHttpClient http = LoadBalancedHttpClient.newBuilder()
                    .pool("orders", pool -> pool.servers(servers))
                    .build();
            Runnable refresh = () -> service.refresh(http.pool("orders"));
            ScheduledFuture<?> following = timer.scheduleWithFixedDelay(refresh, 5, 5, TimeUnit.SECONDS);
            send(http);

            Files.writeString(names, "127.0.0.2 orders.shop\n127.0.0.3 orders.shop\n");
            timer.submit(refresh).get(); // so that nobody has to watch this for five seconds
            first.die();
            send(http);

            Files.delete(names);
            timer.submit(refresh).get();
            send(http);

            following.cancel(false);
            http.close();
        } finally {
            timer.shutdownNow();
        }
    }

    private static void send(LoadBalancedHttpClient http) throws IOException, InterruptedException {
        for (int i = 0; i < 30; i++) {
            http.send(REQUEST, BodyHandlers.discarding());
        }
        System.out.println("30 requests answered; " + http.pool("orders"));
    }
}
