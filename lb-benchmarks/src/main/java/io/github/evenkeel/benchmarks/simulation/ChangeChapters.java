package io.github.evenkeel.benchmarks.simulation;

import java.time.Duration;

/** Servers that come and go. */
final class ChangeChapters {
    static final String ROLLING_RESTART = "Rolling restart";

    private ChangeChapters() {}

    static Chapter newcomer() {
        Suspect trouble = new Suspect(0, 10 * Timeline.SECONDS, 20 * Timeline.SECONDS);
        Scenario scenario = Scenario.of("cold newcomer", Fleet.USUAL, 0.7)
                .withTiming(timing -> timing.between(5, 30))
                .withTrouble(trouble, server -> {}, Backend::heal);
        return Chapter.of(
                "A new server",
                "The tenth server joins nine busy ones and runs at a fifth of its speed for its first 10 s, as a JVM does.",
                Policies.guarded(),
                scenario.withScript(world -> join(world, trouble)).forClients(1, 10));
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
                                .forEach(client -> client.pool().add(world.spec(backend), newcomer.fromNanos())));
        world.timeline().at(newcomer.untilNanos(), () -> backend.heal());
    }

    static Chapter rollingRestart() {
        Scenario scenario = Scenario.of("", Fleet.USUAL, 0.6)
                .withTiming(timing -> timing.between(5, 45))
                .withRetrying(Retrying.USUAL);
        return Chapter.of(
                ROLLING_RESTART,
                "One server after the other is restarted, which takes 2 s. Either the clients are told and drain it for a"
                        + " second before, or it is killed with what it has in flight. Lost requests are retried.",
                Policies.guarded(),
                scenario.named("drained")
                        .withScript(world -> restart(world, 0, true))
                        .forClients(1, 10),
                scenario.named("killed")
                        .withScript(world -> restart(world, 0, false))
                        .forClients(10));
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
}
