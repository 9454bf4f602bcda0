package io.github.evenkeel.benchmarks.simulation;

import java.util.PriorityQueue;

/** Virtual time: all that is to happen, by time, and what is for the same time in the order it was asked for. */
final class Timeline {
    static final long MICROS = 1_000;
    static final long MILLIS = 1_000_000;
    static final long SECONDS = 1_000_000_000;

    private record Event(long nanos, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return nanos == other.nanos ? Long.compare(order, other.order) : Long.compare(nanos, other.nanos);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long asked;
    private long now;

    long now() {
        return now;
    }

    void at(long nanos, Runnable action) {
        if (nanos < now) {
            throw new IllegalArgumentException("time must not be past but was " + nanos + " at " + now);
        }
        events.add(new Event(nanos, asked++, action));
    }

    void after(long nanos, Runnable action) {
        at(now + nanos, action);
    }

    /** Every so often, for the first time after one period. */
    void every(long nanos, Runnable action) {
        after(nanos, () -> {
            action.run();
            every(nanos, action);
        });
    }

    /** Lets everything happen that is due until then; what is later stays. */
    void run(long untilNanos) {
        while (!events.isEmpty() && events.element().nanos <= untilNanos) {
            Event next = events.remove();
            now = next.nanos;
            next.action.run();
        }
        now = untilNanos;
    }
}
