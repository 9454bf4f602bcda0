package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.Linearizability;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Updates, the server that stays in all of them, and what an acquire finds; and a server that is drained and readmitted
 * meanwhile. Model checking takes too long here.
 */
@Param(name = "others", gen = IntGen.class, conf = "0:3")
public class ServerPoolLincheckTest {
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final ServerPool pool = Pools.pool("stays", "drains");
    private final Server stays = pool.servers().get(0);

    private static List<ServerSpec> specs(int others) {
        List<ServerSpec> specs = new ArrayList<>(Pools.specs("stays", "drains"));
        for (int i = 0; i < 2; i++) {
            if ((others >> i & 1) == 1) {
                specs.add(Servers.spec("s" + i));
            }
        }
        return specs;
    }

    @Operation
    public void update(@Param(name = "others") int others) {
        pool.update(specs(others), 0);
    }

    @Operation
    public String members() {
        return pool.servers().stream().map(Server::id).toList().toString();
    }

    /** Whether three attempts of one exchange, which may see different memberships, reach the server that stays. */
    @Operation
    public boolean reachesTheOneThatStays() {
        Lease latest = null;
        for (Lease next = Pools.acquire(pool, 0); next != null; next = pool.acquire(0, 0, Pools.random(), latest)) {
            latest = next;
            next.cancel(0);
        }
        return Lease.tried(latest, stays) && stays.inFlight() >= 0;
    }

    /** Nothing is in flight on it for longer than a pick that is taken back, so that it is idle in the end. */
    @Operation
    public void drain() {
        pool.drain("drains", A_SECOND, 0);
    }

    @Operation
    public boolean readmit() {
        return pool.readmit("drains", 0);
    }

    /** Whether an exchange that has tried the one that stays, and the others, still gets the one that drains. */
    @Operation
    public boolean reachesTheOneThatDrains() {
        Lease latest = null;
        Lease next = Pools.acquire(pool, 0);
        while (next != null && !next.server().id().equals("drains")) {
            latest = next;
            next.cancel(0);
            next = pool.acquire(0, 0, Pools.random(), latest);
        }
        if (next != null) {
            next.cancel(0);
        }
        return next != null;
    }

    /** The latest update is the membership. */
    public static class Model {
        private int others;
        private boolean drained;

        public void drain() {
            drained = true;
        }

        public boolean readmit() {
            boolean was = drained;
            drained = false;
            return was;
        }

        public boolean reachesTheOneThatDrains() {
            return !drained;
        }

        public void update(int newOthers) {
            others = newOthers;
        }

        public String members() {
            return specs(others).stream().map(ServerSpec::id).toList().toString();
        }

        public boolean reachesTheOneThatStays() {
            return true;
        }
    }

    @Test
    void survivesStress() {
        Linearizability.stress(ServerPoolLincheckTest.class, Model.class);
    }
}
