package io.github.evenkeel.httpclient.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.pool.PoolConfig;
import io.github.evenkeel.core.pool.PoolListener;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.FailureKind;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.fixture.Await;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The probing of a pool whose servers come and go, and whatever else goes wrong. */
class ProbeLoopTest {
    private static final Probe PROBE =
            Probe.http("/").withInterval(Duration.ofMillis(10)).withTimeout(Duration.ofMinutes(1));

    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "timer"));
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean rejecting = new AtomicBoolean();
    private final AtomicInteger rejected = new AtomicInteger();
    private final HttpClient http = HttpClient.newBuilder()
            .executor(task -> {
                if (rejecting.get() && Thread.currentThread().getName().equals("timer")) {
                    rejected.incrementAndGet();
                    throw new RejectedExecutionException("as planned");
                }
                threads.execute(task);
            })
            .build();

    @BeforeEach
    void forgetTimeoutsThatWereCancelled() {
        timer.setRemoveOnCancelPolicy(true);
    }

    @AfterEach
    void endThreads() {
        timer.shutdownNow();
        threads.shutdownNow();
    }

    private Prober prober() {
        return new Prober(spec -> List.of(PROBE), probed -> http, timer);
    }

    private static ServerPool pool(Prober prober, TestServer... servers) {
        ServerPool pool = new ServerPool("orders", PoolConfig.DEFAULT, prober, 1);
        update(pool, servers);
        return pool;
    }

    private static void update(ServerPool pool, TestServer... servers) {
        List<ServerSpec> specs = Arrays.stream(servers)
                .map(server -> ServerSpec.of(server.origin()))
                .toList();
        pool.update(specs, System.nanoTime());
    }

    private static void awaitMore(TestServer server) {
        int before = server.hits();
        Await.until("more probes", () -> server.hits() >= before + 3);
    }

    @Test
    void whatJoinsIsProbedAndWhatLeavesIsNot() {
        try (TestServer a = TestServer.answering(200, "");
                TestServer b = TestServer.answering(200, "");
                Prober prober = prober()) {
            ServerPool pool = pool(prober, a);
            awaitMore(a);
            update(pool, a, b);
            awaitMore(a);
            awaitMore(b);
            update(pool, b);
            Await.until("no connection to the one that left is used", () -> {
                int before = a.hits();
                awaitMore(b);
                return a.hits() == before;
            });
            update(pool, a, b);
            awaitMore(a);
            update(pool);
            Await.until("nothing is planned", () -> timer.getQueue().isEmpty());
        }
    }

    /** Of servers that come and go by the hundred nothing may be kept for a day. */
    @Test
    void aProbeThatIsADayAwayIsForgottenWithItsServer() {
        Probe daily = PROBE.withInterval(Duration.ofDays(1));
        try (TestServer server = TestServer.answering(200, "");
                Prober prober = new Prober(spec -> List.of(daily), probed -> http, timer)) {
            ServerPool pool = pool(prober, server);
            Await.until("it is probed", () -> pool.servers().get(0).health().liveness() != null);
            update(pool);
            Await.until("nothing is planned", () -> timer.getQueue().isEmpty());
        }
    }

    @Test
    void theProbeUnderWayEndsWhenItsServerLeaves() {
        try (TestServer server = TestServer.start(call -> call.hang());
                Prober prober = prober()) {
            ServerPool pool = pool(prober, server);
            Await.number("probes", 1, server::hits);
            update(pool);
            Await.until("the connection ended", () -> server.onlyCall().clientGone());
            Await.until("nothing is planned", () -> timer.getQueue().isEmpty());
        }
    }

    @Test
    void aClosedProberProbesNoNewcomer() {
        try (TestServer server = TestServer.answering(200, "")) {
            Prober prober = prober();
            ServerPool pool = pool(prober);
            prober.close();
            update(pool, server);
            Await.until("nothing is planned", () -> timer.getQueue().isEmpty());
            assertEquals(0, server.hits());
        }
    }

    /** The thread that plans a probe may be held up until that probe is under way. */
    @Test
    void aProbeThatBeganBeforeItsPlanWasNotedEndsWithTheProber() {
        Thread planner = Thread.currentThread();
        ScheduledThreadPoolExecutor eager = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                ScheduledFuture<?> planned = super.schedule(task, delay, unit);
                if (Thread.currentThread() == planner) {
                    Await.until("the plan is carried out", planned::isDone);
                }
                return planned;
            }
        };
        try (TestServer server = TestServer.start(call -> call.hang())) {
            Prober prober = new Prober(spec -> List.of(PROBE), probed -> http, eager);
            pool(prober, server);
            Await.number("probes", 1, server::hits);
            prober.close();
            Await.until("the connection ended", () -> server.onlyCall().clientGone());
        } finally {
            eager.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.2, 1})
    void theFirstProbeIsSoonAndTheJitterSpreadsTheOthers(double jitter) {
        Probe probe =
                PROBE.withInterval(Duration.ofSeconds(10)).withJitter(jitter).withTimeout(Duration.ofMinutes(1));
        Queue<Long> planned = new ConcurrentLinkedQueue<>();
        ScheduledThreadPoolExecutor hasty = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
                long millis = unit.toMillis(delay);
                if (millis == probe.timeout().toMillis()) {
                    return super.schedule(task, delay, unit);
                }
                planned.add(millis);
                return super.schedule(task, 0, unit);
            }
        };
        try (TestServer server = TestServer.answering(200, "")) {
            Prober prober = new Prober(spec -> List.of(probe), probed -> http, hasty);
            pool(prober, server);
            Await.until("plans", () -> planned.size() > 60);
            prober.close();
            assertTrue(planned.remove() < 100, "the first");
            assertTrue(planned.remove() <= 10_000 * (1 + jitter) + 100, "the second, anywhere in the interval");
            LongSummaryStatistics millis =
                    planned.stream().mapToLong(one -> one).summaryStatistics();
            double spread = 10_000 * jitter;
            double beat = 100; // until the next one
            double least = millis.getMin();
            double most = millis.getMax();
            assertTrue(least >= 10_000 - spread - 1 && least <= 10_000 - spread / 2 + beat, millis::toString);
            assertTrue(most <= 10_000 + spread + beat && most >= 10_000 + spread / 2, millis::toString);
        } finally {
            hasty.shutdownNow();
        }
    }

    /** Rejected is what sendAsync itself hands over: the JDK client dies of other rejections, and then so does all else. */
    @Test
    void anExecutorThatRejectsTasksForAWhileDoesNotEndTheProbing() {
        try (TestServer server = TestServer.answering(200, "");
                Prober prober = prober()) {
            pool(prober, server);
            awaitMore(server);
            rejecting.set(true);
            Await.until("rejections", () -> rejected.get() >= 3);
            rejecting.set(false);
            awaitMore(server);
        }
    }

    /** A strategy is the user's own, and called when a probe changes who is eligible. */
    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, AssertionError.class})
    void aStrategyThatThrowsDoesNotEndTheProbing(Class<? extends Throwable> failure) {
        AtomicBoolean broken = new AtomicBoolean();
        AtomicInteger thrown = new AtomicInteger();
        SelectionStrategy strategy = (view, previous, random) -> {
            if (broken.get()) {
                thrown.incrementAndGet();
                if (failure == AssertionError.class) {
                    throw new AssertionError("as planned");
                }
                throw new IllegalStateException("as planned");
            }
            return SelectionStrategy.random().prepare(view, null, random);
        };
        try (TestServer server = TestServer.answering(200, "");
                Prober prober = prober()) {
            ServerPool pool = new ServerPool("orders", PoolConfig.DEFAULT.withStrategy(strategy), prober, 1);
            update(pool, server);
            awaitMore(server);
            broken.set(true);
            server.become(call -> call.respond(500, ""));
            Await.until("the strategy throws", () -> thrown.get() > 0);
            awaitMore(server);
            server.become(call -> call.respond(200, ""));
            broken.set(false);
            awaitMore(server);
            assertTrue(thrown.get() > 0);
        }
    }

    @Test
    void inAVeryLargePoolRequestsThatSucceedPutProbesOff() {
        try (TestServer server = TestServer.answering(200, "");
                ProbeMeans means = new ProbeMeans(probed -> http)) {
            ServerPool pool = new ServerPool("orders", PoolConfig.DEFAULT, PoolListener.NONE, 1);
            update(pool, server);
            Server probed = pool.servers().get(0);
            ProbeLoop loop = new ProbeLoop(probed, PROBE, means, timer, () -> 1001, new Beat());
            loop.start();
            awaitMore(server);
            Await.until("no probe for several intervals", () -> {
                IntStream.range(0, 10).forEach(i -> acquire(pool, probed).succeed(System.nanoTime()));
                int before = server.hits();
                LockSupport.parkNanos(5 * PROBE.interval().toNanos());
                return server.hits() == before;
            });
            acquire(pool, probed).fail(FailureKind.STATUS, System.nanoTime());
            awaitMore(server);
            loop.stop();
        }
    }

    private static Lease acquire(ServerPool pool, Server server) {
        return Objects.requireNonNull(pool.acquireFrom(server, System.nanoTime()));
    }
}
