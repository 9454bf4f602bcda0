package io.github.evenkeel.core.pool;

import static io.github.evenkeel.core.Time.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.ServerState;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How many servers may be ejected. By its default of a tenth Envoy ejects nobody of fewer than ten, by the same default
 * gRPC always one; linkerd has no bound and ejects all, the last one too. Ours keeps half, rounded up.
 */
class OracleT16Test {
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "3, 1", "4, 2", "5, 2", "6, 3", "7, 3", "8, 4", "9, 4", "10, 5", "101, 50"})
    void halfOfThePoolIsKeptThoughAllServersFail(int size, int ejected) {
        String[] names = names(size);
        ServerPool pool = Pools.pool(names);
        for (String name : names) {
            Pools.open(pool, name, 0);
        }
        assertEquals(ejected, count(pool, ServerState.EJECTED));
        assertEquals(size - ejected, count(pool, ServerState.RETAINED));
        assertEquals(size - ejected, Pools.reached(pool, 5 * size, 0).size(), "and used");
    }

    /** Whoever fails first goes, and who fails next stays, as long as there is room for no more. */
    @ParameterizedTest
    @CsvSource({"2, 1", "3, 1", "4, 2", "5, 2", "10, 5"})
    void oneAfterTheOtherGoesUntilHalfAreLeft(int size, int ejected) {
        String[] names = names(size);
        ServerPool pool = Pools.pool(names);
        for (int failed = 1; failed <= size; failed++) {
            Pools.open(pool, names[failed - 1], 0);
            assertEquals(Math.min(failed, ejected), count(pool, ServerState.EJECTED));
        }
    }

    /** Retained servers that are well again need no trial of their own to be used: the pool never was without them. */
    @ParameterizedTest
    @CsvSource({"1", "2", "3", "10"})
    void outageOfAllEndsWithinTheOpenTime(int size) {
        String[] names = names(size);
        ServerPool pool = Pools.pool(names);
        for (String name : names) {
            Pools.open(pool, name, 0);
        }
        for (int i = 0; i < 3 * size; i++) {
            long now = 2 * SECONDS + i;
            Pools.acquire(pool, now).succeed(now);
        }
        assertTrue(Pools.states(pool).stream().allMatch(ServerState.ACTIVE::equals), () -> "" + Pools.states(pool));
    }

    private static String[] names(int size) {
        return IntStream.range(0, size).mapToObj(i -> "s" + i).toArray(String[]::new);
    }

    private static long count(ServerPool pool, ServerState state) {
        return Pools.states(pool).stream().filter(state::equals).count();
    }
}
