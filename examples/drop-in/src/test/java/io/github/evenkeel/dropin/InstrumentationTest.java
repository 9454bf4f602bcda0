package io.github.evenkeel.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.DeadServer;
import io.github.evenkeel.httpclient.fixture.InOrder;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.java11.instrument.binder.jdk.MicrometerHttpClient;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.instrumentation.httpclient.JavaHttpClientTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Around the client, one request of the caller is one measurement, whatever it takes to answer it; inside, given to
 * {@code newBuilder}, each attempt is one.
 */
class InstrumentationTest {
    private static final HttpRequest REQUEST =
            HttpRequest.newBuilder(URI.create(Pair.ORDERS)).build();

    private final Pair pair = new Pair();
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();

    private OpenTelemetrySdk telemetry() {
        return OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
    }

    @AfterEach
    void close() {
        pair.close();
    }

    @Test
    void micrometer() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        HttpClient measured = MicrometerHttpClient.instrumentationBuilder(pair.client, registry)
                .build();
        pair.assertBalancesAndSurvives(
                () -> measured.send(REQUEST, BodyHandlers.ofString()).body());
        assertEquals(
                20,
                registry.get("http.client.requests")
                        .tag("outcome", "SUCCESS")
                        .timer()
                        .count());
    }

    @Test
    void micrometerAsynchronously() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        HttpClient measured = MicrometerHttpClient.instrumentationBuilder(pair.client, registry)
                .build();
        pair.assertBalancesAndSurvives(() -> measured.sendAsync(REQUEST, BodyHandlers.ofString())
                .get(20, TimeUnit.SECONDS)
                .body());
        assertEquals(
                20,
                registry.get("http.client.requests")
                        .tag("status", "200")
                        .timer()
                        .count());
    }

    @Test
    void openTelemetry() throws Exception {
        OpenTelemetrySdk telemetry = telemetry();
        HttpClient traced = JavaHttpClientTelemetry.create(telemetry).newHttpClient(pair.client);
        pair.assertBalancesAndSurvives(
                () -> traced.send(REQUEST, BodyHandlers.ofString()).body());
        List<SpanData> finished = spans.getFinishedSpanItems();
        assertEquals(20, finished.size());
        for (TestServer server : List.of(pair.first, pair.second)) {
            for (Call call : server.calls()) {
                String parent = call.headers("traceparent").get(0);
                assertTrue(
                        Stream.of(finished).flatMap(List::stream).anyMatch(span -> parent.contains(span.getSpanId())),
                        "the servers' spans belong to those of the caller");
            }
        }
        telemetry.close();
    }

    @Test
    void micrometerInside() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        HttpClient measured = MicrometerHttpClient.instrumentationBuilder(HttpClient.newHttpClient(), registry)
                .uriMapper(request -> request.uri().getAuthority())
                .build();
        try (DeadServer dead = DeadServer.refusing();
                TestServer server = TestServer.echoingName();
                LoadBalancedHttpClient client = client(measured, dead, server)) {
            assertEquals(
                    server.origin(),
                    client.send(REQUEST, BodyHandlers.ofString()).body());
            assertEquals(1, attempts(registry, dead.origin(), "UNKNOWN"), "the one that failed");
            assertEquals(1, attempts(registry, server.origin(), "200"), "the one that was answered");
        }
    }

    private static long attempts(SimpleMeterRegistry registry, String origin, String status) {
        return registry.get("http.client.requests")
                .tag("uri", URI.create(origin).getAuthority())
                .tag("status", status)
                .timer()
                .count();
    }

    @Test
    void openTelemetryInside() throws Exception {
        OpenTelemetrySdk telemetry = telemetry();
        HttpClient traced = JavaHttpClientTelemetry.create(telemetry).newHttpClient(HttpClient.newHttpClient());
        try (DeadServer dead = DeadServer.refusing();
                TestServer server = TestServer.echoingName();
                LoadBalancedHttpClient client = client(traced, dead, server)) {
            assertEquals(
                    server.origin(),
                    client.send(REQUEST, BodyHandlers.ofString()).body());
            List<SpanData> attempts = spans.getFinishedSpanItems();
            assertEquals(
                    List.of(dead.origin(), server.origin()),
                    attempts.stream().map(InstrumentationTest::origin).toList(),
                    "a span for each attempt, with the server's address");
            assertEquals(StatusCode.ERROR, attempts.get(0).getStatus().getStatusCode());
            assertTrue(
                    server.onlyCall()
                            .headers("traceparent")
                            .get(0)
                            .contains(attempts.get(1).getSpanId()),
                    "the server's span belongs to that of the attempt");
        }
        telemetry.close();
    }

    private static String origin(SpanData span) {
        return "http://" + span.getAttributes().get(AttributeKey.stringKey("server.address")) + ":"
                + span.getAttributes().get(AttributeKey.longKey("server.port"));
    }

    /** Sends with an instrumented client, to the dead server first. */
    private static LoadBalancedHttpClient client(HttpClient inside, DeadServer dead, TestServer server) {
        return LoadBalancedHttpClient.newBuilder(inside)
                .pool(
                        "orders",
                        pool -> pool.servers(dead.origin(), server.origin()).strategy(InOrder.STRATEGY))
                .build();
    }
}
