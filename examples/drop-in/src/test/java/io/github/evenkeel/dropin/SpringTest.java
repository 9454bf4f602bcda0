package io.github.evenkeel.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

class SpringTest {
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final Pair pair = new Pair();

    @AfterEach
    void close() {
        pair.close();
    }

    @Test
    void restClient() throws Exception {
        RestClient spring = RestClient.builder()
                .requestFactory(new JdkClientHttpRequestFactory(pair.client))
                .build();
        pair.assertBalancesAndSurvives(
                () -> spring.get().uri(Pair.ORDERS).retrieve().body(String.class));
        assertEquals("/api/42", pair.second.calls().get(0).target());
        spring.post().uri(Pair.ORDERS).body("order").retrieve().toBodilessEntity();
        assertEquals(
                "order", pair.second.calls().get(pair.second.calls().size() - 1).body());
    }

    @Test
    void restClientWithATimeout() throws Exception {
        JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(pair.client);
        factory.setReadTimeout(LONGEST);
        RestClient spring = RestClient.builder().requestFactory(factory).build();
        pair.assertBalancesAndSurvives(
                () -> spring.get().uri(Pair.ORDERS).retrieve().body(String.class));
    }

    @Test
    void restTemplate() throws Exception {
        RestTemplate spring = new RestTemplate(new JdkClientHttpRequestFactory(pair.client));
        pair.assertBalancesAndSurvives(() -> spring.getForObject(Pair.ORDERS, String.class));
    }

    @Test
    void webClient() throws Exception {
        WebClient spring = WebClient.builder()
                .clientConnector(new JdkClientHttpConnector(pair.client))
                .build();
        pair.assertBalancesAndSurvives(() -> spring.get()
                .uri(Pair.ORDERS)
                .retrieve()
                .bodyToMono(String.class)
                .block(LONGEST));
        ResponseEntity<Void> empty = spring.post()
                .uri(Pair.ORDERS)
                .bodyValue("order")
                .retrieve()
                .toBodilessEntity()
                .block(LONGEST);
        assertNotNull(empty);
        assertEquals(200, Objects.requireNonNull(empty).getStatusCode().value());
    }
}
