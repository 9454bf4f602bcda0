package io.github.evenkeel.httpclient.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.io.IOException;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever callers do with a client, they get from ours what they get from the JDK's, past its pools and from a pool
 * alike; and where they do not, that is meant and told here.
 */
class ContractTest {
    private static final String POOL = "http://orders";

    private static TestServer server;
    private static Subject jdk;
    private static Subject pastPools;
    private static Subject pool;

    /** Whose redirects and cookies we look after in the JDK's place. */
    private static Subject following;

    @BeforeAll
    static void start() {
        server = TestServer.start(ContractTest::answer);
        Supplier<HttpClient.Builder> bare = HttpClient::newBuilder;
        Supplier<HttpClient.Builder> ours =
                () -> LoadBalancedHttpClient.newBuilder().pool("orders", orders -> orders.servers(server.origin()));
        Supplier<HttpClient.Builder> further =
                () -> ours.get().followRedirects(HttpClient.Redirect.NORMAL).cookieHandler(new CookieManager());
        jdk = subject(bare, server.origin());
        pool = subject(ours, POOL);
        pastPools = new Subject(pool.client(), pool.builder(), server.origin());
        following = subject(further, POOL);
    }

    private static Subject subject(Supplier<HttpClient.Builder> builder, String origin) {
        Supplier<HttpClient.Builder> alike =
                () -> builder.get().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(20));
        return new Subject(alike.get().build(), alike, origin);
    }

    @AfterAll
    static void close() {
        ((LoadBalancedHttpClient) pool.client()).shutdownNow();
        ((LoadBalancedHttpClient) following.client()).shutdownNow();
        server.close();
    }

    private static void answer(Call call) throws IOException, InterruptedException {
        String target = call.target().replaceFirst("[?;].*", "");
        call.body();
        switch (target) {
            case "/fin" -> call.end();
            case "/hang" -> call.hang();
            case "/held" -> {
                Usage.HELD.acquire();
                call.respond(200, "held");
            }
            case "/held-cut" -> {
                Usage.HELD.acquire();
                cut(call, "Content-Length: 10\r\n\r\nabc");
            }
            case "/cut" -> cut(call, "Content-Length: 10\r\n\r\nabc");
            case "/chunk-cut" -> cut(call, "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            case "/bad-chunk" -> cut(call, "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n");
            case "/bad-field" -> cut(call, "no field\r\n\r\n");
            case "/bad-length" -> cut(call, "Content-Length: abc\r\n\r\n");
            case "/no-length" -> cut(call, "\r\nabc");
            case "/garbage" -> {
                call.write("hello\r\n\r\n");
                call.end();
            }
            case "/hints" -> {
                call.write("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
                call.respond(200, "hinted");
            }
            case "/asks" ->
                call.respond(
                        call.headers("authorization").isEmpty() ? 401 : 200,
                        "who",
                        "WWW-Authenticate: Basic realm=\"r\"");
            default -> {
                boolean status = target.startsWith("/status/");
                String content = call.method() + " " + call.target() + " " + call.body();
                call.respond(status ? Integer.parseInt(target.substring(8)) : 200, content, "WWW-Authenticate: Other");
            }
        }
    }

    private static void cut(Call call, String rest) throws IOException {
        call.write("HTTP/1.1 200 OK\r\n" + rest);
        call.end();
    }

    static Stream<Row> rows() {
        return Stream.of(Requests.rows(), Responses.rows(), Usage.rows()).flatMap(rows -> rows);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void itIsThatOfTheJdk(Row row) throws Exception {
        String theirs = result(row, jdk);
        String expected = row.ours() == null ? theirs : row.ours();
        assertEquals(expected, result(row, pool), "to a pool");
        assertEquals(expected, result(row, following), "to a pool, with redirects and cookies");
        if (row.ours() == null) {
            assertEquals(theirs, result(row, pastPools), "past all pools");
        } else {
            assertNotEquals(theirs, row.ours(), "no difference any more");
        }
    }

    private static String result(Row row, Subject subject) throws Exception {
        return String.valueOf(row.deed().result(subject))
                .replace("SERVER", "")
                .replace(subject.origin(), "ORIGIN")
                .replace(subject.origin().replace("http:", "ws:"), "ORIGIN")
                .replace(server.origin(), "SERVER");
    }
}
