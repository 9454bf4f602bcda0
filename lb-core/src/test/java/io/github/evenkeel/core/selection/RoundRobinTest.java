package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundRobinTest {
    private final List<Server> servers = Servers.idle(4);

    private static RoundRobin at(long turn, List<Server> servers) {
        return new RoundRobin(Views.of(servers), Rotation.from(turn));
    }

    @Test
    void visitsEveryServerInOrderBeforeRepeating() {
        assertArrayEquals(new int[] {0, 1, 2, 3, 0, 1, 2, 3, 0}, Views.picks(at(0, servers), 9));
        assertArrayEquals(new int[] {2, 3, 0}, Views.picks(at(6, servers), 3));
    }

    @Test
    void goesOnWhereThePreviousSelectorStood() {
        Selector before = at(0, servers);
        Views.picks(before, 5);
        Selector next = SelectionStrategy.roundRobin().prepare(Views.of(servers), before, Views.random());
        assertArrayEquals(new int[] {1, 2, 3, 0}, Views.picks(next, 4));
        assertArrayEquals(new int[] {1}, Views.picks(before, 1), "both turn the same wheel");
        assertArrayEquals(new int[] {2}, Views.picks(next, 1));
    }

    @Test
    void rebuildWithEveryPickStillVisitsEveryServer() {
        Selector selector = at(0, servers);
        int[] counts = new int[4];
        for (int i = 0; i < 100; i++) {
            selector = SelectionStrategy.roundRobin().prepare(Views.of(servers), selector, Views.random());
            counts[Views.picks(selector, 1)[0]]++;
        }
        assertArrayEquals(new int[] {25, 25, 25, 25}, counts);
    }

    /** Vert.x, Ribbon, Spring and ServiceTalk each indexed below zero after 2^31 picks. */
    @ParameterizedTest
    @ValueSource(longs = {Integer.MAX_VALUE, 0xFFFF_FFFFL, Long.MAX_VALUE, -1})
    void rotatesOverEveryWrap(long wrap) {
        List<Server> three = servers.subList(0, 3);
        int[] picks = Views.picks(at(wrap - 300, three), 600);
        int[] counts = new int[3];
        Arrays.stream(picks).forEach(index -> counts[index]++);
        // The wrap itself, from 2^63 - 1 to 0, may visit a server twice in a row.
        assertTrue(
                Arrays.stream(counts).allMatch(count -> count >= 199 && count <= 201), () -> Arrays.toString(counts));
    }

    @Test
    void startsAtAnyServer() {
        long starts = IntStream.range(0, 100)
                .map(seed -> {
                    RandomGenerator random = new SplittableRandom(seed);
                    Selector fresh = SelectionStrategy.roundRobin().prepare(Views.of(servers), null, random);
                    return Views.picks(fresh, 1)[0];
                })
                .distinct()
                .count();
        assertEquals(4, starts);
    }

    /** If a retry turned the wheel too, every first attempt of two servers would go to the failing one. */
    @Test
    void retriesLeaveTheRotationAlone() {
        List<Server> two = servers.subList(0, 2);
        Selector selector = at(0, two);
        int[] firstAttempts = new int[2];
        for (int i = 0; i < 100; i++) {
            int first = selector.select(0, 0, Views.random(), null);
            firstAttempts[first]++;
            if (first == 0) {
                Lease failed = two.get(0).acquire(0, null);
                assertEquals(1, selector.select(0, 0, Views.random(), failed));
                failed.cancel(0);
            }
        }
        assertArrayEquals(new int[] {50, 50}, firstAttempts);
    }

    @Test
    void ignoresWeights() {
        Selector selector = new RoundRobin(Views.weighted(servers.subList(0, 2), 1, 100), Rotation.from(0));
        assertArrayEquals(new int[] {0, 1, 0, 1}, Views.picks(selector, 4));
    }
}
