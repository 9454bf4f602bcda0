package io.github.evenkeel.examples.kubernetesheadless;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A server at a loopback address of its own. */
final class Pod implements AutoCloseable {

    private final HttpServer server;

    Pod(int lastByte, int port) throws IOException {
        InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) lastByte});
        server = HttpServer.create(new InetSocketAddress(address, port), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    void die() {
        server.stop(0);
    }

    @Override
    public void close() {
        die();
    }
}
