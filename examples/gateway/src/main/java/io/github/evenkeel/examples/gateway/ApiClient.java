package io.github.evenkeel.examples.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The API of a running gateway, for the commands that talk to one. */
final class ApiClient {
    private static final JsonMapper JSON = new JsonMapper();

    @Option(
            names = "--api-host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "Where the gateway's API is; ${DEFAULT-VALUE} unless given.")
    private String host = "127.0.0.1";

    @Option(
            names = "--api-port",
            paramLabel = "PORT",
            defaultValue = "8000",
            description = "The port of the gateway's API; ${DEFAULT-VALUE} unless given.")
    private int port;

    @Option(
            names = "--api-token",
            paramLabel = "TOKEN",
            defaultValue = "${env:EVENKEEL_API_TOKEN}",
            description = "The token of the gateway's API, if it has one; $EVENKEEL_API_TOKEN unless given.")
    private @Nullable String token;

    /**
     * Asks for something.
     *
     * @throws Failure if the gateway refuses, or there is none; the message says why
     */
    JsonNode get(String path) throws Failure, InterruptedException {
        return send(request(path).GET().build());
    }

    /**
     * Tells something.
     *
     * @throws Failure if the gateway refuses, or there is none; the message says why
     */
    JsonNode post(String path, Object body) throws Failure, InterruptedException {
        try {
            return send(request(path)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build());
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    private HttpRequest.Builder request(String path) throws Failure {
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path))
                    .version(HttpClient.Version.HTTP_1_1)
                    .timeout(Duration.ofSeconds(30));
        } catch (IllegalArgumentException e) {
            throw new Failure(Failure.BAD_INPUT, "--api-host " + host + " --api-port " + port + " is no address");
        }
        return token == null || token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest request) throws Failure, InterruptedException {
        HttpResponse<String> response;
        JsonNode answer;
        try {
            HttpClient client = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
            response = client.send(request, BodyHandlers.ofString());
            answer = JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new Failure(Failure.NOT_DONE, "what answers at " + request.uri() + " is no gateway's API");
        } catch (IOException e) {
            throw new Failure(
                    Failure.NOT_DONE,
                    "no gateway answers at " + host + ":" + port + " ("
                            + e.getClass().getSimpleName() + "); is one listening with --api-port " + port + "?");
        }
        if (response.statusCode() != 200) {
            throw new Failure(
                    Failure.NOT_DONE, answer.path("error").asText("answered with status " + response.statusCode()));
        }
        return answer;
    }
}
