package io.github.evenkeel.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import io.github.evenkeel.httpclient.LoadBalancedHttpClientBuilder;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.TestServer;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import io.github.evenkeel.httpclient.routing.Sessions;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers of tools keep sessions, whose ids the pool learns: all requests of a client go to the same of them. */
class ModelContextProtocolTest {
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*(\"[^\"]*\"|[0-9]+)");
    private static final Pattern VERSION = Pattern.compile("\"protocolVersion\"\\s*:\\s*\"([^\"]*)\"");

    private final TestServer first = server("first");
    private final TestServer second = server("second");

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private static TestServer server(String name) {
        return TestServer.start(call -> answer(call, name));
    }

    /** As much of the protocol as it takes; a session of another server is not known, as the protocol has it. */
    private static void answer(Call call, String name) throws IOException {
        String message = call.body();
        if (call.method().equals("GET")) {
            call.respond(405, "");
        } else if (message.contains("\"initialize\"")) {
            String version = find(VERSION, message);
            call.respond(
                    200,
                    "{\"jsonrpc\":\"2.0\",\"id\":" + find(ID, message) + ",\"result\":{\"protocolVersion\":\"" + version
                            + "\",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"" + name
                            + "\",\"version\":\"1\"}}}",
                    "Content-Type: application/json",
                    "Mcp-Session-Id: of-" + name);
        } else if (!call.headers("mcp-session-id").equals(List.of("of-" + name))) {
            call.respond(404, "");
        } else if (message.contains("\"tools/list\"")) {
            call.respond(
                    200,
                    "{\"jsonrpc\":\"2.0\",\"id\":" + find(ID, message)
                            + ",\"result\":{\"tools\":[{\"name\":\"tool-of-" + name
                            + "\",\"inputSchema\":{\"type\":\"object\"}}]}}",
                    "Content-Type: application/json");
        } else {
            call.respond(call.method().equals("DELETE") ? 200 : 202, "");
        }
    }

    private static String find(Pattern pattern, String message) {
        Matcher matcher = pattern.matcher(message);
        assertTrue(matcher.find(), message);
        return matcher.group(1);
    }

    /** Messages may be sent twice, as in {@link Pair}. */
    private LoadBalancedHttpClientBuilder builder() {
        return LoadBalancedHttpClient.newBuilder()
                .pool(
                        "tools",
                        pool -> pool.servers(first.origin(), second.origin())
                                .strategy(SelectionStrategy.roundRobin())
                                .retry(RetryPolicy.DEFAULT.withIdempotent(request -> true))
                                .sessions(Sessions.applicationHeader("Mcp-Session-Id")));
    }

    private static McpSyncClient client(LoadBalancedHttpClientBuilder builder) {
        return McpClient.sync(HttpClientStreamableHttpTransport.builder("http://tools")
                        .clientBuilder(builder)
                        .build())
                .requestTimeout(Duration.ofSeconds(20))
                .initializationTimeout(Duration.ofSeconds(20))
                .build();
    }

    @Test
    void clientStaysWithTheServerOfItsSessionAndNewOnesFindTheLiving() {
        try (McpSyncClient client = client(builder())) {
            String home = client.initialize().serverInfo().name();
            for (int i = 0; i < 6; i++) {
                assertEquals(
                        "tool-of-" + home, client.listTools().tools().get(0).name());
            }
            (home.equals("first") ? first : second).die();
            for (int i = 0; i < 3; i++) {
                try (McpSyncClient next = client(builder())) {
                    String living = next.initialize().serverInfo().name();
                    assertNotEquals(home, living);
                    assertEquals(
                            "tool-of-" + living, next.listTools().tools().get(0).name());
                }
            }
        }
    }
}
