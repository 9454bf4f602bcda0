package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.limit.RetryBudget;
import io.github.evenkeel.core.limit.RetryBudgetSettings;
import io.github.evenkeel.core.pool.ServerPool;
import io.github.evenkeel.core.selection.LoadReport;
import io.github.evenkeel.core.server.FailureKind;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One process that sends requests: it has a pool of its own and knows only what its own requests have met. */
final class Client {
    private final World world;
    private final ServerPool pool;
    private final RandomGenerator random;
    private final RetryBudget budget;
    private final @Nullable Feedback feedback;

    Client(World world, ServerPool pool, @Nullable Feedback feedback, RandomGenerator random) {
        this.world = world;
        this.pool = pool;
        this.feedback = feedback;
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
        private @Nullable Attempt attempt;
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
        }

        private void proceed(@Nullable Lease lease) {
            if (lease == null) {
                end(false);
                return;
            }
            attempts++;
            attempt = new Attempt(this, lease);
            attempt.begin();
        }

        void served() {
            end(true);
        }

        void failed(FailureKind kind, Lease tried) {
            Retrying retrying = world.scenario().retrying();
            if (!retrying.allows(kind, attempts)) {
                end(false);
                return;
            }
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
                Objects.requireNonNull(attempt).giveUp();
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
            world.timeline().after(world.scenario().timing().networkNanos(), () -> {
                if (lease.succeed(now())) {
                    report(true, queue);
                    exchange.served();
                }
            });
        }

        @Override
        public void failed(FailureKind kind) {
            int queue = backend.load();
            world.timeline().after(world.scenario().timing().networkNanos(), () -> {
                if (lease.fail(kind, now())) {
                    report(false, queue);
                    exchange.failed(kind, lease);
                }
            });
        }

        void giveUp() {
            job.abandon();
            lease.fail(FailureKind.TIMEOUT, now());
            report(false, 0);
        }

        private void report(boolean good, int queue) {
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
