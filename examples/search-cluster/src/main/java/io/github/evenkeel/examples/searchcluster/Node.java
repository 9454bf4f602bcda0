package io.github.evenkeel.examples.searchcluster;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Knows the searches that were begun here, and no others. */
final class Node implements AutoCloseable {

    private final Set<String> searches = ConcurrentHashMap.newKeySet();
    private final HttpServer server;

    Node() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String id = exchange.getRequestURI().getQuery();
            boolean begins = exchange.getRequestURI().getPath().equals("/begin");
            boolean known = begins ? searches.add(id) : searches.contains(id);
            exchange.sendResponseHeaders(known ? 204 : 404, -1);
            exchange.close();
        });
        server.start();
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
