package io.github.evenkeel.examples.searchcluster;

import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import io.github.evenkeel.httpclient.routing.Affinity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;

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
        try (Node first = new Node();
                Node second = new Node();
                Node third = new Node();
                LoadBalancedHttpClient http = client(first.origin(), second.origin(), third.origin())) {
            System.out.println("pages lost with X-Opaque-Id:    " + lost(http, true));
            System.out.println("pages lost without X-Opaque-Id: " + lost(http, false));
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
}
