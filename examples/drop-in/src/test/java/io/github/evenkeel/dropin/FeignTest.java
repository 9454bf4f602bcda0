package io.github.evenkeel.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import feign.Feign;
import feign.Request;
import feign.RequestLine;
import feign.Retryer;
import feign.http2client.Http2Client;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeignTest {
    private final Pair pair = new Pair();

    @AfterEach
    void close() {
        pair.close();
    }

    interface Orders {
        @RequestLine("GET /api/42")
        String order();
    }

    private Orders orders(Request.Options options) {
        return orders(pair.client, options);
    }

    private static Orders orders(HttpClient client, Request.Options options) {
        return Feign.builder()
                .client(new Http2Client(client))
                .options(options)
                .retryer(Retryer.NEVER_RETRY)
                .target(Orders.class, "http://orders");
    }

    /** Those of the client, which is what Feign compares. */
    @Test
    void optionsOfTheClientKeepTheClient() throws Exception {
        Request.Options ours = new Request.Options(
                pair.client.connectTimeout().orElseThrow().toMillis(),
                TimeUnit.MILLISECONDS,
                20,
                TimeUnit.SECONDS,
                pair.client.followRedirects() == HttpClient.Redirect.ALWAYS);
        Orders orders = orders(ours);
        pair.assertBalancesAndSurvives(orders::order);
    }

    @Test
    void clientOfFeignsOwnOptionsIsKeptToo() throws Exception {
        Request.Options feigns = new Request.Options();
        try (LoadBalancedHttpClient client = pair.builder()
                .connectTimeout(Duration.ofMillis(feigns.connectTimeoutMillis()))
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build()) {
            Orders orders = orders(client, feigns);
            pair.assertBalancesAndSurvives(orders::order);
        }
    }

    /** With others Feign builds a client of its own, which knows no pools: better to find out at once than later. */
    @Test
    void otherOptionsFailAtTheFirstCall() {
        assertThrows(Exception.class, () -> orders(new Request.Options()).order());
        assertEquals(0, pair.first.hits() + pair.second.hits());
    }
}
