package io.github.evenkeel.httpclient;

import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Moves far more bytes than its JVM has memory for; see {@link BulkTest}. */
final class BulkTransfers {
    private static final int CHUNK = 64 * 1024;
    private static final int CHUNKS = 1600;
    private static final long BYTES = (long) CHUNK * CHUNKS;

    private BulkTransfers() {}

    public static void main(String[] arguments) throws Exception {
        Path down = Path.of(arguments[0], "down");
        Path up = Path.of(arguments[0], "up");
        try (RandomAccessFile sparse = new RandomAccessFile(up.toFile(), "rw")) {
            sparse.setLength(BYTES);
        }
        try (TestServer server = TestServer.start(BulkTransfers::serve);
                LoadBalancedHttpClient client = Clients.inOrder(server.origin())) {
            try (InputStream body =
                    client.send(Clients.get(), BodyHandlers.ofInputStream()).body()) {
                check("bytes streamed down", BYTES, drain(body));
            }
            client.send(Clients.get(), BodyHandlers.ofFile(down, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
            check("bytes in the file that came down", BYTES, Files.size(down));
            check("bytes streamed up", BYTES, put(client, BodyPublishers.ofInputStream(Zeros::new)));
            check("bytes of the file that went up", BYTES, put(client, BodyPublishers.ofFile(up)));
            check("requests in flight", 0, Clients.inFlight(client));
            System.out.println(Clients.outcomes(client));
        }
    }

    private static void serve(Call call) throws IOException {
        if (call.method().equals("PUT")) {
            call.respond(200, Long.toString(call.bodyLength()));
            return;
        }
        call.promise(200, BYTES);
        byte[] chunk = new byte[CHUNK];
        for (int i = 0; i < CHUNKS; i++) {
            Arrays.fill(chunk, (byte) i);
            call.write(chunk);
        }
    }

    private static long put(LoadBalancedHttpClient client, BodyPublisher body) throws Exception {
        HttpRequest request = Clients.request("/").PUT(body).build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        return Long.parseLong(response.body());
    }

    /** Reads to the end and looks at every byte. */
    private static long drain(InputStream body) throws IOException {
        byte[] buffer = new byte[CHUNK];
        long total = 0;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            for (int i = 0; i < read; i++) {
                if (buffer[i] != (byte) ((total + i) / CHUNK)) {
                    throw new AssertionError("byte " + (total + i) + " is not what was sent");
                }
            }
            total += read;
        }
        return total;
    }

    private static void check(String what, long expected, long actual) {
        if (expected != actual) {
            throw new AssertionError(what + ": expected " + expected + " but was " + actual);
        }
    }

    private static final class Zeros extends InputStream {
        private long left = BYTES;

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(length, left);
            left -= count;
            return count;
        }
    }
}
