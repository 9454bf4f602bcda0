package io.github.evenkeel.examples.canary;

import com.sun.net.httpserver.HttpServer;
import io.github.evenkeel.core.server.ServerSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/** A server that says in a header which version it is. */
final class Backend implements AutoCloseable {

    private final HttpServer server;
    private final String version;

    Backend(String version) throws IOException {
        this.version = version;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Version", version);
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    ServerSpec spec() {
        return ServerSpec.of("http://127.0.0.1:" + server.getAddress().getPort())
                .withMetadata(Map.of("version", version));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
