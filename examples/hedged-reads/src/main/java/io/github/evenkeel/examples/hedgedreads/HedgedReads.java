package io.github.evenkeel.examples.hedgedreads;

import io.github.evenkeel.httpclient.LoadBalancedHttpClient;
import io.github.evenkeel.httpclient.policy.Hedging;
import io.github.evenkeel.httpclient.policy.HedgingStatistics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Reads that now and then take a hundred times as long, with and without a second server to ask. */
final class HedgedReads {

    private static final int READS = 600;

    private static final Duration SLOW = Duration.ofMillis(250);

    /** The part to copy: what nine of ten reads took less than, another server is asked for. */
    private static LoadBalancedHttpClient hedging(String... servers) {
        return LoadBalancedHttpClient.newBuilder()
                .pool("catalogue", pool -> pool.servers(servers).hedge(Hedging.DEFAULT.withPercentile(0.9)))
                .build();
    }

    private static LoadBalancedHttpClient plain(String... servers) {
        return LoadBalancedHttpClient.newBuilder()
                .pool("catalogue", pool -> pool.servers(servers))
                .build();
    }

    public static void main(String[] arguments) throws Exception {
        try (Backend first = new Backend();
                Backend second = new Backend();
                LoadBalancedHttpClient plain = plain(first.origin(), second.origin());
                LoadBalancedHttpClient hedging = hedging(first.origin(), second.origin())) {
            System.out.println("as it comes: " + slowReads(plain) + " of " + READS + " reads took over 250 ms");
            System.out.println("hedged: " + slowReads(hedging) + " of " + READS + " reads took over 250 ms");
            HedgingStatistics statistics = hedging.pool("catalogue").hedging();
            System.out.println("a second server was asked " + statistics.hedges() + " times and was first "
                    + statistics.won() + " times");
        }
    }

    private static int slowReads(HttpClient http) throws IOException, InterruptedException {
        int slow = 0;
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://catalogue/item/7")).build();
        for (int i = 0; i < READS; i++) {
            long start = System.nanoTime();
            http.send(request, BodyHandlers.discarding());
            slow += System.nanoTime() - start > SLOW.toNanos() ? 1 : 0;
        }
        return slow;
    }
}
