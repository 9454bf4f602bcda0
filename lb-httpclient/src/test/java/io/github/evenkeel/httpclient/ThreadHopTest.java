package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.httpclient.fixture.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A hop from thread to thread costs a request more than all else that is done to it: a body that is only gathered takes
 * as many through our client as through the JDK's alone.
 */
class ThreadHopTest {
    private static final int REQUESTS = 200;

    private final TestServer server = TestServer.echoingName();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        server.close();
        threads.shutdownNow();
    }

    /** One more hop for each body would be 200; how often a head and its body come apart is chance. */
    @Test
    void gatheredBodiesTakeNoHopOfOurs() throws Exception {
        AtomicInteger bareTasks = new AtomicInteger();
        AtomicInteger ourTasks = new AtomicInteger();
        HttpClient bare = HttpClient.newBuilder().executor(counting(bareTasks)).build();
        try (LoadBalancedHttpClient ours = LoadBalancedHttpClient.newBuilder()
                .executor(counting(ourTasks))
                .pool("orders", pool -> pool.servers(server.origin()))
                .build()) {
            for (BodyHandler<?> handler :
                    List.of(BodyHandlers.ofString(), BodyHandlers.ofByteArray(), BodyHandlers.discarding())) {
                bareTasks.set(0);
                ourTasks.set(0);
                for (int i = 0; i < REQUESTS; i++) {
                    bare.send(request(server.origin()), handler);
                    ours.send(request("http://orders"), handler);
                }
                assertTrue(
                        ourTasks.get() < bareTasks.get() + REQUESTS / 2,
                        () -> ourTasks + " tasks, by the JDK alone " + bareTasks);
            }
        }
    }

    private Executor counting(AtomicInteger tasks) {
        return task -> {
            tasks.incrementAndGet();
            threads.execute(task);
        };
    }

    private static HttpRequest request(String origin) {
        return HttpRequest.newBuilder(URI.create(origin))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }
}
