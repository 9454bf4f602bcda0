package io.github.evenkeel.benchmarks.simulation;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every scenario of the suite. */
final class Chapters {
    static final String NEIGHBOURS = "Noisy neighbours";
    static final String BLACK_HOLE = "Black hole";
    static final String ROLLING_RESTART = "Rolling restart";
    static final String RETRY_STORM = "Retry storm";
    static final String RECOVERY = "Recovery";
    static final String KEYS = "Keys";
    static final String LOW_LOAD = "Low load";
    static final String ONE_SLOW = "One slow server";

    private static final int[] CLIENTS = {1, 10, 100};
    private static final double WORK = 10 * Timeline.MILLIS;

    private Chapters() {}

    static List<Chapter> all() {
        return List.of(
                equal(),
                unequal(),
                oneSlow(),
                pauses(),
                mixedWork(),
                antagonists(),
                partialViews(),
                keys(),
                blackHole(),
                otherFaults(),
                newcomer(),
                rollingRestart(),
                zoneFailure(),
                retryStorm(),
                recovery(),
                lowLoad());
    }

    /** Enough for a test that notices when something changes. */
    static List<Chapter> few() {
        return Stream.of(equal(), oneSlow(), blackHole())
                .map(chapter -> new Chapter(
                        chapter.title(),
                        chapter.about(),
                        chapter.policies(),
                        List.of(chapter.scenarios().get(chapter.scenarios().size() / 2))))
                .toList();
    }

    private static List<Scenario> forClients(Scenario scenario, int... clients) {
        return IntStream.of(clients)
                .mapToObj(number -> scenario.withClients(number)
                        .named(scenario.name() + ", " + number + (number == 1 ? " client" : " clients")))
                .toList();
    }

    private static List<Scenario> both(List<Scenario> some, List<Scenario> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private static Chapter equal() {
        return new Chapter(
                "Equal servers",
                "Ten servers of four workers, exponential work of 10 ms.",
                Policies.alone(),
                both(
                        forClients(Scenario.of("load 0.7", Fleet.USUAL, 0.7), CLIENTS),
                        forClients(Scenario.of("load 0.9", Fleet.USUAL, 0.9), CLIENTS)));
    }

    private static Chapter unequal() {
        Fleet fleet = Fleet.USUAL.withSpeed(server -> server < 5 ? 1 : 0.4);
        return new Chapter(
                "Servers of two generations",
                "As before, but five of the ten run at 0.4 of the speed, which nobody was told.",
                Policies.alone(),
                forClients(Scenario.of("load 0.8", fleet, 0.8), CLIENTS));
    }

    private static Chapter oneSlow() {
        double usual = 167 * Timeline.MILLIS;
        Distribution work = Distribution.truncatedNormal(usual, 5 * Timeline.MILLIS);
        Fleet fleet = new Fleet(11, 1 << 20, false, Integer.MAX_VALUE, work, server -> 1);
        Suspect trouble = new Suspect(0, 15 * Timeline.SECONDS, 45 * Timeline.SECONDS);
        return new Chapter(
                ONE_SLOW,
                "Buoyant's experiment (\"Beyond Round Robin\", 2016): eleven servers that answer in 167 ms whatever their"
                        + " load, 1000 requests a second for a minute, of which one server takes 2 s from the 15th second"
                        + " to the 45th. Late is more than 1 s. Published: round robin 5 %, least loaded 1 %, peak EWMA"
                        + " 0.1 %.",
                Policies.alone(),
                List.of(Scenario.of("Buoyant", fleet, 1)
                        .withRate(1000)
                        .withTiming(
                                timing -> timing.between(0, 60).withNetwork(0).withDeadline(0, Timeline.SECONDS))
                        .withTrouble(trouble, server -> server.speed(usual / (2 * Timeline.SECONDS)), Chapters::heal)));
    }

    private static Chapter pauses() {
        return new Chapter(
                "Garbage collections",
                "Each of ten servers stands still now and then, at times of its own.",
                Policies.alone(),
                both(
                        forClients(pausing("200 ms every 5 s", 200 * Timeline.MILLIS, 5), CLIENTS),
                        forClients(
                                pausing("1 s every 30 s", Timeline.SECONDS, 30)
                                        .withTiming(timing -> timing.between(4, 34)),
                                10)));
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

    private static Chapter mixedWork() {
        Fleet bimodal = Fleet.USUAL.withWork(Distribution.bimodal(5 * Timeline.MILLIS, 105 * Timeline.MILLIS, 0.05));
        Fleet heavy = Fleet.USUAL.withWork(Distribution.pareto(WORK, 1.5));
        return new Chapter(
                "Cheap and dear requests",
                "Of the same mean of 10 ms: one request in twenty takes 105 ms and the others 5; or a Pareto distribution"
                        + " of shape 1.5.",
                Policies.alone(),
                both(
                        forClients(Scenario.of("bimodal, load 0.7", bimodal, 0.7), CLIENTS),
                        forClients(Scenario.of("Pareto, load 0.7", heavy, 0.7), CLIENTS)));
    }

    private static Fleet neighbours() {
        double usualSpeed = 0.15 * 0.4 + 0.25 * 0.7 + 0.6;
        Distribution work = Distribution.truncatedNormal(WORK, WORK);
        return new Fleet(100, 1, false, Integer.MAX_VALUE, work, server -> usualSpeed);
    }

    /** Every 2 to 10 s each server gets new neighbours: with 15 % chance bad ones, with 25 % middling ones. */
    private static Chapter antagonists() {
        Fleet fleet = neighbours();
        Scenario scenario = Scenario.of("", fleet, 1)
                .withTiming(timing -> timing.between(4, 10))
                .withScript(world -> world.backends().forEach(backend -> disturb(world, backend)));
        List<Scenario> crowds =
                forClients(scenario.withRate(0.9 * fleet.capacity()).named("load 0.9"), CLIENTS);
        List<Scenario> loads = Stream.of(0.7, 1.1)
                .map(load -> scenario.withRate(load * fleet.capacity())
                        .withClients(100)
                        .named("load " + load + ", 100 clients"))
                .toList();
        return new Chapter(
                NEIGHBOURS,
                "After Prequal (NSDI 2024): a hundred servers of one worker whose speed changes every 2 to 10 s to 0.4, 0.7"
                        + " or 1; work normal with mean and deviation of 10 ms, cut off at 0. Load by the mean speed.",
                Policies.alone(),
                both(crowds, loads));
    }

    private static Chapter partialViews() {
        Fleet fleet = neighbours();
        Scenario scenario = Scenario.of("load 0.9", fleet, 1)
                .withRate(0.9 * fleet.capacity())
                .withTiming(timing -> timing.between(4, 8))
                .withScript(world -> world.backends().forEach(backend -> disturb(world, backend)));
        return new Chapter(
                "Partial views",
                "The same hundred servers, but clients look only at some that are theirs, by client index and count.",
                Policies.subsets(),
                forClients(scenario, 1, 10, 100, 1000));
    }

    private static Chapter keys() {
        return new Chapter(
                KEYS,
                "Equal servers, and requests with one of a thousand keys: the k-th is as frequent as 1 / k, so one in eight"
                        + " requests has the first. The busiest server's traffic by the average one's is what matters; the"
                        + " default does not look at keys, and bounded load bounds what each client itself has in flight.",
                Policies.keyed(),
                forClients(Scenario.of("load 0.7", Fleet.USUAL, 0.7).withKeys(Distribution.zipf(1000)), 1, 10));
    }

    private static void disturb(World world, Backend backend) {
        double draw = world.chance().nextDouble();
        backend.speed(draw < 0.15 ? 0.4 : draw < 0.4 ? 0.7 : 1);
        double seconds = 2 + 8 * world.chance().nextDouble();
        world.timeline().after((long) (seconds * Timeline.SECONDS), () -> disturb(world, backend));
    }

    private static void heal(Backend backend) {
        backend.speed(1);
        backend.fault(Fault.NONE);
    }

    private static Scenario troubled(String name, Fault fault) {
        Suspect trouble = new Suspect(0, 10 * Timeline.SECONDS, 30 * Timeline.SECONDS);
        return Scenario.of(name, Fleet.USUAL, 0.6)
                .withTiming(timing -> timing.between(5, 40))
                .withTrouble(trouble, server -> server.fault(fault), Chapters::heal);
    }

    static Chapter blackHole() {
        return new Chapter(
                BLACK_HOLE,
                "From the 10th second to the 30th, of 35 measured, one of ten servers answers 500 within a millisecond."
                        + " Errors are not retried: what fails is what was sent there.",
                Policies.guarded(),
                forClients(troubled("500 in 1 ms", Fault.errors(1)), CLIENTS));
    }

    private static Chapter otherFaults() {
        Scenario silent = troubled("silent", Fault.SILENT)
                .withTiming(timing -> timing.withDeadline(Timeline.SECONDS, Timeline.SECONDS));
        return new Chapter(
                "Other faults",
                "The same with every tenth or second request failing; with connections refused, which is retried; and with a host"
                        + " that is gone without a word, where clients wait for 1 s and do not retry.",
                Policies.guarded(),
                Stream.of(
                                forClients(troubled("one in ten 500", Fault.errors(0.1)), 10),
                                forClients(troubled("half of them 500", Fault.errors(0.5)), 10),
                                forClients(troubled("refused", Fault.REFUSED).withRetrying(Retrying.USUAL), 10),
                                forClients(silent, 10))
                        .flatMap(List::stream)
                        .toList());
    }

    private static Chapter newcomer() {
        Suspect trouble = new Suspect(0, 10 * Timeline.SECONDS, 20 * Timeline.SECONDS);
        Scenario scenario = Scenario.of("cold newcomer", Fleet.USUAL, 0.7)
                .withTiming(timing -> timing.between(5, 30))
                .withTrouble(trouble, server -> {}, Chapters::heal);
        return new Chapter(
                "A new server",
                "The tenth server joins nine busy ones and runs at a fifth of its speed for its first 10 s, as a JVM does.",
                Policies.guarded(),
                forClients(scenario.withScript(world -> join(world, trouble)), 1, 10));
    }

    private static void join(World world, Suspect newcomer) {
        Backend backend = world.backend(newcomer.server());
        String id = Integer.toString(backend.index());
        backend.speed(0.2);
        world.clients().forEach(client -> client.pool().remove(id, 0));
        world.timeline()
                .at(
                        newcomer.fromNanos(),
                        () -> world.clients()
                                .forEach(client -> client.pool().add(World.spec(backend), newcomer.fromNanos())));
        world.timeline().at(newcomer.untilNanos(), () -> heal(backend));
    }

    private static Chapter rollingRestart() {
        Scenario scenario = Scenario.of("", Fleet.USUAL, 0.6)
                .withTiming(timing -> timing.between(5, 45))
                .withRetrying(Retrying.USUAL);
        return new Chapter(
                ROLLING_RESTART,
                "One server after the other is restarted, which takes 2 s. Either the clients are told and drain it for a"
                        + " second before, or it is killed with what it has in flight. Lost requests are retried.",
                Policies.guarded(),
                both(
                        forClients(scenario.named("drained").withScript(world -> restart(world, 0, true)), 1, 10),
                        forClients(scenario.named("killed").withScript(world -> restart(world, 0, false)), 10)));
    }

    private static void restart(World world, int server, boolean drained) {
        Timeline timeline = world.timeline();
        Backend backend = world.backend(server);
        String id = Integer.toString(server);
        long begin = (6 + 4L * server) * Timeline.SECONDS;
        if (drained) {
            timeline.at(
                    begin - Timeline.SECONDS,
                    () -> world.clients()
                            .forEach(client -> client.pool().drain(id, Duration.ofSeconds(1), timeline.now())));
        }
        timeline.at(begin, () -> backend.fault(Fault.REFUSED));
        timeline.at(begin + 2 * Timeline.SECONDS, () -> {
            backend.fault(Fault.NONE);
            if (drained) {
                world.clients().forEach(client -> client.pool().readmit(id, timeline.now()));
            }
        });
        if (server + 1 < world.backends().size()) {
            restart(world, server + 1, drained);
        }
    }

    private static Chapter zoneFailure() {
        Scenario scenario = Scenario.of("", Fleet.USUAL, 0.5)
                .withTiming(timing -> timing.between(5, 45).withDeadline(Timeline.SECONDS, Timeline.SECONDS))
                .withRetrying(Retrying.USUAL);
        return new Chapter(
                "A zone is gone",
                "Three of ten servers go at once, from the 10th second to the 30th: they refuse connections, which is"
                        + " retried, or say nothing, where clients wait for 1 s.",
                Policies.guarded(),
                both(
                        forClients(scenario.named("refused").withScript(world -> lose(world, Fault.REFUSED)), 10),
                        forClients(scenario.named("silent").withScript(world -> lose(world, Fault.SILENT)), 10)));
    }

    private static void lose(World world, Fault fault) {
        List<Backend> zone = world.backends().subList(0, 3);
        world.timeline().at(10 * Timeline.SECONDS, () -> zone.forEach(backend -> backend.fault(fault)));
        world.timeline().at(30 * Timeline.SECONDS, () -> zone.forEach(Chapters::heal));
    }

    private static Chapter retryStorm() {
        Scenario scenario = Scenario.of("", Fleet.USUAL.withRoom(40), 1.5).withTiming(timing -> timing.between(5, 25));
        return new Chapter(
                RETRY_STORM,
                "Half as much again as the servers can do. Each holds forty requests and turns further ones away with a"
                        + " 503, which is retried twice. The budget is a fifth of the requests and, for each client, ten a second beside,"
                        + " as in Finagle, tower and Linkerd: that is what goes beyond 1.2 attempts.",
                Policies.guarded(),
                both(
                        forClients(scenario.named("budget").withRetrying(new Retrying(3, true, true)), 1, 10),
                        forClients(scenario.named("no budget").withRetrying(new Retrying(3, true, false)), 1, 10)));
    }

    static Chapter recovery() {
        Suspect trouble = new Suspect(0, 10 * Timeline.SECONDS, 30 * Timeline.SECONDS);
        Scenario probed = troubled("dead 20 s, probed", Fault.errors(1)).withTiming(timing -> timing.between(5, 58));
        return new Chapter(
                RECOVERY,
                "One of ten servers is ten times slower, or answers 500, for 20 s and then is well. How long until it has"
                        + " 80 % of its fair share again, and does it get too much at once?",
                Policies.guarded(),
                Stream.of(
                                forClients(
                                        troubled("slow 20 s", Fault.NONE)
                                                .withTiming(timing -> timing.between(5, 58))
                                                .withTrouble(trouble, server -> server.speed(0.1), Chapters::heal),
                                        1,
                                        10),
                                forClients(
                                        troubled("dead 20 s", Fault.errors(1))
                                                .withTiming(timing -> timing.between(5, 58)),
                                        1,
                                        10),
                                forClients(
                                        probed.withScript(world -> {
                                            probed.script().accept(world);
                                            probe(world, trouble);
                                        }),
                                        10))
                        .flatMap(List::stream)
                        .toList());
    }

    /** Every client asks the server every 5 s how it is, each at times of its own. */
    private static void probe(World world, Suspect suspect) {
        Timeline timeline = world.timeline();
        long interval = 5 * Timeline.SECONDS;
        world.clients()
                .forEach(client -> timeline.after(
                        (long) (world.chance().nextDouble() * interval),
                        () -> timeline.every(interval, () -> {
                            boolean passed =
                                    timeline.now() < suspect.fromNanos() || timeline.now() >= suspect.untilNanos();
                            client.pool().servers().get(suspect.server()).recordProbe(passed, timeline.now());
                        })));
    }

    private static Chapter lowLoad() {
        return new Chapter(
                LOW_LOAD,
                "Requests hardly ever meet: load 0.01, ten servers whose speeds differ by as much up and down. The busiest"
                        + " server's traffic by the average one's is what matters.",
                Policies.alone(),
                Stream.of(0.03, 0.2)
                        .flatMap(spread -> forClients(
                                Scenario.of(
                                                spread == 0.03 ? "±3 %" : "±20 %",
                                                Fleet.USUAL.withSpeed(server -> 1 - spread + 2 * spread * server / 9),
                                                0.01)
                                        .withTiming(timing -> timing.between(20, 520)),
                                1,
                                100)
                                .stream())
                        .toList());
    }
}
