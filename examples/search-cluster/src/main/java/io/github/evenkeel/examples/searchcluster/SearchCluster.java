package io.github.evenkeel.examples.searchcluster;

import com.sun.net.httpserver.HttpServer;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import io.github.evenkeel.httpclient.routing.Affinity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Searches whose pages only that node knows which began the search, and how each finds back to its node. */
final class SearchCluster {

    private static final int SEARCHES = 8;
    private static final int PAGES = 5;

    /** The part to copy: new searches go in turn, and whoever names one goes where it went before. */
    private static LoadBalancedHttpClient client(String... nodes) {
        return LoadBalancedHttpClient.newBuilder()
                .pool(
                        "search",
                        pool -> pool.servers(nodes)
                                .affinity(Affinity.header("X-Opaque-Id"))
                                .strategy(SelectionStrategy.sticky(SelectionStrategy.roundRobin())))
                .build();
    }

    public static void main(String[] arguments) throws Exception {
        HttpServer first = node();
        HttpServer second = node();
        HttpServer third = node();
        try (LoadBalancedHttpClient http = client(origin(first), origin(second), origin(third))) {
            System.out.println("pages lost with X-Opaque-Id:    " + lost(http, true));
            System.out.println("pages lost without X-Opaque-Id: " + lost(http, false));
        } finally {
            first.stop(0);
            second.stop(0);
            third.stop(0);
        }
    }

    /** Reads a page of each search, then the next page of each; says how many were not found. */
    private static int lost(HttpClient http, boolean named) throws IOException, InterruptedException {
        String run = UUID.randomUUID().toString();
        int lost = 0;
        for (int page = 0; page < PAGES; page++) {
            for (int search = 0; search < SEARCHES; search++) {
                String id = run + "-" + search;
                String path = page == 0 ? "begin" : "scroll";
                HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://search/" + path + "?id=" + id));
                if (named) {
                    request.header("X-Opaque-Id", id);
                }
                HttpResponse<Void> response = http.send(request.build(), BodyHandlers.discarding());
                lost += response.statusCode() == 404 ? 1 : 0;
            }
        }
        return lost;
    }

    private static String origin(HttpServer node) {
        return "http://127.0.0.1:" + node.getAddress().getPort();
    }

    private static HttpServer node() throws IOException {
        Set<String> searches = ConcurrentHashMap.newKeySet();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String id = exchange.getRequestURI().getQuery();
            boolean known =
                    exchange.getRequestURI().getPath().equals("/begin") ? searches.add(id) : searches.contains(id);
            exchange.sendResponseHeaders(known ? 204 : 404, -1);
            exchange.close();
        });
        server.start();
        return server;
    }
}
