package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.Linearizability;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Reports and uses of whatever threads: as if they had come one after the other. Not removals, which give way to
 * everything else; and uses do not use a probe up, which is to remove it.
 */
@Param(name = "server", gen = IntGen.class, conf = "1:3")
@Param(name = "tick", gen = IntGen.class, conf = "1:4")
@Param(name = "slot", gen = IntGen.class, conf = "0:1")
public class ProbePoolLincheckTest {
    private static final int SIZE = 2;
    private static final long TICK = 1 << 22;
    private static final long NOW = 5 * TICK;

    private final ProbePool pool = new ProbePool(SIZE);

    private static long probe(int server, int tick) {
        return Probe.of(server, 0, 1, Probe.MOST_USES, tick * TICK);
    }

    @Operation
    public void add(@Param(name = "server") int server, @Param(name = "tick") int tick) {
        pool.add(probe(server, tick), NOW);
    }

    @Operation
    public void use(
            @Param(name = "slot") int slot, @Param(name = "server") int server, @Param(name = "tick") int tick) {
        pool.use(slot, probe(server, tick));
    }

    @Operation
    public long get(@Param(name = "slot") int slot) {
        return pool.get(slot);
    }

    /** One probe a server; a new one takes the place of the same server's, or a free one, or the oldest one's. */
    public static class Model {
        private final int[] servers = new int[SIZE];
        private final int[] ticks = new int[SIZE];
        private final int[] used = new int[SIZE];

        public void add(int server, int tick) {
            int place = servers[0] == server ? 0 : servers[1] == server ? 1 : firstFreeOrOldest();
            servers[place] = server;
            ticks[place] = tick;
            used[place] = 0;
        }

        private int firstFreeOrOldest() {
            if (servers[0] == 0 || servers[1] == 0) {
                return servers[0] == 0 ? 0 : 1;
            }
            return ticks[1] < ticks[0] ? 1 : 0;
        }

        public void use(int slot, int server, int tick) {
            used[slot] += servers[slot] == server ? 1 : 0;
        }

        public long get(int slot) {
            long probe = servers[slot] == 0 ? Probe.NONE : probe(servers[slot], ticks[slot]);
            for (int i = 0; i < used[slot]; i++) {
                probe = Probe.used(probe);
            }
            return probe;
        }
    }

    @Test
    void modelChecking() {
        Linearizability.check(getClass(), Model.class);
    }

    @Test
    void stress() {
        Linearizability.stress(getClass(), Model.class);
    }
}
