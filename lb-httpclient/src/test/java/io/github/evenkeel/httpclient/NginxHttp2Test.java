package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.Nginx;
import io.github.evenkeel.httpclient.fixture.Tls;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 over TLS as a real server speaks it: few streams, and farewells in good order. */
class NginxHttp2Test {
    @TempDir
    private Path folder;

    @BeforeAll
    static void isInstalled() {
        Nginx.installed();
    }

    private Nginx nginx(String name, int maxStreams) throws Exception {
        return Nginx.start(folder.resolve(name), maxStreams);
    }

    private static LoadBalancedHttpClient client(SelectionStrategy strategy, Nginx... servers) {
        return LoadBalancedHttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .connectTimeout(Duration.ofSeconds(20))
                .sslContext(Tls.context())
                .pool("orders", pool -> {
                    for (Nginx server : servers) {
                        pool.servers(server.origin());
                    }
                    pool.strategy(strategy);
                })
                .build();
    }

    @Test
    void moreRequestsThanStreamsAllSucceedAndNobodyIsToBlame() throws Exception {
        int requests = 150;
        try (Nginx a = nginx("a", 4);
                Nginx b = nginx("b", 4);
                Nginx c = nginx("c", 4);
                LoadBalancedHttpClient client = client(SelectionStrategy.roundRobin(), a, b, c)) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                answers.add(
                        client.sendAsync(i % 2 == 0 ? Clients.get() : Clients.post("a body"), BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                HttpResponse<String> response = answer.get(30, TimeUnit.SECONDS);
                assertEquals("fine", response.body());
                assertEquals(HttpClient.Version.HTTP_2, response.version());
            }
            Clients.awaitIdle(client);
            long all = 0;
            for (int i = 0; i < 3; i++) {
                ServerStatistics server = Clients.server(client, i);
                assertEquals(0, server.failures(), () -> server + " is to blame for nothing");
                assertTrue(server.successes() >= requests / 6, server::toString);
                all += server.successes();
            }
            assertEquals(requests, all);
        }
    }

    @Test
    void reloadsUnderLoadFailNoGet() throws Exception {
        try (Nginx a = nginx("a", 128);
                Nginx b = nginx("b", 128);
                LoadBalancedHttpClient client = client(SelectionStrategy.roundRobin(), a, b)) {
            AtomicBoolean enough = new AtomicBoolean();
            AtomicInteger answered = new AtomicInteger();
            ExecutorService threads = Executors.newCachedThreadPool();
            try {
                List<Future<?>> senders = new ArrayList<>();
                for (Way way : List.of(Way.SEND, Way.SEND_ASYNC, Way.SEND, Way.SEND_ASYNC)) {
                    senders.add(threads.submit(() -> {
                        while (!enough.get()) {
                            HttpResponse<String> response = way.send(client, Clients.get(), BodyHandlers.ofString());
                            assertEquals("fine", response.body());
                            answered.incrementAndGet();
                        }
                        return null;
                    }));
                }
                for (Nginx reloaded : List.of(a, b, a, b)) {
                    int before = answered.get();
                    reloaded.reload();
                    Await.until("more answers", () -> answered.get() > before + 50 || anyDone(senders));
                }
                enough.set(true);
                for (Future<?> sender : senders) {
                    sender.get(30, TimeUnit.SECONDS);
                }
            } finally {
                enough.set(true);
                threads.shutdownNow();
            }
            Clients.awaitIdle(client);
        }
    }

    /** None is before it is told to, unless it fails. */
    private static boolean anyDone(List<Future<?>> senders) {
        return senders.stream().anyMatch(Future::isDone);
    }
}
