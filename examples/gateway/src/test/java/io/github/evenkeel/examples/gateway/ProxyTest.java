package io.github.evenkeel.examples.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a request and its answer on their way. The gateway has 64 MB of heap. */
@Timeout(90)
class ProxyTest {
    /** More than fits into the heap. */
    private static final long LARGE = 120_000_000;

    @TempDir
    static Path folder;

    private static Backend backend;
    private static Backend canary;
    private static GatewayProcess gateway;

    @BeforeAll
    static void start() throws Exception {
        backend = Backend.serving(ProxyTest::serve);
        canary = Backend.named("canary");
        gateway = GatewayProcess.listen(folder, """
                servers: [{url: '%s'}]
                timeouts: {request: 5}
                sticky_cookie: LB
                pools:
                  canary: {servers: [{url: '%s'}]}
                  nobody: {servers: []}
                routes:
                  - {path: /nobody, pool: nobody}
                  - {header: 'X-Canary: yes', pool: canary}
                  - {cookie: canary, split: {canary: 1, default: 0}}
                """.formatted(backend.origin(), canary.origin()));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        backend.close();
        canary.close();
    }

    private static void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        if (path.equals("/count")) {
            long length = 0;
            byte[] buffer = new byte[65536];
            InputStream in = exchange.getRequestBody();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                length += read;
            }
            Backend.answer(exchange, 200, Long.toString(length));
        } else if (path.equals("/large")) {
            exchange.sendResponseHeaders(200, LARGE);
            byte[] buffer = new byte[1_000_000];
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < LARGE / buffer.length; i++) {
                    out.write(buffer);
                }
            }
        } else if (path.equals("/cut")) {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(new byte[10]);
            exchange.getResponseBody().flush();
            exchange.close();
        } else if (path.equals("/slow")) {
            try {
                TimeUnit.SECONDS.sleep(60); // until the gateway has given up
            } catch (InterruptedException e) {
                exchange.close();
            }
        } else if (path.equals("/hops")) {
            exchange.getResponseHeaders().add("Connection", "X-Hop");
            exchange.getResponseHeaders().add("X-Hop", "1");
            exchange.getResponseHeaders().add("X-End", "1");
            Backend.answer(exchange, 200, "");
        } else {
            StringBuilder seen = new StringBuilder(exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n");
            exchange.getRequestHeaders()
                    .forEach((name, values) -> values.forEach(value -> seen.append(name.toLowerCase())
                            .append(": ")
                            .append(value)
                            .append('\n')));
            Backend.answer(exchange, 200, seen.toString());
        }
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(gateway.at(path)).timeout(Duration.ofSeconds(60));
    }

    /** Sends bytes as they are and reads what comes until the connection ends. */
    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.at("/").getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void aServerIsToldWhoAskedAndNothingThatWasForTheGateway() throws Exception {
        String port = Integer.toString(gateway.at("/").getPort());
        String seen = raw("GET /a%2Fb/../c?q=a|b&[x]=%7B HTTP/1.1\r\nHost: shop.example:" + port + "\r\n"
                + "Connection: close, X-Mine, Upgrade\r\nX-Mine: 1\r\nKeep-Alive: 5\r\nTE: trailers\r\nUpgrade: websocket\r\n"
                + "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: gopher\r\nX-Other: stays\r\n\r\n");
        assertTrue(seen.contains("GET /a%2Fb/../c?q=a%7Cb&%5Bx%5D=%7B\n"), seen);
        assertTrue(seen.contains("x-forwarded-for: 1.2.3.4, 127.0.0.1\n"), seen);
        assertTrue(seen.contains("x-forwarded-proto: http\n"), seen);
        assertTrue(seen.contains("x-forwarded-host: shop.example:" + port + "\n"), seen);
        assertTrue(seen.contains("forwarded: for=127.0.0.1;proto=http;host=\"shop.example:" + port + "\"\n"), seen);
        assertTrue(seen.contains("via: 1.1 evenkeel\n"), seen);
        assertTrue(seen.contains("x-other: stays\n"), seen);
        assertFalse(seen.contains("x-mine"), seen);
        assertFalse(seen.contains("keep-alive"), seen);
        assertFalse(seen.contains("\nte:"), seen);
        assertFalse(seen.contains("upgrade"), seen);
    }

    @Test
    void fieldsOfTheServersConnectionEndThere() throws Exception {
        HttpResponse<String> response = Http.send(request("/hops"));
        assertTrue(response.headers().firstValue("X-End").isPresent());
        assertTrue(response.headers().firstValue("X-Hop").isEmpty());
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void bodiesOfAnySizePassBothWaysInLittleMemory(HttpClient.Version version) throws Exception {
        HttpClient client = HttpClient.newBuilder().version(version).build();
        // The first request asks for HTTP/2, which only the next can use if it has a body.
        assertEquals(
                "0",
                client.send(request("/count").build(), BodyHandlers.ofString()).body());
        HttpResponse<String> sent = client.send(
                request("/count")
                        .POST(BodyPublishers.ofInputStream(() -> new Zeros(LARGE)))
                        .build(),
                BodyHandlers.ofString());
        assertEquals(Long.toString(LARGE), sent.body());
        HttpResponse<InputStream> got = client.send(request("/large").build(), BodyHandlers.ofInputStream());
        long length = 0;
        byte[] buffer = new byte[65536];
        try (InputStream in = got.body()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                length += read;
            }
        }
        assertEquals(LARGE, length);
        assertEquals(version, sent.version());
        assertEquals(version, got.version());
    }

    @Test
    void aRequestWithABodyMayAskForHttp2AndGetsItsAnswer() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest post =
                request("/count").POST(BodyPublishers.ofString("four")).build();
        assertEquals("4", client.send(post, BodyHandlers.ofString()).body());
        assertEquals("4", client.send(post, BodyHandlers.ofString()).body());
    }

    @Test
    void aBodyThatBreaksOffIsNotPassedOffAsWhole() throws Exception {
        String got = raw("GET /cut HTTP/1.1\r\nHost: a\r\n\r\n");
        assertTrue(got.contains("Content-Length: 1000") && got.length() < 1000, got);
    }

    @Test
    void aClientThatLeavesInTheMiddleLeavesNothingBehind() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", gateway.at("/").getPort())) {
            socket.getOutputStream()
                    .write("GET /large HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readNBytes(100_000);
            Wait.until(
                    "it is in flight",
                    () -> Http.get(gateway.api("/servers")).body().contains("\"in_flight\":1"));
        }
        Wait.until(
                "it is not any more",
                () -> !Http.get(gateway.api("/servers")).body().contains("\"in_flight\":1"));
    }

    @Test
    void whoeverTakesTooLongIsNotWaitedFor() throws Exception {
        HttpResponse<String> response = Http.send(request("/slow"));
        assertEquals(504, response.statusCode());
        assertEquals("504 Gateway Timeout: no server of pool 'default' answered in time\n", response.body());
        HttpResponse<String> withBody = Http.send(request("/slow").POST(BodyPublishers.ofString("x")));
        assertEquals(504, withBody.statusCode());
    }

    @Test
    void withoutServersAClientIsToldSo() throws Exception {
        HttpResponse<String> response = Http.send(request("/nobody"));
        assertEquals(503, response.statusCode());
        assertEquals(
                "503 Service Unavailable: no server of pool 'nobody' is available: it has no servers\n",
                response.body());
    }

    @Test
    void routesGoByHeaderAndCookie() throws Exception {
        assertEquals("canary", Http.send(request("/").header("X-Canary", "yes")).body());
        assertEquals(
                "canary",
                Http.send(request("/").header("Cookie", "a=b; canary=1")).body());
        assertTrue(Http.send(request("/").header("X-Canary", "no")).body().startsWith("GET /\n"));
    }

    @Test
    void aBrowserGetsACookieThatTheServerNeverSees() throws Exception {
        HttpResponse<String> first = Http.send(request("/"));
        String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(cookie.matches("LB=[^;]+; Path=/; HttpOnly; SameSite=Lax"), cookie);
        HttpResponse<String> second =
                Http.send(request("/").header("Cookie", cookie.replaceFirst(";.*", "") + "; a=b"));
        assertTrue(second.headers().firstValue("Set-Cookie").isEmpty());
        assertTrue(second.body().contains("cookie: a=b\n"), second.body());
    }

    @Test
    void aBodyOfTwoLengthsIsRefused() throws Exception {
        for (String lengths : new String[] {
            "Content-Length: 5\r\nTransfer-Encoding: chunked",
            "Content-Length: 5\r\nContent-Length: 6",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
            "Content-Length: 5, 6",
            "Content-Length: -1"
        }) {
            int hits = backend.hits();
            String got = raw("POST / HTTP/1.1\r\nHost: a\r\n" + lengths + "\r\n\r\n0\r\n\r\n");
            assertTrue(got.startsWith("HTTP/1.1 400"), lengths + " got " + got);
            assertEquals(hits, backend.hits(), lengths);
        }
    }

    @Test
    void whatCannotBeForwardedIsRefused() throws Exception {
        for (String asked : new String[] {"OPTIONS *", "GET /%zz", "GET a"}) {
            String got = raw(asked + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertTrue(got.startsWith("HTTP/1.1 400"), asked + " got " + got);
        }
    }

    /** So many zeros, made as they are read. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long length) {
            left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
            if (left <= 0) {
                return -1;
            }
            int read = (int) Math.min(left, length);
            left -= read;
            return read;
        }
    }
}
