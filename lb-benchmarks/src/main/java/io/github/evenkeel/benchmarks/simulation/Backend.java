package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.selection.LoadReport;
import io.github.evenkeel.core.server.FailureKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A simulated server: k workers that take requests one after the other, or share themselves among all. Both come down
 * to one rule: every job in service advances at the same rate, which is the server's speed, or with sharing the part of
 * it that falls to each. So it is enough to know how far a job that had always been in service would have come; a job
 * is done when that has advanced by its work.
 */
final class Backend {
    /** A request at the server. */
    static final class Job {
        private final Listener listener;
        private double work;
        private double end;
        private long order;
        private long arrivedNanos;
        private int loadFound;
        private boolean abandoned;

        Job(double work, Listener listener) {
            this.work = work;
            this.listener = listener;
        }

        /** The client is gone: if its turn has not come yet, the server drops it then. */
        void abandon() {
            abandoned = true;
        }

        private static int byEnd(Job one, Job other) {
            return one.end == other.end ? Long.compare(one.order, other.order) : Double.compare(one.end, other.end);
        }
    }

    /** Hears what became of a job. */
    interface Listener {
        void served();

        void failed(FailureKind kind);
    }

    private final int index;
    private final Timeline timeline;
    private final RandomGenerator random;
    private final int workers;
    private final boolean sharing;
    private final int room;
    private final Distribution mishap;
    private final Meter meter;

    private final PriorityQueue<Job> inService = new PriorityQueue<>(Job::byEnd);
    private final Queue<Job> waiting = new ArrayDeque<>();
    private final LatencyByLoad latencies = new LatencyByLoad();
    private double speed;
    private Fault fault = Fault.NONE;

    private double progress;
    private long progressNanos;
    private long started;
    private long plan;
    private int underWay;
    private int peak;

    Backend(int index, Timeline timeline, RandomGenerator random, Fleet fleet) {
        this.index = index;
        this.timeline = timeline;
        this.random = random;
        this.workers = fleet.workers();
        this.sharing = fleet.sharing();
        this.room = fleet.room();
        this.mishap = fleet.mishap();
        this.meter = new Meter(workers);
        this.speed = fleet.speed().applyAsDouble(index);
    }

    int index() {
        return index;
    }

    int workers() {
        return workers;
    }

    double speed() {
        return speed;
    }

    /** Requests at the server. */
    int load() {
        return inService.size() + waiting.size();
    }

    /** Requests at the server or on their way to it: what only an oracle knows. */
    int assigned() {
        return underWay + load();
    }

    boolean isWell() {
        return fault.share() == 0;
    }

    int peak() {
        return peak;
    }

    /** A request leaves for this server. */
    void expect() {
        underWay++;
    }

    /** What it says of its load in its responses, or null if it cannot tell yet. */
    @Nullable
    LoadReport utilisation() {
        meter.advance(inService.size(), timeline.now());
        return meter.report();
    }

    /** What it answers to a question for its queue, or null if it does not. */
    @Nullable
    LoadReport report() {
        return fault.kills() ? null : LoadReport.ofQueue(load(), latencies.estimate(load(), timeline.now()));
    }

    /** From now on so fast; 0 is a stall. */
    void speed(double newSpeed) {
        advance();
        speed = newSpeed;
        plan();
    }

    /** From now on with this fault; none heals it. */
    void fault(Fault newFault) {
        fault = newFault;
        if (newFault.kills()) {
            List<Job> lost = new ArrayList<>(waiting);
            inService.stream().sorted(Job::byEnd).forEach(lost::add);
            waiting.clear();
            meter.advance(inService.size(), timeline.now());
            inService.clear();
            plan();
            if (newFault.answers()) {
                lost.forEach(job -> job.listener.failed(FailureKind.CONNECTION_LOST));
            }
        }
    }

    /** From now on at full speed and without a fault. */
    void heal() {
        speed(1);
        fault(Fault.NONE);
    }

    /** Takes a request that has come. */
    void receive(Job job) {
        underWay--;
        if (fault.share() > 0 && random.nextDouble() < fault.share()) {
            if (fault.answers()) {
                FailureKind kind = fault.kind();
                meter.failed(fault.afterNanos());
                timeline.after(fault.afterNanos(), () -> job.listener.failed(kind));
            }
            return;
        }
        if (load() >= room) {
            job.listener.failed(FailureKind.STATUS);
            return;
        }
        advance();
        job.arrivedNanos = timeline.now();
        job.loadFound = load();
        job.work += mishap.draw(random);
        waiting.add(job);
        peak = Math.max(peak, load());
        admit();
        plan();
    }

    private void admit() {
        meter.advance(inService.size(), timeline.now());
        while (sharing || inService.size() < workers) {
            @Nullable Job next = waiting.poll();
            if (next == null) {
                return;
            }
            if (!next.abandoned) {
                next.end = progress + next.work;
                next.order = started++;
                inService.add(next);
            }
        }
    }

    private double rate() {
        int jobs = inService.size();
        return sharing && jobs > workers ? speed * workers / jobs : speed;
    }

    private void advance() {
        progress += rate() * (timeline.now() - progressNanos);
        progressNanos = timeline.now();
        if (inService.isEmpty()) {
            progress = 0; // keeps its precision
        }
    }

    /** Plans the end of the next job anew; earlier plans are void. */
    private void plan() {
        long mine = ++plan;
        Job next = inService.peek();
        if (next != null && speed > 0) {
            double left = Math.max(0, next.end - progress) / rate();
            timeline.after((long) Math.ceil(left), () -> {
                if (mine == plan) {
                    finish();
                }
            });
        }
    }

    private void finish() {
        meter.advance(inService.size(), timeline.now());
        meter.answered();
        Job done = inService.remove();
        // Not advance(): the plan was rounded up to a whole nanosecond, and a job ends exactly where it ends.
        progress = done.end;
        progressNanos = timeline.now();
        admit();
        if (inService.isEmpty()) {
            progress = 0;
        }
        plan();
        latencies.record(done.loadFound, timeline.now() - done.arrivedNanos, timeline.now());
        done.listener.served();
    }
}
