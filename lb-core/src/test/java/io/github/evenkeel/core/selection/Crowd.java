package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.Servers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Servers in zones, tiers and states, of which views are made; a server of the same name stays the same. */
final class Crowd {
    private final Map<String, Server> servers = new HashMap<>();
    private final List<Candidate> eligible = new ArrayList<>();
    private final List<Candidate> others = new ArrayList<>();

    Server server(String id) {
        return servers.computeIfAbsent(id, Servers::server);
    }

    Crowd active(String id, UnaryOperator<ServerSpec> spec) {
        eligible.add(candidate(id, spec, ServerState.ACTIVE));
        return this;
    }

    /** Eligible though it is not well. */
    Crowd offered(String id, UnaryOperator<ServerSpec> spec, ServerState state) {
        eligible.add(candidate(id, spec, state));
        return this;
    }

    Crowd out(String id, UnaryOperator<ServerSpec> spec, ServerState state) {
        others.add(candidate(id, spec, state));
        return this;
    }

    /** So many active servers and so many that failed their probes, alike but for their ids. */
    Crowd some(String prefix, int active, int unhealthy, UnaryOperator<ServerSpec> spec) {
        IntStream.range(0, active).forEach(i -> active(prefix + i, spec));
        IntStream.range(active, active + unhealthy).forEach(i -> out(prefix + i, spec, ServerState.UNHEALTHY));
        return this;
    }

    private Candidate candidate(String id, UnaryOperator<ServerSpec> change, ServerState state) {
        ServerSpec spec = change.apply(Servers.spec(id));
        return new Candidate(server(id), spec, state, spec.weight());
    }

    /** A view of all named since the last one. */
    PoolView view() {
        PoolView view = new PoolView(eligible, others);
        eligible.clear();
        others.clear();
        return view;
    }

    static UnaryOperator<ServerSpec> plain() {
        return UnaryOperator.identity();
    }

    static UnaryOperator<ServerSpec> zone(String zone) {
        return spec -> spec.withZone(zone);
    }

    static UnaryOperator<ServerSpec> tier(int tier) {
        return spec -> spec.withTier(tier);
    }

    static UnaryOperator<ServerSpec> version(String version) {
        return spec -> spec.withMetadata(Map.of("version", version));
    }

    /** How often each server of the view, eligible or not, is picked in so many first attempts without a key. */
    static int[] counts(Selector selector, PoolView view, int picks) {
        return Views.count(selector, view.total(), picks, null);
    }

    /** Of those, how many went to servers whose id begins so. */
    static int to(String prefix, PoolView view, int[] counts) {
        return IntStream.range(0, counts.length)
                .filter(index -> view.server(index).id().startsWith(prefix))
                .map(index -> counts[index])
                .sum();
    }
}
