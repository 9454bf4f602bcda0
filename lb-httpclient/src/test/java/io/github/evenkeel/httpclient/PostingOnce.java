package io.github.evenkeel.httpclient;

import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;

/** A program that posts to a pool once, and says what comes of it. */
final class PostingOnce {
    private PostingOnce() {}

    /**
     * Runs it.
     *
     * @param origins the pool's servers
     */
    public static void main(String[] origins) throws Exception {
        try (LoadBalancedHttpClient client = Clients.inOrder(origins)) {
            try {
                System.out.println(client.send(Clients.post("an order"), BodyHandlers.ofString())
                        .body());
            } catch (IOException e) {
                System.out.println(e.getClass().getSimpleName());
            }
        }
    }
}
