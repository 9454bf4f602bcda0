package io.github.evenkeel.benchmarks.probes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Many HTTP servers in a process of their own, so that their work is not taken for the client's. Each has a port and
 * answers every read with the same few bytes.
 */
final class Servers implements AutoCloseable {
    private static final byte[] ANSWER =
            ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n" + "{\"status\":\"UP\"}")
                    .getBytes(StandardCharsets.US_ASCII);
    private static final int BACKLOG = 16;
    private static final int MOST_OF_A_REQUEST = 4096;

    private final Process process;
    private final List<String> origins;

    private Servers(Process process, List<String> origins) {
        this.process = process;
        this.origins = origins;
    }

    /** Starts them and waits until they listen. */
    static Servers start(int number) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Servers.class.getName(),
                        Integer.toString(number))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        List<String> origins = new ArrayList<>();
        for (String port = output.readLine(); port != null && origins.size() < number; port = output.readLine()) {
            origins.add("http://127.0.0.1:" + port);
        }
        if (origins.size() < number) {
            process.destroy();
            throw new IOException("only " + origins.size() + " of " + number + " servers could be started");
        }
        return new Servers(process, origins);
    }

    List<String> origins() {
        return origins;
    }

    /** Ends the process. */
    @Override
    public void close() {
        process.destroy();
    }

    /**
     * The other process: prints the ports, then serves until its input ends, as it does when whoever started it has died.
     *
     * @param words how many servers
     * @throws IOException if they cannot be opened
     */
    public static void main(String[] words) throws IOException {
        Selector selector = Selector.open();
        StringBuilder ports = new StringBuilder();
        for (int i = Integer.parseInt(words[0]); i > 0; i--) {
            ServerSocketChannel server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            ports.append(server.socket().getLocalPort()).append('\n');
        }
        System.out.print(ports.append("end\n"));
        System.out.flush();
        Thread watch = new Thread(Servers::endWithInput);
        watch.setDaemon(true);
        watch.start();
        ByteBuffer request = ByteBuffer.allocateDirect(MOST_OF_A_REQUEST);
        while (selector.isOpen()) {
            selector.select(key -> serve(key, request));
        }
    }

    private static void endWithInput() {
        try {
            while (System.in.read() >= 0) {
                // nothing is ever said
            }
        } catch (IOException e) {
            // that is the end too
        }
        System.exit(0);
    }

    private static void serve(SelectionKey key, ByteBuffer request) {
        try {
            if (key.channel() instanceof ServerSocketChannel server) {
                SocketChannel accepted = server.accept();
                accepted.configureBlocking(false);
                accepted.register(key.selector(), SelectionKey.OP_READ);
            } else if (key.channel() instanceof SocketChannel connection) {
                if (connection.read(request.clear()) < 0) {
                    connection.close();
                } else {
                    connection.write(ByteBuffer.wrap(ANSWER)); // so few bytes always fit
                }
            }
        } catch (IOException e) {
            key.cancel(); // a client that broke its connection off
        }
    }
}
