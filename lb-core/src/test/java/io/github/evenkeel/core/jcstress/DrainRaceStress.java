package io.github.evenkeel.core.jcstress;

import io.github.evenkeel.core.pool.Drain;
import io.github.evenkeel.core.pool.PoolConfig;
import io.github.evenkeel.core.pool.PoolListener;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.selection.Selector;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Servers;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A server is drained while another thread picks: who waits for it to be idle never hears so too early, or not at all. */
@JCStressTest
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the pick came first, and the drain waits for it")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the drain came first, and the pick went elsewhere")
@State
public class DrainRaceStress {
    /** So long a pick takes that a whole drain often fits in between its look at the servers and its claim of one. */
    private static final int SPINS = 1000;

    private static final SelectionStrategy SLOW = (view, previous, random) -> {
        Selector selector = SelectionStrategy.leastRequests().prepare(view, null, random);
        return (key, nowNanos, draws, tried) -> {
            int index = selector.select(key, nowNanos, draws, tried);
            for (int i = 0; i < SPINS; i++) {
                Thread.onSpinWait();
            }
            return index;
        };
    };

    private static final PoolConfig CONFIG = PoolConfig.DEFAULT.withStrategy(SLOW);

    private final ServerPool pool = new ServerPool("orders", CONFIG, PoolListener.NONE, 1);
    private Lease lease;
    private Drain drain;

    public DrainRaceStress() {
        pool.update(List.of(Servers.spec("a"), Servers.spec("b")), 0);
        Servers.occupy(pool.servers().get(1), 1); // so that a is picked as long as it may be
    }

    @Actor
    public void drain() {
        drain = pool.drain("a", Duration.ofSeconds(1), 0);
    }

    @Actor
    public void acquire() {
        lease = pool.acquire(0, 0, new SplittableRandom(1), null);
    }

    @Arbiter
    public void outcome(ZZ_Result result) {
        result.r1 = lease.server() == drain.server();
        result.r2 = drain.isOver();
    }
}
