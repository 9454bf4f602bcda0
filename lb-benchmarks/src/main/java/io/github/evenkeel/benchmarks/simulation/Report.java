package io.github.evenkeel.benchmarks.simulation;

/** The report: what it is, whether the default is as good as it should be, and all tables. */
final class Report {
    private Report() {}

    static String of(Results results) {
        return """
                # Balancing quality, simulated

                `lb-benchmarks/run simulate` makes this file; same code, same text, on every machine and JDK. The pools are
                those of lb-core, driven on virtual time. Latencies in milliseconds, over all requests that were answered
                or given up after 5 s; means over %s, with the least and greatest p99. *Regret*: p99 by that of the
                oracle of the shortest expected delay, which sees all servers and all clients. *Late*: past the deadline.
                *Max/mean*: what the busiest server was sent by what the average one was. *Peak*: most requests at one
                server. *Detected*: seconds until a tenth of one in which the server in
                trouble got less than half of its share, *recovered*: from
                its recovery until it got 80 %% of it, *burst*: the most it got in any second after, by its share.

                **default** is lb-core as it comes, with circuit breaker, outlier detection and slow start. All others are
                without those, strategies alone, under the names of those who have them by default. Peers are what lb-core
                has too, or models written from the sources of others; "least response time (lb-core)" is shown beside them
                and is none: its estimates fade and its failures count, which makes it stronger than what nginx, Angie and
                Stork have under such names. Those whose servers must report (Prequal, C3, gRPC's
                weighted round robin) are no peers either; of the last, servers report their latest second with each response.
                """.formatted(results.seeds()) + Goals.of(results) + MarkdownTables.of(results);
    }
}
