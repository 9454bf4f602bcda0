package io.github.evenkeel.core.health;

import java.util.ArrayList;
import java.util.List;

/** What the javadoc of {@link FailureWindow} says, written down naively: a list of results, looked through each time. */
final class WindowModel {
    private record Result(long tick, boolean failed) {}

    private final long bucketNanos;
    private final List<Result> results = new ArrayList<>();

    WindowModel(long windowNanos) {
        this.bucketNanos = windowNanos / FailureWindow.BUCKETS;
    }

    void record(boolean failed, long nowNanos) {
        long tick = Math.floorDiv(nowNanos, bucketNanos);
        List<Result> inSlot =
                results.stream().filter(result -> sameSlot(result.tick, tick)).toList();
        // Whole turns late, it is dropped; otherwise, also at the wrap of the clock, it takes an older result's place.
        boolean late = inSlot.stream().anyMatch(result -> result.tick > tick && result.tick <= tick + 1000);
        if (!late) {
            results.removeIf(result -> sameSlot(result.tick, tick) && result.tick != tick);
            results.add(new Result(tick, failed));
        }
    }

    boolean failedShareReaches(int percent, int minimum, long nowNanos) {
        long tick = Math.floorDiv(nowNanos, bucketNanos);
        List<Result> recent = results.stream()
                .filter(result -> Math.abs(result.tick - tick) < FailureWindow.BUCKETS)
                .toList();
        long failed = recent.stream().filter(Result::failed).count();
        return recent.size() >= minimum && failed * 100 >= (long) recent.size() * percent;
    }

    private static boolean sameSlot(long tick, long other) {
        return Math.floorMod(tick, FailureWindow.BUCKETS) == Math.floorMod(other, FailureWindow.BUCKETS);
    }
}
