package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.limit.RetryBudgetSettings;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import io.github.evenkeel.httpclient.policy.Timeouts;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

/** HTTP/2 without TLS, begun by an upgrade, as a real server speaks it. */
class JettyHttp2Test {
    private static final int STREAMS = 4;

    /** A Jetty that takes a moment for each request and allows few at once. */
    private static final class Jetty implements AutoCloseable {
        private final Server server = new Server();
        private final ServerConnector connector;

        Jetty() throws Exception {
            HttpConfiguration configuration = new HttpConfiguration();
            HTTP2CServerConnectionFactory http2 = new HTTP2CServerConnectionFactory(configuration);
            http2.setMaxConcurrentStreams(STREAMS);
            connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration), http2);
            connector.setHost("127.0.0.1");
            server.addConnector(connector);
            server.setHandler(new GracefulHandler(new Handler.Abstract() {
                @Override
                public boolean handle(Request request, Response response, Callback callback) throws Exception {
                    Content.Source.consumeAll(request); // or Jetty may cancel the stream of a body it answered unread
                    Thread.sleep(3); // what the server takes
                    Content.Sink.write(response, true, "fine", callback);
                    return true;
                }
            }));
            server.start();
        }

        String origin() {
            return "http://127.0.0.1:" + connector.getLocalPort();
        }

        /** Says goodbye, answers what is under way, and goes. */
        void stopGracefully() {
            server.setStopTimeout(10_000);
            close();
        }

        @Override
        public void close() {
            try {
                server.stop();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static LoadBalancedHttpClient client(Jetty... servers) {
        return LoadBalancedHttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(20))
                .pool("orders", pool -> {
                    for (Jetty server : servers) {
                        pool.servers(server.origin());
                    }
                    pool.strategy(SelectionStrategy.roundRobin());
                    pool.timeouts(Timeouts.DEFAULT.withAttempt(Duration.ofSeconds(10)));
                    pool.retry(RetryPolicy.DEFAULT.withBudget(
                            new RetryBudgetSettings(20, 10_000, Duration.ofSeconds(10))));
                })
                .build();
    }

    private static HttpRequest http2(HttpRequest request) {
        return HttpRequest.newBuilder(request, (name, value) -> true)
                .version(HttpClient.Version.HTTP_2)
                .build();
    }

    /** Opens a connection to each server, which later requests share: only a request without a body is upgraded. */
    private static void warmUp(LoadBalancedHttpClient client, int servers) throws Exception {
        for (int i = 0; i < servers; i++) {
            HttpResponse<String> response = client.send(http2(Clients.get()), BodyHandlers.ofString());
            assertEquals(HttpClient.Version.HTTP_2, response.version());
        }
    }

    @Test
    void moreRequestsThanStreamsAllSucceedAndNobodyIsToBlame() throws Exception {
        int requests = 120;
        try (Jetty a = new Jetty();
                Jetty b = new Jetty();
                Jetty c = new Jetty();
                LoadBalancedHttpClient client = client(a, b, c)) {
            warmUp(client, 3);
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                HttpRequest request = http2(i % 2 == 0 ? Clients.get() : Clients.post("a body"));
                answers.add(client.sendAsync(request, BodyHandlers.ofString()));
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
                assertEquals(0, server.failures(), server::toString);
                assertTrue(server.successes() >= requests / 6, server::toString);
                all += server.successes();
            }
            assertEquals(3 + requests, all);
        }
    }

    /**
     * A connection that reaches Jetty as it stops may be taken and then forgotten, neither served nor closed: that is what
     * the limit for an attempt is for. Without one, a request that was sent on it waits for ever, by the JDK's client too.
     */
    @Test
    void aServerThatStopsGracefullyCostsNoGet() throws Exception {
        Semaphore room = new Semaphore(2 * STREAMS);
        try (Jetty leaving = new Jetty();
                Jetty b = new Jetty();
                Jetty c = new Jetty();
                LoadBalancedHttpClient client = client(leaving, b, c)) {
            warmUp(client, 3);
            CompletableFuture<Void> stopped = new CompletableFuture<>();
            Queue<CompletableFuture<HttpResponse<String>>> answers = new ConcurrentLinkedQueue<>();
            for (int since = 0; since < 50 && answers.size() < 20_000; since += stopped.isDone() ? 1 : 0) {
                if (answers.size() == 50) {
                    stopped.completeAsync(() -> {
                        leaving.stopGracefully();
                        return null;
                    });
                }
                assertTrue(room.tryAcquire(30, TimeUnit.SECONDS), "requests go on");
                answers.add(client.sendAsync(http2(Clients.get()), BodyHandlers.ofString())
                        .whenComplete((response, failure) -> room.release()));
            }
            stopped.get(30, TimeUnit.SECONDS);
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertEquals("fine", answer.get(30, TimeUnit.SECONDS).body());
            }
            Clients.awaitIdle(client);
        }
    }
}
