package io.github.evenkeel.examples.quickstart;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** What one server answered: how many requests in all, and how fast it was in the last few intervals. */
final class Tally {

    private static final int SIGNIFICANT_DIGITS = 2;

    private final LongAdder answers = new LongAdder();
    private final Recorder recorder = new Recorder(SIGNIFICANT_DIGITS);
    private final Deque<Histogram> intervals = new ArrayDeque<>();

    /** Called by any thread, when an answer is complete. */
    void record(long nanos) {
        answers.increment();
        recorder.recordValue(TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    long answers() {
        return answers.sum();
    }

    /** Ends the interval and returns the times, in microseconds, of the last {@code count} intervals. One thread only. */
    Histogram endInterval(int count) {
        Histogram recycled = intervals.size() < count ? null : intervals.removeFirst();
        intervals.addLast(recorder.getIntervalHistogram(recycled));
        Histogram sum = new Histogram(SIGNIFICANT_DIGITS);
        intervals.forEach(sum::add);
        return sum;
    }
}
