package io.github.evenkeel.core.health;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the javadoc of {@link BreakerWindow} says, written down naively: a list of results, looked through each time. */
final class WindowModel {
    private record Result(long bucket, boolean failed, boolean slow) {}

    private final BreakerWindow window;
    private final long originNanos;
    private final List<Result> results = new ArrayList<>();
    private long newest;

    WindowModel(BreakerWindow window, long nowNanos) {
        this.window = window;
        this.originNanos = nowNanos;
    }

    void record(boolean failed, boolean slow, long nowNanos) {
        moveOn(nowNanos);
        results.add(new Result(newest, failed, slow));
    }

    void moveOn(long nowNanos) {
        if (window instanceof BreakerWindow.Time time) {
            newest = Math.max(newest, (nowNanos - originNanos) / (time.span().toNanos() / 10));
        }
    }

    long requests() {
        return recent().count();
    }

    long failures() {
        return recent().filter(Result::failed).count();
    }

    long slow() {
        return recent().filter(Result::slow).count();
    }

    private Stream<Result> recent() {
        if (window instanceof BreakerWindow.Requests last) {
            return results.stream().skip(Math.max(0, results.size() - last.count()));
        }
        boolean kept = window instanceof BreakerWindow.Time;
        return results.stream().filter(result -> kept && result.bucket > newest - 10);
    }
}
