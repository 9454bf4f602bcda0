package io.github.evenkeel.httpclient.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What has gone wrong in an exchange so far, and how often it has waited for better. Of one driver step at a time. */
final class Setbacks {
    /** Of a request without a timeout of its own. */
    private static final long LONGEST_WAIT_FOR_STREAMS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Deadline deadline;

    /** Failures of attempts that were followed by another. */
    private final List<Throwable> failures = new ArrayList<>();

    private int pauses;

    /** How much of that was for want of streams. */
    private long waitedForStreamsNanos;

    Setbacks(Deadline deadline) {
        this.deadline = deadline;
    }

    void add(Throwable failure) {
        failures.add(failure);
    }

    void addTo(Throwable last) {
        for (Throwable earlier : failures) {
            if (earlier != last) {
                last.addSuppressed(earlier);
            }
        }
    }

    boolean mayWaitForStreams() {
        return waitedForStreamsNanos <= LONGEST_WAIT_FOR_STREAMS_NANOS;
    }

    /** The next wait, longer than the one before; null if there is no time for it. */
    <T> Step.@Nullable Pause<T> pause(Attempt<T> attempt, Throwable failure, boolean forStreams) {
        long nanos = BackOff.nanos(pauses, ThreadLocalRandom.current());
        if (!deadline.allows(nanos)) {
            return null;
        }
        pauses++;
        if (forStreams) {
            waitedForStreamsNanos += nanos;
        }
        return new Step.Pause<>(nanos, attempt, failure, forStreams);
    }
}
