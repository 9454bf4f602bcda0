package io.github.evenkeel.core.jcstress;

import io.github.evenkeel.core.pool.PoolConfig;
import io.github.evenkeel.core.pool.PoolListener;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Servers;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** A first server joins while another thread acquires: it is seen with all that belongs to it, or not at all. */
@JCStressTest
@Outcome(id = "none", expect = Expect.ACCEPTABLE, desc = "before the update")
@Outcome(id = "a http://a:80 1", expect = Expect.ACCEPTABLE, desc = "after it, whole")
@State
public class SnapshotSwapStress {
    private static final PoolConfig CONFIG = PoolConfig.DEFAULT.withStrategy(SelectionStrategy.roundRobin());

    private final ServerPool pool = new ServerPool("orders", CONFIG, PoolListener.NONE, 1);

    @Actor
    public void update() {
        pool.update(List.of(Servers.spec("a")), 0);
    }

    @Actor
    public void acquire(L_Result result) {
        Lease lease = pool.acquire(0, 0, new SplittableRandom(1), null);
        result.r1 = lease == null
                ? "none"
                : lease.server().id() + " " + lease.server().origin() + " "
                        + lease.server().inFlight();
    }
}
