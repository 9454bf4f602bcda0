package io.github.evenkeel.core.jcstress;

import io.github.evenkeel.core.pool.Drain;
import io.github.evenkeel.core.pool.DrainOutcome;
import io.github.evenkeel.core.pool.PoolConfig;
import io.github.evenkeel.core.pool.PoolEvent;
import io.github.evenkeel.core.pool.PoolListener;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Servers;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IL_Result;

/** The last request of a draining server ends while its time runs out: the draining ends once, and is told once. */
@JCStressTest
@Outcome(id = "1, IDLE", expect = Expect.ACCEPTABLE, desc = "the request ended first")
@Outcome(id = "1, OVERDUE", expect = Expect.ACCEPTABLE, desc = "the time was over first")
@State
public class DrainEndStress {
    private final AtomicInteger ends = new AtomicInteger();
    private final ServerPool pool = new ServerPool("orders", PoolConfig.DEFAULT, counting(ends), 1);
    private final Lease lease;
    private final Drain drain;

    public DrainEndStress() {
        pool.update(List.of(Servers.spec("a")), 0);
        lease = pool.acquire(0, 0, new SplittableRandom(1), null);
        drain = pool.drain("a", Duration.ofNanos(10), 0);
    }

    private static PoolListener counting(AtomicInteger ends) {
        return event -> {
            if (event instanceof PoolEvent.DrainEnded) {
                ends.incrementAndGet();
            }
        };
    }

    @Actor
    public void end() {
        lease.succeed(9);
    }

    @Actor
    public void passTime() {
        pool.advance(10);
    }

    @Arbiter
    public void count(IL_Result result) {
        DrainOutcome outcome = drain.outcome().toCompletableFuture().getNow(DrainOutcome.CANCELLED);
        result.r1 = ends.get();
        result.r2 = outcome.name();
    }
}
