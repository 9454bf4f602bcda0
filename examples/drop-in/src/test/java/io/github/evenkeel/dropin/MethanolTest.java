package io.github.evenkeel.dropin;

import com.github.mizosoft.methanol.Methanol;
import com.github.mizosoft.methanol.MutableRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MethanolTest {
    private final Pair pair = new Pair();

    @AfterEach
    void close() {
        pair.close();
    }

    private Methanol methanol() {
        return Methanol.newBuilder(pair.client)
                .baseUri("http://orders/")
                .requestTimeout(Duration.ofSeconds(20))
                .headersTimeout(Duration.ofSeconds(20))
                .defaultHeader("X-From", "methanol")
                .build();
    }

    @Test
    void send() throws Exception {
        Methanol methanol = methanol();
        pair.assertBalancesAndSurvives(() -> methanol.send(MutableRequest.GET("api/42"), BodyHandlers.ofString())
                .body());
    }

    @Test
    void sendAsync() throws Exception {
        Methanol methanol = methanol();
        pair.assertBalancesAndSurvives(() -> methanol.sendAsync(MutableRequest.GET("api/42"), BodyHandlers.ofString())
                .get(20, TimeUnit.SECONDS)
                .body());
    }
}
