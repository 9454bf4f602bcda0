package io.github.evenkeel.core.pool;

import static io.github.evenkeel.core.Time.MILLIS;
import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.Breakers;
import io.github.evenkeel.core.health.CircuitBreaker;
import io.github.evenkeel.core.health.HealthStatus;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.FailureKind;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.ServerStatistics;
import io.github.evenkeel.core.server.Servers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Four threads do everything at once: acquire, complete, cancel, probe, drain, readmit, re-weight, add, remove, replace.
 * Afterwards all is accounted for, and meanwhile no pick returned a server that had been removed or tried before. Takes a
 * second; {@code -Pstress} makes it a minute.
 */
class ServerPoolStressTest {
    private static final int THREADS = 4;
    private static final int STEPS = 40_000;
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("stress.seconds", 0));
    private static final String[] NAMES = {"a", "b", "c", "d", "e", "f", "g"};

    private final ConcurrentLinkedQueue<PoolEvent> events = new ConcurrentLinkedQueue<>();
    private final Set<Server> seen = ConcurrentHashMap.newKeySet();
    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong acquired = new AtomicLong();
    private final AtomicLong succeeded = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong cancelled = new AtomicLong();
    private final AtomicLong doublyClosed = new AtomicLong();
    private final AtomicLong forbidden = new AtomicLong();

    /** Servers for whose removal the pool has returned, and as which removal that was. */
    private final Map<Server, Long> gone = new ConcurrentHashMap<>();

    private final AtomicLong removals = new AtomicLong();

    private final Queue<Drain> drains = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyRequestIsAccountedForAndEveryChangeToldOnce(boolean leastExpectedLatency) throws Exception {
        SelectionStrategy strategy =
                leastExpectedLatency ? SelectionStrategy.leastExpectedLatency() : SelectionStrategy.powerOfTwoChoices();
        PoolConfig config = PoolConfig.DEFAULT.withStrategy(strategy).withBreaker(Breakers.TWO_IN_A_ROW);
        ServerPool pool = new ServerPool("orders", config, events::add, 1);
        pool.update(Pools.specs(NAMES), 0);

        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running = new ArrayList<>();
            IntStream.range(0, THREADS).forEach(seed -> running.add(threads.submit(() -> work(pool, seed))));
            for (Future<?> future : running) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertTrue(acquired.get() > STEPS);
        assertEquals(0, doublyClosed.get());
        assertEquals(0, forbidden.get(), "picks of servers that were gone or tried");
        assertTrue(drains.stream().allMatch(Drain::isOver), drains::toString);
        assertEquals(acquired.get(), succeeded.get() + failed.get() + cancelled.get());
        assertTrue(seen.stream().allMatch(server -> server.inFlight() == 0), seen::toString);
        List<ServerStatistics> figures =
                seen.stream().map(server -> Servers.statistics(server)).toList();
        assertEquals(
                succeeded.get(),
                figures.stream().mapToLong(ServerStatistics::successes).sum());
        assertEquals(
                cancelled.get(),
                figures.stream().mapToLong(ServerStatistics::cancellations).sum());
        assertEquals(
                failed.get(),
                figures.stream().mapToLong(ServerStatistics::failures).sum());
        pool.statistics(0)
                .servers()
                .forEach(server -> assertNoVerdictWasMissed(Pools.server(pool, server.id()), server.state()));
        assertStatesFollowFromEvents(pool);
    }

    /** The last rebuild must have seen the last change of every server. */
    private static void assertNoVerdictWasMissed(Server server, ServerState state) {
        HealthStatus health = server.health().status();
        boolean healthy = health == HealthStatus.HEALTHY || health == HealthStatus.UNKNOWN;
        boolean closed = server.breaker().state() == CircuitBreaker.State.CLOSED;
        boolean right = switch (state) {
            case ACTIVE -> healthy && closed;
            case RETAINED, EJECTED -> healthy && !closed;
            case TRIAL -> healthy && server.breaker().state() == CircuitBreaker.State.HALF_OPEN;
            case UNHEALTHY -> health == HealthStatus.UNHEALTHY;
            case NOT_READY -> health == HealthStatus.NOT_READY;
            case DEGRADED, PAUSED -> false;
            case DRAINING -> true;
        };
        assertTrue(right, () -> server + " is " + state);
    }

    private void work(ServerPool pool, int seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Deque<Lease> open = new ArrayDeque<>();
        long end = System.nanoTime() + TIME.toNanos();
        for (int step = 0; step < STEPS || System.nanoTime() - end < 0; step++) {
            long now = clock.addAndGet(random.nextInt((int) MILLIS));
            int what = random.nextInt(1000);
            if (what < 3) {
                update(pool, random, now);
            } else if (what < 8) {
                changeOne(pool, random, now);
            } else if (what < 20) {
                List<Server> servers = pool.servers();
                servers.get(random.nextInt(servers.size())).recordProbe(random.nextInt(3) > 0, now);
            } else if (what < 500 || open.isEmpty()) {
                acquire(pool, random, now, open);
            } else {
                close(open.poll(), random, now);
            }
        }
        open.forEach(lease -> close(lease, random, clock.get()));
        pool.advance(clock.addAndGet(SECONDS));
    }

    private void acquire(ServerPool pool, RandomGenerator random, long now, Deque<Lease> open) {
        long removalsBefore = removals.get();
        Lease previous = random.nextInt(4) == 0 ? open.peekLast() : null;
        Lease lease = pool.acquire(random.nextLong(), now, random, previous);
        if (lease == null) {
            lease = pool.acquireLastResort(now, random, previous);
        }
        if (lease != null) {
            if (gone.getOrDefault(lease.server(), Long.MAX_VALUE) <= removalsBefore
                    || Lease.tried(previous, lease.server())) {
                forbidden.incrementAndGet();
            }
            acquired.incrementAndGet();
            seen.add(lease.server());
            open.add(lease);
        }
    }

    private void close(Lease lease, RandomGenerator random, long now) {
        lease.respond(now);
        int how = random.nextInt(10);
        boolean won;
        if (how < 6) {
            won = lease.succeed(now);
            succeeded.incrementAndGet();
        } else if (how < 9) {
            won = lease.fail(FailureKind.values()[how % 5], now);
            failed.incrementAndGet();
        } else {
            won = lease.cancel(now);
            cancelled.incrementAndGet();
        }
        doublyClosed.addAndGet(won && !lease.cancel(now) ? 0 : 1);
    }

    private void changeOne(ServerPool pool, RandomGenerator random, long now) {
        String id = NAMES[1 + random.nextInt(NAMES.length - 1)];
        try {
            switch (random.nextInt(5)) {
                case 0 -> pool.add(Servers.spec(id), now);
                case 1 -> remove(pool, id, now);
                case 2 -> drains.add(pool.drain(id, Duration.ofMillis(random.nextInt(20)), now));
                case 3 -> pool.readmit(id, now);
                default -> pool.change(id, spec -> spec.withWeight(1 + spec.weight() % 9), now);
            }
        } catch (IllegalArgumentException e) {
            // Another thread has added or removed it just now.
        }
    }

    /** Only who is known to have been in the pool before and not after is known to be gone. */
    private void remove(ServerPool pool, String id, long now) {
        List<Server> before = pool.servers();
        pool.remove(id, now);
        List<Server> after = pool.servers();
        before.stream()
                .filter(server -> !after.contains(server))
                .forEach(server -> gone.put(server, removals.incrementAndGet()));
    }

    private static void update(ServerPool pool, RandomGenerator random, long now) {
        List<ServerSpec> specs = new ArrayList<>();
        for (String name : NAMES) {
            if (name.equals("a") || random.nextInt(4) > 0) {
                specs.add(Servers.spec(name).withWeight(1 + random.nextInt(9)).withDraining(random.nextInt(5) == 0));
            }
        }
        pool.update(specs, now);
    }

    /** The events of each server, in any order, must form one path from where it began to where it is now. */
    private void assertStatesFollowFromEvents(ServerPool pool) {
        Map<Server, Map<ServerState, Integer>> balance = new HashMap<>();
        Map<Server, Integer> memberships = new HashMap<>();
        int failOpen = 0;
        for (PoolEvent event : events) {
            if (event instanceof PoolEvent.StateChanged changed) {
                Map<ServerState, Integer> own = balance.computeIfAbsent(changed.server(), server -> new HashMap<>());
                own.merge(changed.from(), -1, Integer::sum);
                own.merge(changed.to(), 1, Integer::sum);
            } else if (event instanceof PoolEvent.ServerAdded added) {
                memberships.merge(added.server(), 1, Integer::sum);
            } else if (event instanceof PoolEvent.ServerRemoved removed) {
                memberships.merge(removed.server(), -1, Integer::sum);
            } else if (event instanceof PoolEvent.FailOpenChanged changed) {
                failOpen += changed.failOpen() ? 1 : -1;
            }
        }
        assertEquals(pool.statistics(0).failOpen() ? 1 : 0, failOpen);
        List<Server> members = pool.servers();
        memberships.forEach((server, count) -> assertEquals(members.contains(server) ? 1 : 0, count, server::toString));
        for (Map<ServerState, Integer> own : balance.values()) {
            assertEquals(0, own.values().stream().mapToInt(Integer::intValue).sum());
            assertTrue(own.values().stream().allMatch(count -> Math.abs(count) <= 1), own::toString);
        }
        for (int i = 0; i < members.size(); i++) {
            ServerState now = Pools.states(pool).get(i);
            Map<ServerState, Integer> own = Objects.requireNonNullElse(balance.get(members.get(i)), Map.of());
            boolean moved = own.values().stream().anyMatch(count -> count != 0);
            assertTrue(!moved || own.getOrDefault(now, 0) == 1, own + " but " + now);
        }
    }
}
