package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.Linearizability;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.Servers;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Updates, the server that stays in all of them, and what an acquire finds. Model checking takes too long here. */
@Param(name = "others", gen = IntGen.class, conf = "0:3")
public class ServerPoolLincheckTest {
    private final ServerPool pool = Pools.pool("stays");
    private final Server stays = pool.servers().get(0);

    private static List<ServerSpec> specs(int others) {
        List<ServerSpec> specs = new ArrayList<>(Pools.specs("stays"));
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

    /** The latest update is the membership. */
    public static class Model {
        private int others;

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
