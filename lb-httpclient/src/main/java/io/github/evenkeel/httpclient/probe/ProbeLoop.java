package io.github.evenkeel.httpclient.probe;

import io.github.evenkeel.core.health.Finding;
import io.github.evenkeel.core.health.HealthReport;
import io.github.evenkeel.core.health.ProbeKind;
import io.github.evenkeel.core.health.ProbeResult;
import io.github.evenkeel.core.health.ProbeRun;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.httpclient.probe.Asker.Answer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes one probe of one server, over and over: wait, ask, record, wait again. At most one is under way, and none
 * outlives its timeout or {@link #stop}.
 */
final class ProbeLoop {
    private static final System.Logger LOGGER = System.getLogger(ProbeLoop.class.getName());

    /** The first probe comes soon, since its result decides, but those of many servers not all at once. */
    private static final long FIRST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Together the probes of a large pool take a second for each thousand servers to start. */
    private static final long FIRST_WAIT_NANOS_EACH = TimeUnit.MILLISECONDS.toNanos(1);

    /** Beyond so many servers each is probed more rarely, so that all together are not probed more often. */
    private static final double MOST_AT_FULL_RATE = 1000;

    /** How long requests stand in for probes of liveness in a pool so large. */
    private static final long PROVEN_NANOS_IF_MANY = TimeUnit.MINUTES.toNanos(1);

    /** So many successes are no accident. */
    private static final long PROOF = 10;

    private final Server server;
    private final Probe probe;
    private final Asker asker;
    private final ScheduledExecutorService timer;
    private final IntSupplier servers;
    private final Beat beat;

    private volatile boolean stopped;

    /** The latest question. Written before ask looks whether to stop, read by stop after it said so: one of both ends it. */
    private volatile @Nullable Future<?> latest;

    /**
     * The next question, which may be a day away. Written by askIn before it looks whether to stop, read by stop after it
     * said so. Should one be lost to a write that comes late, it is only kept until it is due, and then does nothing.
     */
    private volatile @Nullable Future<?> planned;

    // How it stood at the latest question. Written and read by ask alone, which the timer runs one after the other.
    private long successes;
    private long failures;
    private long askedNanos;

    /** Whether the next wait is the second one. Written and read by answered, of which the timer keeps the order. */
    private boolean first = true;

    ProbeLoop(
            Server server,
            Probe probe,
            ProbeMeans means,
            ScheduledExecutorService timer,
            IntSupplier servers,
            Beat beat) {
        this.server = server;
        this.probe = probe;
        this.asker = Asker.of(probe.check(), server, probe.timeout().toNanos(), means);
        this.timer = timer;
        this.servers = servers;
        this.beat = beat;
    }

    void start() {
        long longest = Math.max(FIRST_WAIT_NANOS, servers.getAsInt() * FIRST_WAIT_NANOS_EACH);
        askIn(ThreadLocalRandom.current()
                .nextLong(Math.min(longest, probe.interval().toNanos())));
    }

    void stop() {
        stopped = true;
        Future<?> next = planned;
        if (next != null) {
            next.cancel(false); // it may just begin: the timer's thread is not ours to interrupt
        }
        Future<?> now = latest;
        if (now != null) {
            now.cancel(true);
        }
    }

    private void askIn(long nanos) {
        try {
            Future<?> plan = timer.schedule(this::ask, nanos, TimeUnit.NANOSECONDS);
            planned = plan;
            if (stopped) {
                plan.cancel(false);
            }
        } catch (RejectedExecutionException e) {
            stopped = true; // the timer is shut down, and so is the client
        }
    }

    private void ask() {
        if (stopped) {
            return;
        }
        long now = System.nanoTime();
        boolean settled = isSettled();
        if (settled && isProven(now)) {
            askIn(onBeat(spread(probe.interval().toNanos())));
            return;
        }
        successes = server.successes();
        failures = server.failures();
        askedNanos = now;
        CompletableFuture<Answer> answer = asker.ask(settled);
        if (answer != null) {
            follow(answer, probe.timeout().toNanos() + (settled ? asker.waitNanos() : 0));
        }
    }

    /** Whether there is a verdict, and the latest answers do not speak against it. */
    private boolean isSettled() {
        HealthReport health = server.health();
        ProbeRun run = probe.kind() == ProbeKind.LIVENESS ? health.liveness() : health.readiness();
        return run != null && run.up() != run.failing();
    }

    /** Whether requests have shown since the latest probe what another one would. */
    private boolean isProven(long nowNanos) {
        return nowNanos - askedNanos < provenNanos()
                && !server.health().isFailing()
                && server.successes() - successes >= PROOF
                && server.failures() == failures;
    }

    private long provenNanos() {
        long wanted = probe.provenInterval().toNanos();
        boolean mayBeMore = probe.kind() == ProbeKind.LIVENESS && servers.getAsInt() > MOST_AT_FULL_RATE;
        return mayBeMore ? Math.max(wanted, PROVEN_NANOS_IF_MANY) : wanted;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // answered leaves nothing to ignore
    private void follow(CompletableFuture<Answer> answer, long patienceNanos) {
        latest = answer;
        if (stopped) {
            answer.cancel(true);
            return;
        }
        try {
            Future<?> timeout = timer.schedule(() -> answer.complete(overdue()), patienceNanos, TimeUnit.NANOSECONDS);
            answer.whenComplete((got, cancelled) -> {
                timeout.cancel(false);
                answered(got == null ? overdue() : got);
            });
        } catch (RejectedExecutionException e) {
            stop(); // the timer is shut down, and so is the client
        }
    }

    private Answer overdue() {
        return Answer.failed(asker.overdue() + " within " + probe.timeout().toMillis() + " ms");
    }

    private void answered(Answer answer) {
        if (stopped) {
            return;
        }
        try {
            record(answer.finding());
        } catch (RuntimeException | Error e) { // a listener or strategy of the user's; the probing must go on
            LOGGER.log(System.Logger.Level.WARNING, "result of a probe of " + server.id() + " was lost", e);
        }
        askIn(nextWait(answer.waited()));
    }

    private void record(Finding finding) {
        if (finding.result() != ProbeResult.PASSED) {
            LOGGER.log(
                    System.Logger.Level.DEBUG,
                    () -> "probe of " + server.id() + " " + finding.result() + ": " + finding.evidence());
        }
        server.recordProbe(probe.kind(), finding, System.nanoTime());
    }

    private long nextWait(boolean waited) {
        long shorter =
                Math.min(probe.changingInterval().toNanos(), probe.interval().toNanos());
        if (!isSettled()) {
            first = false;
            return beat.waitNanos(spread(shorter), shorter, System.nanoTime());
        }
        if (waited) { // the server chose when to answer; the limit is for one that always says it has news
            return Math.max(0, askedNanos + shorter - System.nanoTime());
        }
        long wait = spread(probe.interval().toNanos());
        if (first) { // all first probes came close together
            first = false;
            return onBeat(ThreadLocalRandom.current().nextLong(1 + wait));
        }
        return onBeat(wait);
    }

    private long onBeat(long wait) {
        return beat.waitNanos(wait, probe.interval().toNanos(), System.nanoTime());
    }

    private long spread(long nanos) {
        double jitter = 1 + probe.jitter() * ThreadLocalRandom.current().nextDouble(-1, 1);
        return (long) (nanos * jitter * Math.max(1, servers.getAsInt() / MOST_AT_FULL_RATE));
    }
}
