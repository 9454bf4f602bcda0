package io.github.evenkeel.core.jcstress;

import io.github.evenkeel.core.health.BreakerSettings;
import io.github.evenkeel.core.pool.PoolConfig;
import io.github.evenkeel.core.pool.PoolEvent;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.server.FailureKind;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IL_Result;

/** Two requests find the interval between comparisons over: the servers are compared once, and the outlier is ejected. */
@JCStressTest
@Outcome(id = "1, OPEN", expect = Expect.ACCEPTABLE, desc = "one of them compared them")
@State
public class OutlierSweepStress {
    private static final PoolConfig CONFIG = PoolConfig.DEFAULT.withBreaker(
            BreakerSettings.DEFAULT.withConsecutiveFailures(1000).withoutRates());

    private static final long INTERVAL = 10_000_000_000L;

    private final AtomicInteger found = new AtomicInteger();
    private final ServerPool pool = new ServerPool(
            "orders", CONFIG, event -> found.addAndGet(event instanceof PoolEvent.OutlierFound ? 1 : 0), 1);

    public OutlierSweepStress() {
        pool.update(List.of(Servers.spec("a"), Servers.spec("b"), Servers.spec("c")), 0);
        for (Server server : pool.servers()) {
            for (int i = 0; i < 30; i++) {
                Lease lease = server.acquire(0, null);
                if (server == pool.servers().get(0)) {
                    lease.fail(FailureKind.STATUS, 1);
                } else {
                    lease.succeed(1);
                }
            }
        }
    }

    @Actor
    public void one() {
        pool.advance(INTERVAL);
    }

    @Actor
    public void other() {
        pool.advance(INTERVAL);
    }

    @Arbiter
    public void count(IL_Result result) {
        result.r1 = found.get();
        result.r2 = pool.servers().get(0).breaker().state().name();
    }
}
