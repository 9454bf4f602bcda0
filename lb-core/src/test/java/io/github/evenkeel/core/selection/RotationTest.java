package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Servers;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RotationTest {
    @Test
    void countsTurnsFromItsStart() {
        Rotation rotation = Rotation.from(5);
        assertEquals(5, rotation.next());
        assertEquals(6 % 4, rotation.next(4));
        assertEquals(7, rotation.next());
    }

    /** Of rounds of any size, for who is alone. */
    @Property(tries = 200, seed = "1")
    void isACounter(@ForAll long start, @ForAll @Size(max = 50) List<@IntRange(min = 1) Integer> sizes) {
        Rotation rotation = Rotation.from(start);
        long turn = start;
        for (int size : sizes) {
            assertEquals((turn++ & Long.MAX_VALUE) % size, rotation.next(size));
        }
        assertEquals(turn & Long.MAX_VALUE, rotation.next());
    }

    @Test
    void beginsAnewAfterTheLastTurn() {
        Rotation rotation = Rotation.from(Long.MAX_VALUE);
        assertEquals(Long.MAX_VALUE, rotation.next());
        assertEquals(0, rotation.next());
    }

    /** What is missing at the end lies in blocks under way. The threads' ids are neighbours: no two share a word. */
    @Test
    void threadsThatMeetTakeEachTurnOnce() throws Exception {
        int threads = 4;
        int each = 50_000;
        Rotation rotation = Rotation.from(1_000);
        long[][] taken = new long[threads][each];
        CyclicBarrier start = new CyclicBarrier(threads);
        inParallel(threads, thread -> {
            start.await();
            for (int i = 0; i < each; i++) {
                taken[thread][i] = rotation.next();
            }
            return null;
        });
        long[] all = Arrays.stream(taken).flatMapToLong(Arrays::stream).sorted().toArray();
        assertEquals(all.length, Arrays.stream(all).distinct().count(), "no turn twice");
        assertEquals(1_000, all[0]);
        long missing = all[all.length - 1] - all[0] + 1 - all.length;
        assertTrue(missing <= 255L * threads, () -> missing + " turns are passed over");
    }

    /** Whoever met another goes on with its block, but when all is quiet again order returns. */
    @Test
    void requestsInTurnFromChangingThreadsAreInOrder() throws Exception {
        Rotation rotation = Rotation.from(0);
        for (int i = 0; i < 100; i++) {
            long expected = i;
            inParallel(1, thread -> {
                assertEquals(expected, rotation.next());
                return null;
            });
        }
    }

    @Test
    void orderReturnsAfterThreadsHaveMet() throws Exception {
        Rotation rotation = Rotation.from(0);
        inParallel(4, thread -> {
            for (int i = 0; i < 50_000; i++) {
                rotation.next();
            }
            return null;
        });
        for (int i = 0; i < 256; i++) {
            rotation.next(); // what may be left of this thread's block
        }
        long before = rotation.next();
        for (int i = 1; i <= 1_000; i++) {
            assertEquals(before + i, rotation.next());
        }
    }

    /** How a share of the work is done by a thread. */
    @FunctionalInterface
    private interface Work {
        Object by(int thread) throws Exception;
    }

    private static void inParallel(int threads, Work work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Object>> tasks = IntStream.range(0, threads)
                    .<Callable<Object>>mapToObj(thread -> () -> work.by(thread))
                    .toList();
            for (Future<Object> done : executor.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Integer.MAX_VALUE, 0xFFFF_FFFFL, Long.MAX_VALUE, -1})
    void noTurnIsNegative(long wrap) {
        Rotation rotation = Rotation.from(wrap - 5);
        for (int i = 0; i < 10; i++) {
            assertTrue(rotation.next() >= 0);
            int place = rotation.next(3);
            assertTrue(place >= 0 && place < 3);
        }
    }

    @Test
    void goesOnWithTheRotationOfThePreviousSelector() {
        Rotation rotation = Rotation.from(7);
        Selector previous = new RoundRobin(Views.of(Servers.idle(3)), rotation);
        assertSame(rotation, Rotation.continued(previous, PoolView.EMPTY, Views.random()));
    }

    @Test
    void thatOfASelectorWhichGoesOnIsItsOwn() {
        PoolView view = Views.of(Servers.idle(3));
        PoolView beside = view.aside(new int[] {0, 1}, 2);
        Rotation rotation = Rotation.from(7);
        Rotation other = Rotation.continued(new RoundRobin(view, rotation), beside, Views.random());
        assertNotSame(rotation, other);
        Selector besides = new RoundRobin(beside, other);
        assertSame(other, Rotation.continued(besides, beside.only(new int[] {0}, 1), Views.random()));
        assertNotSame(other, Rotation.continued(besides, view, Views.random()));
        assertSame(other, Rotation.continued(besides, beside.weighed(index -> 2), Views.random()), "as under a subset");
    }

    /** All of 100 seeds alike in one of ten bits: 10^-29. */
    @Test
    void withoutOneItStartsAnywhereButNotBelowZero() {
        for (int bit = 0; bit < 10; bit++) {
            int place = bit;
            long different = IntStream.range(0, 100)
                    .mapToLong(seed -> Rotation.continued(null, PoolView.EMPTY, new SplittableRandom(seed))
                            .next())
                    .peek(turn -> assertTrue(turn >= 0))
                    .map(turn -> turn >> place & 1)
                    .distinct()
                    .count();
            assertEquals(2, different);
        }
    }
}
