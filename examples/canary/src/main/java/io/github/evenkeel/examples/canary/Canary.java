package io.github.evenkeel.examples.canary;

import io.github.evenkeel.core.selection.KeyHash;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import io.github.evenkeel.httpclient.routing.Affinity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A new version of a service for a few users, the same ones with every request, and then for more. */
final class Canary {

    /** All clients that share it send a user to the same version. */
    private static final long SECRET = 0x5DEECE66DL;

    /** The part to copy: a share of the users for the servers whose metadata say v2. */
    private static LoadBalancedHttpClient client(List<ServerSpec> servers, double percent) {
        SelectionStrategy canary = SelectionStrategy.split(
                server -> server.metadata().get("version"),
                Map.of("v1", 100 - percent, "v2", percent),
                SelectionStrategy.leastExpectedLatency());
        return LoadBalancedHttpClient.newBuilder()
                .pool(
                        "shop",
                        pool -> pool.servers(servers)
                                .affinity(Affinity.header("X-User"), KeyHash.seeded(SECRET))
                                .strategy(canary))
                .build();
    }

    public static void main(String[] arguments) throws Exception {
        try (Backend first = new Backend("v1");
                Backend second = new Backend("v1");
                Backend third = new Backend("v2")) {
            List<ServerSpec> servers = List.of(first.spec(), second.spec(), third.spec());
            try (LoadBalancedHttpClient few = client(servers, 5);
                    LoadBalancedHttpClient more = client(servers, 20)) {
                Set<String> users = usersOfNewVersion(few);
                System.out.println("5 %: " + users.size() + " of 1000 users get v2");
                System.out.println("the same users when they come again: "
                        + usersOfNewVersion(few).equals(users));
                Set<String> moreUsers = usersOfNewVersion(more);
                System.out.println("20 %: " + moreUsers.size() + " of 1000 users get v2");
                System.out.println("all of the first among them: " + moreUsers.containsAll(users));
            }
        }
    }

    private static Set<String> usersOfNewVersion(HttpClient http) throws IOException, InterruptedException {
        Set<String> users = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String user = "user-" + i;
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://shop/cart"))
                    .header("X-User", user)
                    .build();
            HttpResponse<Void> response = http.send(request, BodyHandlers.discarding());
            if (response.headers().allValues("Version").contains("v2")) {
                users.add(user);
            }
        }
        return users;
    }
}
