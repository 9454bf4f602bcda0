package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.core.server.Servers;
import org.junit.jupiter.api.Test;

/** nginx's smooth weighted round robin: the sequences of its commit message, and the counts of stream_upstream.t. */
class OracleT1Test {
    private static Selector smooth(Rotation rotation, double... weights) {
        return WeightedRoundRobin.of(Views.weighted(Servers.idle(weights.length), weights), rotation);
    }

    /** a, a, b, a, c, a, a; then all is as at first, which in nginx is a current weight of 0 for everybody. */
    @Test
    void weightsFiveOneOne() {
        Rotation rotation = Rotation.from(0);
        Selector selector = smooth(rotation, 5, 1, 1);
        int[] period = {0, 0, 1, 0, 2, 0, 0};
        for (int round = 0; round < 100; round++) {
            assertArrayEquals(period, Views.picks(selector, 7));
        }
        assertEquals(0, rotation.next() % 7, "in the state it began in");
    }

    @Test
    void weightsOneTwo() {
        assertArrayEquals(new int[] {1, 0, 1, 1, 0, 1}, Views.picks(smooth(Rotation.from(0), 1, 2), 6));
    }

    @Test
    void weightsThreeTwoOne() {
        assertArrayEquals(new int[] {0, 1, 0, 2, 1, 0}, Views.picks(smooth(Rotation.from(0), 3, 2, 1), 6));
    }

    /** From wherever the rotation begins: nginx's clients all begin at the same place, ours do not. */
    @Test
    void thirtyRequests() {
        for (int start = 0; start < 30; start++) {
            Rotation from = Rotation.from(start);
            assertArrayEquals(new int[] {10, 20}, Views.count(smooth(from, 1, 2), 2, 30, null));
            assertArrayEquals(new int[] {15, 15}, Views.count(smooth(from, 1, 1), 2, 30, null));
        }
    }
}
