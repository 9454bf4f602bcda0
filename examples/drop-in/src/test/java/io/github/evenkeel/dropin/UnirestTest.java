package io.github.evenkeel.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import io.github.evenkeel.httpclient.fixture.EchoSocketServer;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import kong.unirest.core.Unirest;
import kong.unirest.core.UnirestInstance;
import kong.unirest.core.java.JavaClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnirestTest {
    private final Pair pair = new Pair();

    @AfterEach
    void close() {
        pair.close();
    }

    private static UnirestInstance unirest(LoadBalancedHttpClient client) {
        UnirestInstance unirest = Unirest.spawnInstance();
        unirest.config().httpClient(config -> new JavaClient(config, client)).requestTimeout(20_000);
        return unirest;
    }

    @Test
    void blocking() throws Exception {
        try (UnirestInstance unirest = unirest(pair.client)) {
            pair.assertBalancesAndSurvives(
                    () -> unirest.get(Pair.ORDERS).asString().getBody());
        }
    }

    @Test
    void asynchronous() throws Exception {
        try (UnirestInstance unirest = unirest(pair.client)) {
            pair.assertBalancesAndSurvives(() -> unirest.post(Pair.ORDERS)
                    .body("order")
                    .asStringAsync()
                    .get(20, TimeUnit.SECONDS)
                    .getBody());
        }
    }

    @Test
    void webSockets() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (EchoSocketServer server = EchoSocketServer.echoing();
                LoadBalancedHttpClient client = LoadBalancedHttpClient.newBuilder()
                        .pool("orders", pool -> pool.servers(server.origin()))
                        .build();
                UnirestInstance unirest = unirest(client)) {
            WebSocket socket = unirest.webSocket("ws://orders/feed")
                    .connect(new WebSocket.Listener() {
                        @Override
                        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                            heard.add(text.toString());
                            return WebSocket.Listener.super.onText(from, text, last);
                        }
                    })
                    .socket()
                    .get(20, TimeUnit.SECONDS);
            socket.sendText("hello", true).get(20, TimeUnit.SECONDS);
            assertEquals("hello", heard.poll(20, TimeUnit.SECONDS));
            socket.abort();
        }
    }
}
