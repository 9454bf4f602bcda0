package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.pool.PoolListener;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.selection.KeyHash;
import io.github.evenkeel.core.selection.LoadReport;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * One run of a scenario under one policy: servers, clients and the traffic between them. Arrivals, clients and work
 * are drawn by a generator of their own, so that every policy gets the same requests in the same order.
 */
final class World {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final KeyHash KEYS = KeyHash.xxHash64();

    /** Clients that are told how busy servers are have been told for so long when the run begins, of all the same. */
    private static final long HEAD_START = 10 * Timeline.SECONDS;

    private static final LoadReport ALIKE = LoadReport.ofUtilisation(0.5, 100, 0);

    private final Scenario scenario;
    private final Timeline timeline = new Timeline();
    private final Journal journal;
    private final List<Backend> backends;
    private final List<Client> clients;
    private final RandomGenerator traffic;
    private final RandomGenerator chance;
    private double rate;

    private World(Scenario scenario, Policy policy, long seed) {
        this.scenario = scenario;
        this.journal = new Journal(scenario);
        this.rate = scenario.rate();
        RandomGenerator seeds = new SplittableRandom(seed);
        this.traffic = new SplittableRandom(seeds.nextLong());
        this.chance = new SplittableRandom(seeds.nextLong());
        Fleet fleet = scenario.fleet();
        this.backends = IntStream.range(0, fleet.servers())
                .mapToObj(i -> new Backend(i, timeline, new SplittableRandom(seeds.nextLong()), fleet))
                .toList();
        this.clients = IntStream.range(0, scenario.clients())
                .mapToObj(i -> client(policy, i, seeds))
                .toList();
    }

    /** Runs it to the end and says what happened. */
    static Journal simulate(Scenario scenario, Policy policy, long seed) {
        World world = new World(scenario, policy, seed);
        scenario.script().accept(world);
        world.nextArrival();
        // Those who give up do so within the deadline; without one, what is still to be answered then is not counted.
        world.timeline.run(
                scenario.timing().endNanos() + Math.max(scenario.timing().deadlineNanos(), 10 * Timeline.SECONDS));
        world.journal.close(
                world.backends.stream().mapToInt(Backend::peak).max().orElse(0));
        return world.journal;
    }

    private Client client(Policy policy, int index, RandomGenerator seeds) {
        SelectionStrategy strategy = policy.maker().make(this, index);
        ServerPool pool = new ServerPool("simulated", policy.config(strategy), PoolListener.NONE, seeds.nextLong());
        List<ServerSpec> servers = backends.stream().map(this::spec).toList();
        if (strategy.readsReports()) {
            // What they say is not believed for 10 s (gRFC A58), in which all would be measured but this.
            long before = timeline.now() - HEAD_START;
            pool.update(servers, before);
            pool.servers().forEach(server -> pool.report(server, ALIKE, before));
        } else {
            pool.update(servers, timeline.now());
        }
        return new Client(this, pool, policy.hedging(), strategy, new SplittableRandom(seeds.nextLong()));
    }

    ServerSpec spec(Backend backend) {
        return ServerSpec.of("http://server-" + backend.index())
                .withId(Integer.toString(backend.index()))
                .withWeight(scenario.fleet().weight().applyAsInt(backend.index()));
    }

    private void nextArrival() {
        double gap = -StrictMath.log(1 - traffic.nextDouble()) / rate * NANOS_PER_SECOND;
        timeline.after((long) Math.ceil(gap), () -> {
            if (timeline.now() < scenario.timing().endNanos()) {
                int sender = (int) (traffic.nextDouble() * clients.size());
                journal.began(timeline.now());
                double work = scenario.fleet().work().draw(traffic);
                clients.get(sender).send(work, key());
                nextArrival();
            }
        });
    }

    private long key() {
        Distribution keys = scenario.keys();
        return keys == null ? KeyHash.NO_KEY : KEYS.hash(Long.toString((long) keys.draw(traffic)));
    }

    Scenario scenario() {
        return scenario;
    }

    Timeline timeline() {
        return timeline;
    }

    Journal journal() {
        return journal;
    }

    List<Client> clients() {
        return clients;
    }

    List<Backend> backends() {
        return backends;
    }

    Backend backend(int index) {
        return backends.get(index);
    }

    Backend backend(Server server) {
        return backends.get(index(server));
    }

    static int index(Server server) {
        return Integer.parseInt(server.id());
    }

    /** For scripts: what they draw is the same under every policy. */
    RandomGenerator chance() {
        return chance;
    }

    /** From now on so many requests a second. */
    void rate(double perSecond) {
        rate = perSecond;
    }
}
