package io.github.evenkeel.benchmarks.simulation;

import java.util.List;

/** Servers that fail: who notices how soon, what is lost until then, and how do they come back? */
final class FaultChapters {
    static final String BLACK_HOLE = "Black hole";
    static final String RETRY_STORM = "Retry storm";
    static final String RECOVERY = "Recovery";

    private static final int[] CLIENTS = {1, 10, 100};

    private FaultChapters() {}

    private static Scenario troubled(String name, Fault fault) {
        Suspect trouble = new Suspect(0, 10 * Timeline.SECONDS, 30 * Timeline.SECONDS);
        return Scenario.of(name, Fleet.USUAL, 0.6)
                .withTiming(timing -> timing.between(5, 40))
                .withTrouble(trouble, server -> server.fault(fault), Backend::heal);
    }

    static Chapter blackHole() {
        return Chapter.of(
                BLACK_HOLE,
                "From the 10th second to the 30th, of 35 measured, one of ten servers answers 500 within a millisecond."
                        + " Errors are not retried: what fails is what was sent there.",
                Policies.guarded(),
                troubled("500 in 1 ms", Fault.errors(1)).forClients(CLIENTS));
    }

    static Chapter otherFaults() {
        Scenario silent = troubled("silent", Fault.SILENT)
                .withTiming(timing -> timing.withDeadline(Timeline.SECONDS, Timeline.SECONDS));
        return Chapter.of(
                "Other faults",
                "The same with every tenth or second request failing; with connections refused, which is retried; and with a host"
                        + " that is gone without a word, where clients wait for 1 s and do not retry.",
                Policies.guarded(),
                troubled("one in ten 500", Fault.errors(0.1)).forClients(10),
                troubled("half of them 500", Fault.errors(0.5)).forClients(10),
                troubled("refused", Fault.REFUSED).withRetrying(Retrying.USUAL).forClients(10),
                silent.forClients(10));
    }

    static Chapter zoneFailure() {
        Scenario scenario = Scenario.of("", Fleet.USUAL, 0.5)
                .withTiming(timing -> timing.between(5, 45).withDeadline(Timeline.SECONDS, Timeline.SECONDS))
                .withTrouble(new Suspect(0, 10 * Timeline.SECONDS, 30 * Timeline.SECONDS), first -> {}, first -> {})
                .withRetrying(Retrying.USUAL);
        return Chapter.of(
                "A zone is gone",
                "Three of ten servers go at once, from the 10th second to the 30th: they refuse connections, which is"
                        + " retried, or say nothing, where clients wait for 1 s. Detected and recovered is the first of the three.",
                Policies.guarded(),
                scenario.named("refused")
                        .withScript(world -> lose(world, Fault.REFUSED))
                        .forClients(10),
                scenario.named("silent")
                        .withScript(world -> lose(world, Fault.SILENT))
                        .forClients(10));
    }

    private static void lose(World world, Fault fault) {
        List<Backend> zone = world.backends().subList(0, 3);
        world.timeline().at(10 * Timeline.SECONDS, () -> zone.forEach(backend -> backend.fault(fault)));
        world.timeline().at(30 * Timeline.SECONDS, () -> zone.forEach(Backend::heal));
    }

    static Chapter retryStorm() {
        Scenario scenario = Scenario.of("", Fleet.USUAL.withRoom(40), 1.5).withTiming(timing -> timing.between(5, 25));
        return Chapter.of(
                RETRY_STORM,
                "Half as much again as the servers can do. Each holds forty requests and turns further ones away with a"
                        + " 503, which is retried twice. The budget is a fifth of the requests and, for each client, ten a second beside,"
                        + " as in Finagle, tower and Linkerd: that is what goes beyond 1.2 attempts.",
                Policies.guarded(),
                scenario.named("budget")
                        .withRetrying(new Retrying(3, true, true))
                        .forClients(1, 10),
                scenario.named("no budget")
                        .withRetrying(new Retrying(3, true, false))
                        .forClients(1, 10));
    }

    static Chapter recovery() {
        Suspect trouble = new Suspect(0, 10 * Timeline.SECONDS, 30 * Timeline.SECONDS);
        Scenario probed = troubled("dead 20 s, probed", Fault.errors(1)).withTiming(timing -> timing.between(5, 58));
        return Chapter.of(
                RECOVERY,
                "One of ten servers is ten times slower, or answers 500, for 20 s and then is well. How long until it has"
                        + " 80 % of its fair share again, and does it get too much at once? Each client finds out for itself, so"
                        + " with ten of them its share grows in steps.",
                Policies.guarded(),
                troubled("slow 20 s", Fault.NONE)
                        .withTiming(timing -> timing.between(5, 58))
                        .withTrouble(trouble, server -> server.speed(0.1), Backend::heal)
                        .forClients(1, 10),
                troubled("dead 20 s", Fault.errors(1))
                        .withTiming(timing -> timing.between(5, 58))
                        .forClients(1, 10),
                probed.withScript(world -> {
                            probed.script().accept(world);
                            probe(world, trouble);
                        })
                        .forClients(10));
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
}
