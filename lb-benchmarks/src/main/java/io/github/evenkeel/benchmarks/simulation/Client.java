package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.limit.RetryBudget;
import io.github.evenkeel.core.limit.RetryBudgetSettings;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.selection.LoadReport;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.server.FailureKind;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.httpclient.policy.Hedging;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One process that sends requests: it has a pool of its own and knows only what its own requests have met. */
final class Client {
    private final World world;
    private final ServerPool pool;
    private final RandomGenerator random;
    private final RetryBudget budget;
    private final HedgeDelay hedgeDelay;
    private final boolean heedsReports;
    private final @Nullable Feedback feedback;

    Client(
            World world,
            ServerPool pool,
            @Nullable Hedging hedging,
            SelectionStrategy strategy,
            RandomGenerator random) {
        this.world = world;
        this.pool = pool;
        this.hedgeDelay = new HedgeDelay(hedging, pool);
        this.heedsReports = strategy.readsReports();
        this.feedback = strategy instanceof Feedback books ? books : null;
        if (hedging != null && feedback != null) {
            throw new IllegalArgumentException(
                    "a balancer with books of its own is not told of cancelled attempts: hedge with one of lb-core");
        }
        this.random = random;
        this.budget =
                new RetryBudget(RetryBudgetSettings.DEFAULT, world.timeline().now());
    }

    ServerPool pool() {
        return pool;
    }

    /** Sends a request that is so much work wherever it goes. */
    void send(double work, long key) {
        new Exchange(work, key).begin();
        for (int nth = 0; ; nth++) {
            Server asked = pool.probeTarget(nth, key, random);
            if (asked == null) {
                return;
            }
            ask(asked);
        }
    }

    /** On the side: the report helps later requests. */
    private void ask(Server server) {
        long network = world.scenario().timing().networkNanos();
        world.timeline().after(network, () -> {
            LoadReport report = world.backend(server).report();
            if (report != null) {
                world.timeline().after(network, () -> pool.report(server, report, now()));
            }
        });
    }

    /** A request and all attempts to have it answered. */
    private final class Exchange {
        private final double work;
        private final long key;
        private final long startNanos = now();
        private final List<Attempt> underWay = new ArrayList<>(2);
        private int attempts;
        private boolean over;

        Exchange(double work, long key) {
            this.work = work;
            this.key = key;
        }

        void begin() {
            budget.deposit(now());
            long deadline = world.scenario().timing().deadlineNanos();
            if (deadline > 0) {
                world.timeline().after(deadline, this::giveUp);
            }
            proceed(pool.acquire(key, now(), random, null));
            long patience = hedgeDelay.nanos(now());
            if (patience != HedgeDelay.NEVER) {
                world.timeline().after(patience, this::hedge);
            }
        }

        private void proceed(@Nullable Lease lease) {
            if (lease == null) {
                end(false);
                return;
            }
            attempts++;
            Attempt attempt = new Attempt(this, lease);
            underWay.add(attempt);
            attempt.begin();
        }

        /** A second attempt beside the first, unless that has ended meanwhile. */
        private void hedge() {
            if (over || attempts != 1 || hedgeDelay.nanos(now()) == HedgeDelay.NEVER) {
                return;
            }
            Lease lease = pool.acquire(key, now(), random, underWay.get(0).lease);
            if (lease == null) {
                return;
            }
            if (budget.tryWithdraw(now())) {
                proceed(lease);
            } else {
                lease.withdraw(now());
            }
        }

        void served(Attempt winner) {
            underWay.remove(winner);
            underWay.forEach(loser -> loser.lose(winner));
            end(true);
        }

        void failed(FailureKind kind, Attempt failed) {
            underWay.remove(failed);
            if (!underWay.isEmpty()) {
                return; // the other one decides
            }
            Retrying retrying = world.scenario().retrying();
            if (!retrying.allows(kind, attempts)) {
                end(false);
                return;
            }
            Lease tried = failed.lease;
            Lease next = pool.acquire(key, now(), random, tried);
            if (next == null) {
                next = pool.acquireLastResort(now(), random, tried);
            }
            if (next != null && retrying.budgeted() && !budget.tryWithdraw(now())) {
                next.cancel(now());
                next = null;
            }
            proceed(next);
        }

        private void giveUp() {
            if (!over) {
                underWay.forEach(Attempt::giveUp);
                over = true;
                world.journal().gaveUp(startNanos, now(), attempts);
            }
        }

        private void end(boolean good) {
            over = true;
            if (good) {
                world.journal().answered(startNanos, now(), attempts);
            } else {
                world.journal().failed(startNanos, now(), attempts);
            }
        }
    }

    private final class Attempt implements Backend.Listener {
        private final Exchange exchange;
        private final Lease lease;
        private final Backend backend;
        private final Backend.Job job;
        private final long startNanos = now();

        Attempt(Exchange exchange, Lease lease) {
            this.exchange = exchange;
            this.lease = lease;
            this.backend = world.backend(lease.server());
            this.job = new Backend.Job(exchange.work, this);
        }

        void begin() {
            world.journal().sent(backend.index(), startNanos);
            backend.expect();
            if (feedback != null) {
                feedback.sent(backend.index(), startNanos);
            }
            world.timeline().after(world.scenario().timing().networkNanos(), () -> backend.receive(job));
        }

        @Override
        public void served() {
            int queue = backend.load();
            LoadReport load = heedsReports ? backend.utilisation() : null;
            world.timeline().after(world.scenario().timing().networkNanos(), () -> {
                if (lease.succeed(now())) {
                    report(true, queue, load);
                    exchange.served(this);
                }
            });
        }

        @Override
        public void failed(FailureKind kind) {
            int queue = backend.load();
            LoadReport load = heedsReports && kind == FailureKind.STATUS ? backend.utilisation() : null;
            world.timeline().after(world.scenario().timing().networkNanos(), () -> {
                if (lease.fail(kind, now())) {
                    report(false, queue, load);
                    exchange.failed(kind, this);
                }
            });
        }

        void giveUp() {
            job.abandon();
            lease.fail(FailureKind.TIMEOUT, now());
            report(false, 0, null);
        }

        /** The other one was faster, which is no failure. */
        void lose(Attempt winner) {
            job.abandon();
            if (startNanos < winner.startNanos) {
                lease.overtaken(now());
            } else {
                lease.cancel(now());
            }
        }

        private void report(boolean good, int queue, @Nullable LoadReport load) {
            if (load != null) {
                pool.report(lease.server(), load, now());
            }
            if (feedback != null) {
                double serviceNanos = exchange.work / Math.max(backend.speed(), 1e-3);
                feedback.ended(backend.index(), startNanos, now(), good, queue, serviceNanos);
            }
        }
    }

    private long now() {
        return world.timeline().now();
    }
}
