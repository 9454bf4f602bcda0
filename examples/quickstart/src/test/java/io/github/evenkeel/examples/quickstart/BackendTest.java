package io.github.evenkeel.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BackendTest {

    @Test
    void killedItCutsEveryConnectionAtOnceAndRefusesNewOnes() throws Exception {
        try (Backend backend = Backend.start();
                Socket idle = connect(backend);
                Socket waiting = connect(backend);
                Socket busy = connect(backend)) {
            assertTrue(get(idle, "/health").startsWith("HTTP/1.1 200"));
            send(busy, "/api/1");

            backend.kill();

            assertTrue(isCut(idle));
            assertTrue(isCut(waiting));
            assertTrue(isCut(busy));
            awaitRefusal(backend);
        }
    }

    @Test
    void startedAgainItAnswersOnTheSamePort() throws Exception {
        try (Backend backend = Backend.start()) {
            String origin = backend.origin();
            for (int i = 0; i < 20; i++) {
                try (Socket socket = connect(backend)) {
                    assertTrue(get(socket, "/api/" + i).contains("done: /api/" + i));
                    backend.kill();
                    assertTrue(isCut(socket));
                }
                awaitRefusal(backend);
                backend.restart();
                assertEquals(origin, backend.origin());
            }
        }
    }

    private static Socket connect(Backend backend) throws IOException {
        URI origin = URI.create(backend.origin());
        Socket socket = new Socket(origin.getHost(), origin.getPort());
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static void send(Socket socket, String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: backend\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** One response, whose body must be a single line. */
    private static String get(Socket socket, String path) throws IOException {
        send(socket, path);
        StringBuilder response = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (!response.toString().matches("(?s).*\r\n\r\n[^\n]*\n")) {
            int next = in.read();
            assertTrue(next >= 0, () -> "cut within a response: " + response);
            response.append((char) next);
        }
        return response.toString();
    }

    /** Whether nothing comes any more: an end or a reset, not a timeout. */
    private static boolean isCut(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** The JDK's server closes its socket on a thread of its own, a moment after it was told to. */
    private static void awaitRefusal(Backend backend) throws Exception {
        for (int i = 0; i < 100; i++) {
            try {
                connect(backend).close();
            } catch (ConnectException refused) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThrows(ConnectException.class, () -> connect(backend));
    }
}
