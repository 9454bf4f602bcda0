package io.github.evenkeel.core.selection;

import static io.github.evenkeel.core.Time.MILLIS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every strategy must do; a new one joins by a line in {@link Strategies}. */
class StrategyContractTest {
    private static final int[] SIZES = {1, 2, 3, 10, 63, 64, 65, 200};

    @EveryStrategy
    void emptyViewHasNothingToPick(Strategies every) {
        Selector selector = Views.prepare(every.strategy, PoolView.EMPTY);
        assertEquals(Selector.NONE, selector.select(0, 0, Views.random(), null));
        Lease elsewhere = Views.tried(Servers.server("elsewhere"));
        assertEquals(Selector.NONE, selector.select(0, 0, Views.random(), elsewhere));
    }

    @EveryStrategy
    void onlyServerIsPickedUntilItWasTried(Strategies every) {
        Server only = Servers.server("only");
        Selector selector = Views.prepare(every.strategy, List.of(only));
        for (int i = 0; i < 10; i++) {
            assertEquals(0, selector.select(i, i, Views.random(), null));
        }
        assertEquals(Selector.NONE, selector.select(0, 0, Views.random(), Views.tried(only)));
    }

    @EveryStrategy
    void nothingIsLeftWhenAllWereTried(Strategies every) {
        for (int size : SIZES) {
            List<Server> servers = Servers.idle(size);
            Selector selector = Views.prepare(every.strategy, servers);
            Lease all = Views.tried(servers.toArray(Server[]::new));
            assertEquals(Selector.NONE, selector.select(0, 0, Views.random(), all));
        }
    }

    @EveryStrategy
    void oneExchangeVisitsEveryServerOnce(Strategies every) {
        for (int size : SIZES) {
            List<Server> servers = Servers.idle(size);
            Selector selector = Views.prepare(every.strategy, servers);
            RandomGenerator random = Views.random();
            Lease latest = null;
            for (int attempt = 0; attempt < size; attempt++) {
                int index = selector.select(0, attempt, random, latest);
                assertTrue(index >= 0 && index < size, "no server though some are untried");
                assertTrue(!Lease.tried(latest, servers.get(index)), "picked again");
                latest = servers.get(index).acquire(attempt, latest);
            }
        }
    }

    @EveryStrategy
    void triedServersOfOtherViewsAreNoObstacle(Strategies every) {
        List<Server> servers = Servers.idle(3);
        Selector selector = Views.prepare(every.strategy, servers);
        Lease latest = Views.tried(Servers.server("gone"), servers.get(1), Servers.server("elsewhere"));
        int[] counts = Views.count(selector, 3, 300, latest);
        assertEquals(0, counts[1]);
        assertTrue(counts[0] + counts[2] == 300);
    }

    @EveryStrategy
    void viewsGrowAndShrink(Strategies every) {
        List<Server> servers = Servers.idle(200);
        RandomGenerator random = Views.random();
        Selector selector = null;
        for (int size : new int[] {1, 200, 3, 0, 2, 65, 64, 1, 10}) {
            Selector before = selector;
            selector = every.strategy.prepare(Views.of(servers.subList(0, size)), before, random);
            for (int i = 0; i < 100; i++) {
                int index = selector.select(i, i, random, null);
                assertTrue(size == 0 ? index == Selector.NONE : index >= 0 && index < size);
            }
        }
    }

    @EveryStrategy
    void preparingTheNextLeavesThePreviousWorking(Strategies every) {
        List<Server> servers = Servers.idle(5);
        Selector before = Views.prepare(every.strategy, servers);
        Selector next = every.strategy.prepare(Views.of(servers.subList(0, 2)), before, Views.random());
        for (int i = 0; i < 100; i++) {
            int index = before.select(0, i, Views.random(), null);
            assertTrue(index >= 0 && index < 5);
            assertTrue(next.select(0, i, Views.random(), null) < 2);
        }
        assertTrue(Arrays.stream(Views.count(before, 5, 1000, null)).allMatch(count -> count > 0));
    }

    @EveryStrategy
    void takesOverFromASelectorOfAnotherStrategy(Strategies every) {
        Selector stranger = (key, nowNanos, random, tried) -> Selector.NONE;
        Selector selector = every.strategy.prepare(Views.of(Servers.idle(3)), stranger, Views.random());
        assertEquals(300, Arrays.stream(Views.count(selector, 3, 300, null)).sum());
    }

    @EveryStrategy
    void extremeRandomNumbersPickValidServers(Strategies every) {
        for (long bits : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0xFFFF_FFFFL, 1}) {
            for (int size : SIZES) {
                RandomGenerator extreme = Views.alternating(bits);
                List<Server> servers = Servers.idle(size);
                Selector selector = every.strategy.prepare(Views.of(servers), null, extreme);
                Lease first = Views.tried(servers.get(0));
                for (int i = 0; i < 3; i++) {
                    int index = selector.select(0, 0, extreme, null);
                    assertTrue(index >= 0 && index < size, () -> index + " of " + size);
                    int retry = selector.select(0, 0, extreme, first);
                    assertTrue(size == 1 ? retry == Selector.NONE : retry > 0 && retry < size);
                }
            }
        }
    }

    @Tag("long")
    @EveryStrategy
    void hugeAndTinyWeightsPickValidServers(Strategies every) {
        double[] extremes = {Double.MIN_VALUE, 1e-300, 0.1, 1, 1_000_000, 1e300, Double.MAX_VALUE};
        for (double one : extremes) {
            for (double other : extremes) {
                List<Server> servers = Servers.idle(3);
                Servers.answer(servers.get(0), 10 * MILLIS, 0);
                Selector selector = Views.prepare(every.strategy, Views.weighted(servers, one, other, one));
                Lease tried = Views.tried(servers.get(1));
                for (int i = 0; i < 20; i++) {
                    assertTrue(selector.select(0, i, Views.random(), null) >= 0, () -> one + " and " + other);
                    int retry = selector.select(0, i, Views.random(), tried);
                    assertTrue(retry == 0 || retry == 2, () -> one + " and " + other);
                }
            }
        }
    }

    /** All of 100 clients on one of 10 servers by chance: 10^-99. Fewer than 7 of them touched: below 10^-15. */
    @Tag("long")
    @EveryStrategy
    void freshClientsDoNotAllStartOnTheSameServer(Strategies every) {
        List<Server> servers = Servers.idle(10);
        int[] counts = new int[10];
        for (int client = 0; client < 100; client++) {
            RandomGenerator random = new SplittableRandom(client);
            counts[every.strategy.prepare(Views.of(servers), null, random).select(0, 0, random, null)]++;
        }
        assertTrue(Arrays.stream(counts).filter(count -> count > 0).count() >= 7, () -> Arrays.toString(counts));
    }

    /** Even a random choice has a standard deviation of 30 around 1000, so 1250 lies 8.3 of them out: 10^-15. */
    @EveryStrategy
    void equalServersShareSequentialRequestsEvenly(Strategies every) {
        List<Server> servers = Servers.idle(10);
        Selector selector = Views.prepare(every.strategy, servers);
        RandomGenerator random = Views.random();
        int[] counts = new int[10];
        for (int i = 0; i < 10_000; i++) {
            int index = selector.select(0, i * 10 * MILLIS, random, null);
            counts[index]++;
            Servers.answer(servers.get(index), 10 * MILLIS, (i + 1) * 10 * MILLIS);
        }
        assertTrue(Arrays.stream(counts).allMatch(count -> count <= 1250), () -> Arrays.toString(counts));
    }

    /** As above; a retry that takes the next in order would give all 10 000 to the neighbour of the failed server. */
    @EveryStrategy
    void retriesAfterOneFailedServerAreSharedEvenly(Strategies every) {
        List<Server> servers = Servers.idle(11);
        Selector selector = Views.prepare(every.strategy, servers);
        int[] counts = new int[11];
        Lease failed = Views.tried(servers.get(4));
        RandomGenerator random = Views.random();
        for (int i = 0; i < 10_000; i++) {
            counts[selector.select(0, 0, random, failed)]++;
        }
        assertEquals(0, counts[4]);
        assertTrue(Arrays.stream(counts).allMatch(count -> count <= 1250), () -> Arrays.toString(counts));
    }

    @EveryStrategy
    void pickAllocatesNothing(Strategies every) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long me = Thread.currentThread().getId();
        for (int size : new int[] {10, 200}) {
            List<Server> servers = Servers.idle(size);
            servers.forEach(server -> Servers.answer(server, 10 * MILLIS, 0));
            Selector selector = Views.prepare(every.strategy, servers);
            Lease tried = Views.tried(servers.get(0), servers.get(1));
            RandomGenerator random = Views.random();
            for (int i = 0; i < 20_000; i++) {
                selector.select(i, i, random, i % 2 == 0 ? null : tried);
            }
            long before = threads.getThreadAllocatedBytes(me);
            for (int i = 0; i < 10_000; i++) {
                selector.select(i, i, random, i % 2 == 0 ? null : tried);
            }
            long allocated = threads.getThreadAllocatedBytes(me) - before;
            assertTrue(allocated < 1_000, () -> allocated + " bytes in 10 000 picks");
        }
    }

    @Tag("long")
    @EveryStrategy
    void manyThreadsPickAtOnceWhileViewsChange(Strategies every) throws Exception {
        List<Server> servers = Servers.idle(70);
        List<Selector> selectors = new ArrayList<>();
        Selector previous = null;
        for (int size : new int[] {70, 3, 65, 1, 10}) {
            previous = every.strategy.prepare(Views.of(servers.subList(0, size)), previous, Views.random());
            selectors.add(previous);
        }
        int[] sizes = {70, 3, 65, 1, 10};
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> results = IntStream.range(0, 4)
                    .mapToObj(thread -> threads.submit(() -> {
                        RandomGenerator random = new SplittableRandom(thread);
                        int valid = 0;
                        for (int i = 0; i < 20_000; i++) {
                            int which = random.nextInt(5);
                            int index = selectors.get(which).select(i, i * MILLIS, random, null);
                            if (index >= 0 && index < sizes[which]) {
                                valid++;
                                Servers.answer(servers.get(index), MILLIS, i * MILLIS);
                            }
                        }
                        return valid;
                    }))
                    .toList();
            for (Future<Integer> result : results) {
                assertEquals(20_000, result.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertTrue(servers.stream().allMatch(server -> server.inFlight() == 0));
    }

    @Test
    void everyStrategyOfTheFactoryIsListed() {
        long factories = Arrays.stream(SelectionStrategy.class.getDeclaredMethods())
                .filter(method -> method.getReturnType() == SelectionStrategy.class)
                .count();
        assertEquals(factories, Strategies.values().length);
    }
}
