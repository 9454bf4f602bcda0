package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the README says of the JDK client and of ours, for a name with a dead first and a live second address. */
@Timeout(60)
class ReadmeProblemTest {
    private static final byte[] SECOND = {127, 0, 0, 2};

    @TempDir
    private Path folder;

    @Test
    void jdkClientUsesTheFirstAddressOnlyAndOursFailsOver() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(SECOND), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            String port = Integer.toString(server.getAddress().getPort());
            assertEquals("ConnectException 200", inItsOwnJvm(port));
        } finally {
            server.stop(0);
        }
    }

    /** The hosts file is read once for a whole JVM. */
    private String inItsOwnJvm(String port) throws IOException, InterruptedException {
        Path hosts = folder.resolve("hosts");
        Files.writeString(hosts, "127.0.0.1 orders.test\n127.0.0.2 orders.test\n");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djdk.net.hosts.file=" + hosts,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        port)
                .redirectErrorStream(true)
                .start();
        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        program.waitFor(30, TimeUnit.SECONDS);
        return output.strip();
    }

    /** Asks both clients. */
    static final class Program {
        public static void main(String[] arguments) throws IOException, InterruptedException {
            String port = arguments[0];
            String problem = ask(HttpClient.newHttpClient(), "http://orders.test:" + port + "/");
            HttpClient http = Clients.builder()
                    .pool("orders", pool -> pool.servers("http://127.0.0.1:" + port, "http://127.0.0.2:" + port))
                    .build();
            System.out.println(problem + " " + ask(http, "http://orders/"));
        }

        private static String ask(HttpClient client, String uri) throws IOException, InterruptedException {
            String answer = "none";
            for (int i = 0; i < 5; i++) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).build();
                try {
                    answer = Integer.toString(
                            client.send(request, BodyHandlers.discarding()).statusCode());
                } catch (ConnectException e) {
                    answer = "ConnectException";
                }
            }
            return answer;
        }
    }
}
