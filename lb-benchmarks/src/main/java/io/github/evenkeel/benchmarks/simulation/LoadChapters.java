package io.github.evenkeel.benchmarks.simulation;

import java.util.stream.Stream;

/** Servers that are well: how evenly, and with how short a tail, is their work spread? */
final class LoadChapters {
    static final String LOW_LOAD = "Low load";
    static final String KEYS = "Keys";

    private static final int[] CLIENTS = {1, 10, 100};

    private LoadChapters() {}

    static Chapter equal() {
        return Chapter.of(
                "Equal servers",
                "Ten servers of four workers, exponential work of 10 ms.",
                Policies.alone(),
                Scenario.of("load 0.7", Fleet.USUAL, 0.7).forClients(CLIENTS),
                Scenario.of("load 0.9", Fleet.USUAL, 0.9).forClients(CLIENTS));
    }

    static Chapter unequal() {
        Fleet two = Fleet.USUAL.withSpeed(server -> server < 5 ? 1 : 0.4);
        Fleet three = Fleet.USUAL.withSpeed(server -> server < 4 ? 1 : server < 7 ? 0.7 : 0.4);
        return Chapter.of(
                "Servers of several generations",
                "As before, but five of the ten run at 0.4 of the speed; or three at 0.7 and three at 0.4. Nobody was told.",
                Policies.alone(),
                Scenario.of("load 0.8", two, 0.8).forClients(CLIENTS),
                Scenario.of("three generations, load 0.8", three, 0.8).forClients(10));
    }

    static Chapter weighted() {
        Fleet fleet = Fleet.USUAL.withSpeed(server -> server < 5 ? 1 : 0.4).withWeight(server -> server < 5 ? 5 : 2);
        return Chapter.of(
                "Servers of two generations, with weights",
                "Five of the ten run at 0.4 of the speed, and everybody was told: their weights are 5 and 2.",
                Policies.weighted(),
                Scenario.of("load 0.8", fleet, 0.8).forClients(CLIENTS));
    }

    static Chapter mixedWork() {
        Fleet bimodal = Fleet.USUAL.withWork(Distribution.bimodal(5 * Timeline.MILLIS, 105 * Timeline.MILLIS, 0.05));
        Fleet heavy = Fleet.USUAL.withWork(Distribution.pareto(10 * Timeline.MILLIS, 1.5));
        return Chapter.of(
                "Cheap and dear requests",
                "Of the same mean of 10 ms: one request in twenty takes 105 ms and the others 5; or a Pareto distribution"
                        + " of shape 1.5.",
                Policies.alone(),
                Scenario.of("bimodal, load 0.7", bimodal, 0.7).forClients(CLIENTS),
                Scenario.of("Pareto, load 0.7", heavy, 0.7).forClients(CLIENTS));
    }

    static Chapter keys() {
        return Chapter.of(
                KEYS,
                "Equal servers, and requests with one of a thousand keys: the k-th is as frequent as 1 / k, so one in eight"
                        + " requests has the first. The busiest server's traffic by the average one's is what matters; the"
                        + " default does not look at keys. Bounded load bounds what each client itself has in flight, rounded up"
                        + " to whole requests: ten clients of about three each may all send one to the same server, so it"
                        + " keeps to its 1.25 with one client only.",
                Policies.keyed(),
                Scenario.of("load 0.7", Fleet.USUAL, 0.7)
                        .withKeys(Distribution.zipf(1000))
                        .forClients(1, 10));
    }

    static Chapter lowLoad() {
        return Chapter.of(
                LOW_LOAD,
                "Requests hardly ever meet: load 0.01, ten servers whose speeds differ by as much up and down. The busiest"
                        + " server's traffic by the average one's is what matters.",
                Policies.alone(),
                spread("±3 %", 0.03),
                spread("±20 %", 0.2));
    }

    private static Stream<Scenario> spread(String name, double spread) {
        Fleet fleet = Fleet.USUAL.withSpeed(server -> 1 - spread + 2 * spread * server / 9);
        return Scenario.of(name, fleet, 0.01)
                .withTiming(timing -> timing.between(20, 520))
                .forClients(1, 100);
    }
}
