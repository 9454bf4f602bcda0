package io.github.evenkeel.benchmarks.endtoend;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * CPU time and allocation of all Java threads of this process since it was made: of callers and of the client's own
 * threads, not of the compiler and the collector, whose work comes when it comes.
 */
final class Meter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What a thread, or all, have used. */
    record Use(long cpuNanos, long bytes) {
        private static final Use NONE = new Use(0, 0);
    }

    private final Map<Long, Use> start = read();

    /** A thread that ended meanwhile is missing; the clients' pools keep theirs for longer than anything here takes. */
    Use used() {
        long cpuNanos = 0;
        long bytes = 0;
        for (Map.Entry<Long, Use> thread : read().entrySet()) {
            Use before = start.getOrDefault(thread.getKey(), Use.NONE);
            cpuNanos += thread.getValue().cpuNanos - before.cpuNanos;
            bytes += thread.getValue().bytes - before.bytes;
        }
        return new Use(cpuNanos, bytes);
    }

    private static Map<Long, Use> read() {
        long[] threads = THREADS.getAllThreadIds();
        long[] cpuNanos = THREADS.getThreadCpuTime(threads);
        long[] bytes = THREADS.getThreadAllocatedBytes(threads);
        Map<Long, Use> use = new HashMap<>();
        for (int i = 0; i < threads.length; i++) {
            if (cpuNanos[i] >= 0 && bytes[i] >= 0) {
                use.put(threads[i], new Use(cpuNanos[i], bytes[i]));
            }
        }
        return use;
    }
}
