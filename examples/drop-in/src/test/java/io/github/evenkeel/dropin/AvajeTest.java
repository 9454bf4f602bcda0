package io.github.evenkeel.dropin;

import io.avaje.http.client.HttpClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AvajeTest {
    private final Pair pair = new Pair();
    private final HttpClient avaje = HttpClient.builder()
            .client(pair.client)
            .baseUrl("http://orders")
            .requestTimeout(Duration.ofSeconds(20))
            .build();

    @AfterEach
    void close() {
        pair.close();
    }

    @Test
    void blocking() throws Exception {
        pair.assertBalancesAndSurvives(
                () -> avaje.request().path("api/42").GET().asString().body());
    }

    @Test
    void bodies() throws Exception {
        pair.assertBalancesAndSurvives(() ->
                avaje.request().path("api").body("order").POST().asString().body());
    }

    @Test
    void asynchronous() throws Exception {
        pair.assertBalancesAndSurvives(() -> avaje.request()
                .path("api/42")
                .GET()
                .async()
                .asString()
                .get(20, TimeUnit.SECONDS)
                .body());
    }
}
