package io.github.evenkeel.httpclient;

import io.github.evenkeel.core.health.ProbeKind;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.probe.Probe;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * How the servers of a pool are probed: at most one probe of each kind. Immutable.
 *
 * @param byKind what to ask, and how often
 */
record PoolProbes(Map<ProbeKind, Repeated> byKind) {
    static final PoolProbes NONE = new PoolProbes(Map.of());

    /** A first probe begins within that in pools of up to 1000. */
    private static final Duration BEGINS = Duration.ofSeconds(1);

    /** A server that joins others waits no longer for its first probe, however patient that is. */
    private static final Duration LONGEST_FIRST = Duration.ofSeconds(10);

    /** A probe, and how often each server gets it. */
    record Repeated(Probe probe, Function<ServerSpec, Duration> interval) {}

    PoolProbes {
        byKind = Map.copyOf(byKind);
    }

    /** One more; refuses a second one of a kind. */
    PoolProbes with(String pool, Probe probe, Function<ServerSpec, Duration> interval) {
        Objects.requireNonNull(interval, "interval");
        Map<ProbeKind, Repeated> more = new EnumMap<>(ProbeKind.class);
        more.putAll(byKind);
        if (more.putIfAbsent(probe.kind(), new Repeated(probe, interval)) != null) {
            String kind = probe.kind().name().toLowerCase(Locale.ROOT);
            throw new IllegalArgumentException(
                    "pool '" + pool + "' has a probe of " + kind
                            + " already; a second one would contradict it: use one of each kind, or a custom probe that asks both");
        }
        return new PoolProbes(more);
    }

    /** How long a server that joins others waits for its first probes, zero if there are none. */
    Duration first() {
        return byKind.values().stream()
                .map(repeated -> repeated.probe().timeout().plus(BEGINS))
                .max(Duration::compareTo)
                .map(answered -> answered.compareTo(LONGEST_FIRST) > 0 ? LONGEST_FIRST : answered)
                .orElse(Duration.ZERO);
    }

    /**
     * What to ask a server; nothing without a probe.
     *
     * @throws IllegalArgumentException if the user's function gives it no interval that makes sense
     */
    List<Probe> of(ServerSpec server) {
        return byKind.values().stream().map(repeated -> of(server, repeated)).toList();
    }

    @SuppressWarnings("NullAway") // code of the user's may break its promises, and is told so
    private static Probe of(ServerSpec server, Repeated repeated) {
        try {
            return repeated.probe().withInterval(repeated.interval().apply(server));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "the function in probe(probe, interval) gives no interval to server " + server.id() + ": " + e, e);
        }
    }
}
