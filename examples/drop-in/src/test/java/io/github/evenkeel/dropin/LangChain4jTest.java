package io.github.evenkeel.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** LangChain4j takes a builder and finishes it: every model that speaks through its JDK client can have a pool. */
class LangChain4jTest {
    private final Pair pair = new Pair();

    @AfterEach
    void close() {
        pair.close();
    }

    private HttpClient langchain() {
        return new JdkHttpClientBuilder()
                .httpClientBuilder(pair.builder())
                .connectTimeout(Duration.ofSeconds(5))
                .readTimeout(Duration.ofSeconds(20))
                .build();
    }

    private static HttpRequest completion() {
        return HttpRequest.builder()
                .method(HttpMethod.POST)
                .url(Pair.ORDERS)
                .addHeader("Content-Type", "application/json")
                .body("{}")
                .build();
    }

    @Test
    void completions() throws Exception {
        HttpClient langchain = langchain();
        pair.assertBalancesAndSurvives(() -> langchain.execute(completion()).body());
    }

    @Test
    void streamedCompletions() throws Exception {
        List.of(pair.first, pair.second)
                .forEach(server -> server.become(call -> call.respond(
                        200, "data: to\n\ndata: " + server.origin() + "\n\n", "Content-Type: text/event-stream")));
        HttpClient langchain = langchain();
        pair.assertBalancesAndSurvives(() -> lastEvent(langchain));
    }

    private static String lastEvent(HttpClient langchain) throws InterruptedException {
        List<String> events = new CopyOnWriteArrayList<>();
        CountDownLatch over = new CountDownLatch(1);
        langchain.execute(completion(), new ServerSentEventListener() {
            @Override
            public void onEvent(ServerSentEvent event) {
                events.add(event.data());
            }

            @Override
            public void onError(Throwable failure) {
                events.add(failure.toString());
                over.countDown();
            }

            @Override
            public void onClose() {
                over.countDown();
            }
        });
        assertTrue(over.await(20, TimeUnit.SECONDS));
        assertEquals(2, events.size(), events::toString);
        return events.get(1);
    }
}
