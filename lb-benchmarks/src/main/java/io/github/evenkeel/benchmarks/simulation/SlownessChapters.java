package io.github.evenkeel.benchmarks.simulation;

import java.util.stream.Stream;

/** Servers that are slow for a time: because they are, because they stand still, or because of their neighbours. */
final class SlownessChapters {
    static final String ONE_SLOW = "One slow server";
    static final String NEIGHBOURS = "Noisy neighbours";
    static final String HEDGING = "Hedging";

    private static final int[] CLIENTS = {1, 10, 100};
    private static final double WORK = 10 * Timeline.MILLIS;

    private SlownessChapters() {}

    static Chapter oneSlow() {
        double usual = 167 * Timeline.MILLIS;
        Distribution work = Distribution.truncatedNormal(usual, 5 * Timeline.MILLIS);
        Fleet fleet = Fleet.of(11, 1 << 20, work);
        Suspect trouble = new Suspect(0, 15 * Timeline.SECONDS, 45 * Timeline.SECONDS);
        return Chapter.of(
                ONE_SLOW,
                "Buoyant's experiment (\"Beyond Round Robin\", 2016): eleven servers that answer in 167 ms whatever their"
                        + " load, 1000 requests a second for a minute, of which one server takes 2 s from the 15th second"
                        + " to the 45th. Late is more than 1 s. Published: round robin 5 %, least loaded 1 %, peak EWMA"
                        + " 0.1 %.",
                Policies.alone(),
                Stream.of(Scenario.of("Buoyant", fleet, 1)
                        .withRate(1000)
                        .withTiming(
                                timing -> timing.between(0, 60).withNetwork(0).withDeadline(0, Timeline.SECONDS))
                        .withTrouble(trouble, server -> server.speed(usual / (2 * Timeline.SECONDS)), Backend::heal)));
    }

    static Chapter pauses() {
        return Chapter.of(
                "Garbage collections",
                "Each of ten servers stands still now and then, at times of its own.",
                Policies.alone(),
                pausing("200 ms every 5 s", 200 * Timeline.MILLIS, 5).forClients(CLIENTS),
                pausing("1 s every 30 s", Timeline.SECONDS, 30)
                        .withTiming(timing -> timing.between(4, 34))
                        .forClients(10));
    }

    private static Scenario pausing(String name, long length, long everySeconds) {
        return Scenario.of(name, Fleet.USUAL, 0.6)
                .withScript(world -> world.backends().forEach(backend -> {
                    long first = (long) (world.chance().nextDouble() * everySeconds * Timeline.SECONDS);
                    world.timeline().after(first, () -> pause(world, backend, length, everySeconds));
                }));
    }

    private static void pause(World world, Backend backend, long length, long everySeconds) {
        backend.speed(0);
        world.timeline().after(length, () -> backend.speed(1));
        world.timeline().after(everySeconds * Timeline.SECONDS, () -> pause(world, backend, length, everySeconds));
    }

    private static Fleet neighbours() {
        double usualSpeed = 0.15 * 0.4 + 0.25 * 0.7 + 0.6;
        Distribution work = Distribution.truncatedNormal(WORK, WORK);
        return Fleet.of(100, 1, work).withSpeed(server -> usualSpeed);
    }

    /** Every 2 to 10 s each server gets new neighbours: with 15 % chance bad ones, with 25 % middling ones. */
    static Chapter antagonists() {
        Fleet fleet = neighbours();
        Scenario scenario = Scenario.of("", fleet, 1)
                .withTiming(timing -> timing.between(4, 10))
                .withScript(world -> world.backends().forEach(backend -> disturb(world, backend)));
        return Chapter.of(
                NEIGHBOURS,
                "After Prequal (NSDI 2024): a hundred servers of one worker whose speed changes every 2 to 10 s to 0.4, 0.7"
                        + " or 1; work normal with mean and deviation of 10 ms, cut off at 0. Load by the mean speed.",
                Policies.alone(),
                scenario.withRate(0.9 * fleet.capacity()).named("load 0.9").forClients(CLIENTS),
                Stream.of(0.7, 1.1)
                        .flatMap(load -> scenario.withRate(load * fleet.capacity())
                                .named("load " + load)
                                .forClients(100)));
    }

    static Chapter partialViews() {
        Fleet fleet = neighbours();
        Scenario scenario = Scenario.of("load 0.9", fleet, 1)
                .withRate(0.9 * fleet.capacity())
                .withTiming(timing -> timing.between(4, 8))
                .withScript(world -> world.backends().forEach(backend -> disturb(world, backend)));
        return Chapter.of(
                "Partial views",
                "The same hundred servers, but clients look only at some that are theirs, by client index and count.",
                Policies.subsets(),
                scenario.forClients(1, 10, 100, 1000));
    }

    private static void disturb(World world, Backend backend) {
        double draw = world.chance().nextDouble();
        backend.speed(draw < 0.15 ? 0.4 : draw < 0.4 ? 0.7 : 1);
        double seconds = 2 + 8 * world.chance().nextDouble();
        world.timeline().after((long) (seconds * Timeline.SECONDS), () -> disturb(world, backend));
    }

    /** One attempt in two hundred is unlucky, whoever makes it: what a second one elsewhere is for. */
    static Chapter hedging() {
        Fleet fleet = Fleet.USUAL.withMishap(Distribution.seldom(200, 500 * Timeline.MILLIS));
        return Chapter.of(
                HEDGING,
                "One attempt in two hundred gets stuck for 500 ms, at whichever server, and keeps a worker busy all the"
                        + " time. Clients ask a second server after the 95th or the 99th percentile of what their own pool"
                        + " took of late, within the budget of retries; the slower attempt is cancelled, which is no"
                        + " failure and frees no worker that has begun. In \"The Tail at Scale\" (2013) this took the 99.9th"
                        + " percentile of a thousand reads from 1800 to 74 ms for 2 % more requests; after the 95th percentile"
                        + " it is to cost 5 %.",
                Policies.hedged(),
                Scenario.of("load 0.5", fleet, 0.5)
                        .withTiming(timing -> timing.between(10, 130))
                        .forClients(1, 10));
    }
}
