package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ProbePoolTest {
    private static final long TICK = 1 << 22;

    private static List<Long> held(ProbePool pool) {
        List<Long> held = new ArrayList<>();
        for (int slot = 0; slot < pool.size(); slot++) {
            if (pool.get(slot) != Probe.NONE) {
                held.add(pool.get(slot));
            }
        }
        return held.stream().sorted().toList();
    }

    /** One tick passes with each: none is as old as another. */
    @Property(tries = 300, seed = "1")
    void holdsTheLatestOfEachServer(@ForAll @Size(max = 60) List<@IntRange(max = 11) Integer> servers) {
        ProbePool pool = new ProbePool(5);
        List<Long> model = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            int server = servers.get(i);
            long probe = Probe.of(server, i, i, 3, i * TICK);
            pool.add(probe, i * TICK);
            model.removeIf(other -> Probe.index(other) == server);
            model.add(probe);
            if (model.size() > 5) {
                model.remove(0);
            }
            assertEquals(model.stream().sorted(Comparator.naturalOrder()).toList(), held(pool));
        }
    }

    @Test
    void aUseIsCountedThoughOthersUseItToo() {
        ProbePool pool = new ProbePool(2);
        long probe = Probe.of(7, 1, 1, 5, 0);
        pool.add(probe, 0);
        int slot = pool.get(0) == probe ? 0 : 1;
        pool.use(slot, probe);
        pool.use(slot, probe); // seen before the first use
        assertEquals(Probe.of(7, 3, 1, 3, 0), pool.get(slot));
    }

    @Test
    void aUseOfWhatIsGoneIsNone() {
        ProbePool pool = new ProbePool(1);
        long probe = Probe.of(7, 1, 1, 5, 0);
        pool.use(0, probe);
        assertEquals(List.of(), held(pool));
        long other = Probe.of(8, 1, 1, 5, 0);
        pool.add(other, 0);
        pool.use(0, probe);
        pool.remove(0, probe);
        assertEquals(List.of(other), held(pool));
        pool.remove(0, other);
        assertEquals(List.of(), held(pool));
    }

    /** Uses of one probe by many threads: each that finds it takes one, until none is left. */
    @Test
    void noUseIsCountedTwice() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 2_000; round++) {
                ProbePool pool = new ProbePool(1);
                long probe = Probe.of(1, 0, 1, 31, 0);
                pool.put(0, probe);
                List<Future<?>> done = new ArrayList<>();
                IntStream.range(0, 2)
                        .forEach(thread -> done.add(executor.submit(() -> {
                            for (int i = 0; i < 10; i++) {
                                pool.use(0, probe);
                            }
                        })));
                for (Future<?> each : done) {
                    each.get();
                }
                long after = pool.get(0);
                assertEquals(31, Probe.uses(after) + Probe.inFlight(after));
            }
        } finally {
            executor.shutdownNow();
        }
    }
}
