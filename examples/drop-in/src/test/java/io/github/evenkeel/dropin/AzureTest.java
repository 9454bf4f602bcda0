package io.github.evenkeel.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.Context;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Azure's SDKs take a client of Azure Core, and that a builder, which it finishes. */
class AzureTest {
    private final Pair pair = new Pair();
    private final HttpClient azure = new JdkHttpClientBuilder(pair.builder())
            .connectionTimeout(Duration.ofSeconds(20))
            .responseTimeout(Duration.ofSeconds(20))
            .build();

    @AfterEach
    void close() {
        pair.close();
    }

    private static HttpRequest order(HttpMethod method) {
        return new HttpRequest(method, Pair.ORDERS);
    }

    @Test
    void blocking() throws Exception {
        pair.assertBalancesAndSurvives(() -> {
            try (HttpResponse response = azure.sendSync(order(HttpMethod.GET), Context.NONE)) {
                return response.getBodyAsBinaryData().toString();
            }
        });
    }

    @Test
    void reactive() throws Exception {
        pair.assertBalancesAndSurvives(() -> azure.send(order(HttpMethod.GET))
                .flatMap(HttpResponse::getBodyAsString)
                .block(Duration.ofSeconds(20)));
    }

    @Test
    void bodies() throws Exception {
        try (HttpResponse response = azure.sendSync(order(HttpMethod.PUT).setBody("order"), Context.NONE)) {
            assertEquals(200, response.getStatusCode());
        }
        boolean byFirst = pair.first.hits() == 1;
        assertEquals("order", (byFirst ? pair.first : pair.second).onlyCall().body());
    }
}
