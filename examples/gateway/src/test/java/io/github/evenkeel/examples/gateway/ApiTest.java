package io.github.evenkeel.examples.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.evenkeel.examples.gateway.GatewayProcess.Result;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API and the commands that use it, against one gateway. */
@Timeout(90)
class ApiTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    static Path folder;

    private static Backend first;
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() throws Exception {
        first = Backend.named("first");
        gateway = GatewayProcess.listen(
                folder, "strategy: round_robin\nservers: [{url: '" + first.origin() + "', name: first}]\n");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        first.close();
    }

    private static JsonNode servers() throws Exception {
        return JSON.readTree(Http.get(gateway.api("/servers")).body());
    }

    private static JsonNode server(String url) throws Exception {
        for (JsonNode server : servers()) {
            if (server.get("url").asText().equals(url)) {
                return server;
            }
        }
        return JSON.missingNode();
    }

    private static Result command(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--api-port";
        all[arguments.length + 1] = gateway.apiPort();
        return GatewayProcess.run(folder, all);
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return Http.post(gateway.api(path), body);
    }

    /** A day in the life of a server: added, checked, used, changed, drained, deleted, and at each step what is wrong. */
    @Test
    void theCommandsAddUpdateListDrainAndDelete() throws Exception {
        try (Backend backend = Backend.named("second")) {
            String url = backend.origin();
            Result added = command("add-server", "--url", url, "--name", "second", "--health-check-period", "86400");
            assertEquals("added " + url + "\n", added.output(), added::toString);
            assertEquals(0, added.status());
            Wait.until("the first check comes at once", () -> backend.checks() == 1);
            Wait.until(
                    "requests come too", () -> Http.get(gateway.at("/")).body().equals("second"));
            assertEquals(1, server(url).get("weight").asInt());

            Result again = command("add-server", "--url", url);
            assertEquals(1, again.status());
            assertTrue(again.errors().contains("there is a server " + url + " in pool 'default' already"));

            Result updated = command("update-server", "--url", url, "--weight", "3", "--health-check-period", "0.1");
            assertEquals("updated " + url + "\n", updated.output(), updated::toString);
            assertEquals(3, server(url).get("weight").asInt());
            assertEquals("second", server(url).get("name").asText());
            Wait.until("a changed period takes effect", () -> backend.checks() > 5);

            Result weightless = command("update-server", "--url", url, "--weight", "0");
            assertEquals(1, weightless.status());
            assertTrue(weightless.errors().contains("weight must be a whole number from 1"), weightless::toString);

            Result listed = command("list-servers");
            assertEquals(0, listed.status());
            assertTrue(
                    listed.output()
                            .lines()
                            .anyMatch(line -> line.matches("second +" + url + " +default +3 +active .*")),
                    listed.output());

            assertEquals(
                    "drained " + url + "\n",
                    command("drain-server", "--url", url).output());
            assertEquals("draining", server(url).get("state").asText());
            Set<String> answers = new HashSet<>();
            for (int i = 0; i < 10; i++) {
                answers.add(Http.get(gateway.at("/")).body());
            }
            assertEquals(Set.of("first"), answers);
            assertEquals(200, post("/readmit", "\"" + url + "/\"").statusCode());
            Wait.until(
                    "its first health check passes",
                    () -> server(url).get("state").asText().equals("active"));

            assertEquals(
                    "deleted " + url + "\n",
                    command("delete-server", "--url", url).output());
            assertTrue(server(url).isMissingNode());
            int checks = backend.checks();
            Result gone = command("delete-server", "--url", url);
            assertEquals(1, gone.status());
            assertTrue(gone.errors().contains("there is no server " + url), gone::toString);
            assertTrue(backend.checks() <= checks + 1, "checks go on after the end");
        }
    }

    @Test
    void withoutAGatewayACommandFailsAndSaysSo() throws Exception {
        Result result = GatewayProcess.run(folder, "list-servers", "--api-port", "1");
        assertEquals(1, result.status());
        assertTrue(result.errors().startsWith("gateway: no gateway answers at 127.0.0.1:1"), result::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/add    | {                                   | 400 | not JSON",
                "/add    | []                                  | 400 | must be a JSON object",
                "/add    | {\"name\": \"a\"}                   | 400 | url is missing",
                "/add    | {\"url\": \"a:1\"}                  | 400 | must begin with http://",
                "/add    | {\"url\": \"http://a/b\"}           | 400 | must not have a path",
                "/add    | {\"url\": 1}                        | 400 | url must be a text",
                "/add    | {\"url\": \"http://a\", \"url\": \"http://b\"} | 400 | Duplicate field 'url'",
                "/add    | {\"url\": \"http://a\", \"weight\": 0}         | 400 | weight must be a whole number from 1",
                "/add    | {\"url\": \"http://a\", \"weight\": -1}        | 400 | weight must be a whole number from 1",
                "/add    | {\"url\": \"http://a\", \"weight\": 1.5}       | 400 | weight must be a whole number",
                "/add    | {\"url\": \"http://a\", \"weight\": \"2\"}     | 400 | weight must be a whole number",
                "/add    | {\"url\": \"http://a\", \"name\": \" \"}       | 400 | name must not be blank",
                "/add    | {\"url\": \"http://a\", \"health_check_period\": 0}   | 400 | must be from 0.1",
                "/add    | {\"url\": \"http://a\", \"health_check_period\": 1e9} | 400 | number of seconds",
                "/add    | {\"url\": \"http://a\", \"pool\": \"nope\"}    | 404 | there is no pool 'nope'",
                "/add    | {\"url\": \"http://a\", \"wieght\": 2}         | 400 | 'wieght' is unknown here",
                "/add    | {\"url\": \"FIRST\"}                | 409 | already",
                "/update | {\"url\": \"FIRST\", \"weight\": 0} | 400 | weight must be a whole number from 1",
                "/update | {\"url\": \"http://a\"}             | 404 | there is no server http://a",
                "/delete | http://a                            | 404 | there is no server http://a",
                "/delete | nonsense                            | 400 | the body: ",
                "/drain  | http://a                            | 404 | there is no server http://a",
                "/readmit| http://a                            | 404 | there is no server http://a",
                "/nope   | {}                                  | 404 | there is no /nope here",
                "/servers| {}                                  | 405 | /servers takes GET",
            })
    void whatMakesNoSenseIsRefusedWithTheReasonAndChangesNothing(String path, String body, int status, String reason)
            throws Exception {
        JsonNode before = server(first.origin());
        HttpResponse<String> response = post(path.strip(), body.replace("FIRST", first.origin()));
        assertEquals(status, response.statusCode(), response.body());
        assertTrue(JSON.readTree(response.body()).get("error").asText().contains(reason), response.body());
        assertFalse(servers().toString().contains("http://a"));
        assertEquals(before.get("weight"), server(first.origin()).get("weight"));
        assertEquals(before.get("name"), server(first.origin()).get("name"));
    }

    @Test
    void metricsAreThoseOfPrometheus() throws Exception {
        HttpResponse<String> metrics = Http.get(gateway.api("/metrics"));
        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8",
                metrics.headers().firstValue("Content-Type").get());
        assertTrue(
                metrics.body()
                        .contains("lb_server_state{pool=\"default\",server=\"" + first.origin()
                                + "\",state=\"active\"} 1.0"),
                metrics.body());
        assertTrue(metrics.body().contains("# TYPE lb_requests_total counter"), metrics.body());
        assertEquals(200, Http.get(gateway.api("/healthz")).statusCode());
    }

    @Test
    void aPageOfSomebodyElseMayNotUseTheApi() throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(gateway.api("/servers")).header("Origin", "http://evil.example");
        assertEquals(403, Http.send(request).statusCode());
    }

    @Test
    void aTokenIsAskedForIfThereIsOne() throws Exception {
        Path own = folder.resolve("token");
        try (GatewayProcess guarded = GatewayProcess.listen(own, "api: {token: sesame}\n")) {
            assertEquals(401, Http.get(guarded.api("/servers")).statusCode());
            assertEquals(401, Http.post(guarded.api("/add"), "{}").statusCode());
            assertEquals(200, Http.get(guarded.api("/healthz")).statusCode());
            HttpRequest.Builder wrong =
                    HttpRequest.newBuilder(guarded.api("/servers")).header("Authorization", "Bearer open");
            assertEquals(401, Http.send(wrong).statusCode());
            Result listed =
                    GatewayProcess.run(own, "list-servers", "--api-port", guarded.apiPort(), "--api-token", "sesame");
            assertEquals(0, listed.status(), listed::toString);
            assertEquals(503, Http.get(guarded.at("/")).statusCode());
        }
    }
}
