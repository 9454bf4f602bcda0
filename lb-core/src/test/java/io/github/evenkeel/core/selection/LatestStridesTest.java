package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.sun.management.ThreadMXBean;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LatestStridesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int FULL = 0xFFFF;

    private final ReportedWeight[] reported =
            Stream.generate(ReportedWeight::new).limit(3).toArray(ReportedWeight[]::new);
    private final LatestStrides strides = new LatestStrides(Views.of(Servers.idle(3)), reported);

    private void report(int server, double weight, long nowNanos) {
        reported[server].report(LoadReport.ofUtilisation(1, weight, 0), nowNanos);
        strides.heard(nowNanos);
    }

    /** All three from 0 to 20 s; then they are 1 : 2 : 4. */
    private void reportForLong() {
        strides.at(0);
        for (int second = 0; second <= 20; second++) {
            for (int server = 0; server < 3; server++) {
                report(server, 1 << server, second * SECOND);
            }
        }
        assertArrayEquals(new int[] {16384, 32768, FULL}, strides.at(21 * SECOND));
    }

    @Test
    void whoReportsTakesTheWeightsAlong() {
        reportForLong();
        report(0, 4, 21 * SECOND + SECOND / 2 - 1);
        assertArrayEquals(new int[] {16384, 32768, FULL}, strides.at(21 * SECOND + SECOND / 2), "too early");
        report(1, 4, 21 * SECOND + SECOND / 2);
        assertArrayEquals(new int[] {FULL, FULL, FULL}, strides.at(21 * SECOND + SECOND / 2));
    }

    /** Nobody reports after that, so a pick takes what was left. */
    @Test
    void theLastReportIsTakenAfterASecond() {
        reportForLong();
        report(0, 4, 21 * SECOND + 1);
        assertArrayEquals(new int[] {16384, 32768, FULL}, strides.at(22 * SECOND - 1));
        assertArrayEquals(new int[] {FULL, 32768, FULL}, strides.at(22 * SECOND));
    }

    /** While reports come they bring what time changes; else it shows half a second late. */
    @Test
    void aSilentServerIsForgottenByTheReportsOfTheOthers() {
        reportForLong();
        for (long now = 21 * SECOND; now < 200 * SECOND; now += SECOND / 2) {
            report(1, 2, now);
            report(2, 4, now);
        }
        report(1, 2, 200 * SECOND);
        assertArrayEquals(new int[] {49151, 32768, FULL}, strides.at(200 * SECOND), "the mean of 2 and 4");
        assertNotNull(strides.at(380 * SECOND - 1));
        assertNull(strides.at(380 * SECOND), "all are silent");
    }

    @Test
    void theNextSelectorKnowsWhatThisOneKnew() {
        reportForLong();
        LatestStrides next = new LatestStrides(Views.of(Servers.idle(3)), reported);
        next.continueFrom(strides);
        assertArrayEquals(strides.at(21 * SECOND), next.at(21 * SECOND));
        LatestStrides fresh = new LatestStrides(Views.of(Servers.idle(3)), reported);
        fresh.continueFrom(new LatestStrides(Views.of(Servers.idle(3)), reported));
        assertArrayEquals(strides.at(21 * SECOND), fresh.at(21 * SECOND), "from the first pick on");
    }

    /** Whatever came before, with picks between the reports: a second later strides are what the reports are worth. */
    @Property(tries = 500, seed = "1")
    void stridesAreThoseOfAllReports(
            @ForAll @Size(max = 60) List<@IntRange(max = 3) Integer> servers,
            @ForAll @Size(60) List<@IntRange(min = 1, max = 1000) Integer> weights,
            @ForAll @Size(60) List<@IntRange(max = 12) Integer> pauses,
            @ForAll @IntRange(max = 200) int silence,
            @ForAll long origin) {
        LatestStrides tested = new LatestStrides(Views.of(Servers.idle(3)), reported);
        Arrays.setAll(reported, i -> new ReportedWeight());
        NaiveWeight[] naive = Stream.generate(NaiveWeight::new).limit(3).toArray(NaiveWeight[]::new);
        int seconds = 0;
        for (int i = 0; i < servers.size(); i++) {
            seconds += pauses.get(i);
            long now = origin + seconds * SECOND;
            int server = servers.get(i);
            if (server < 3) {
                reported[server].report(LoadReport.ofUtilisation(1, weights.get(i), 0), now);
                naive[server].report(weights.get(i), seconds);
                tested.heard(now);
            } else {
                tested.at(now);
            }
        }
        seconds += silence;
        // All changes fall on whole seconds.
        int[] actual = tested.at(origin + (seconds + 1) * SECOND + SECOND / 2);
        int[] expected = naiveStrides(naive, seconds + 1);
        assertEquals(expected == null, actual == null);
        for (int i = 0; expected != null && i < 3; i++) {
            assertEquals(expected[i], actual[i], 1, () -> Arrays.toString(expected) + Arrays.toString(actual));
        }
    }

    /** What one server has reported, in whole seconds. */
    private static final class NaiveWeight {
        private double weight;
        private int since = Integer.MIN_VALUE;
        private int latest = Integer.MIN_VALUE / 2;

        void report(double newWeight, int second) {
            since = second - latest >= 180 ? second : since;
            latest = second;
            weight = newWeight;
        }

        double at(int second) {
            return second - latest < 180 && second - since >= 10 ? weight : 0;
        }
    }

    private static int @Nullable [] naiveStrides(NaiveWeight[] reported, int second) {
        double[] known = Stream.of(reported)
                .mapToDouble(one -> one.at(second))
                .filter(weight -> weight > 0)
                .toArray();
        if (known.length < 2) {
            return null;
        }
        double mean = Arrays.stream(known).average().orElseThrow();
        double[] weights = Stream.of(reported)
                .mapToDouble(one -> one.at(second))
                .map(weight -> weight == 0 ? mean : Math.max(mean / 10, Math.min(weight, mean * 10)))
                .toArray();
        double greatest = Arrays.stream(weights).max().orElseThrow();
        return Arrays.stream(weights)
                .mapToInt(weight -> (int) Math.round(weight / greatest * FULL))
                .toArray();
    }

    /** Not even the pick that takes the weights, which comes once a second here. */
    @Test
    void noPickAllocates() {
        List<Server> servers = Servers.idle(100);
        Selector selector = Views.prepare(SelectionStrategy.reportedUtilisation(), servers);
        for (int i = 0; i < 100; i++) {
            selector.report(i, LoadReport.ofUtilisation(1, 100 + i, 0), 0);
        }
        Lease tried = servers.get(5).acquire(0, null);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        RandomGenerator random = Views.random();
        long least = Long.MAX_VALUE;
        for (int run = 0; run < 5; run++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20_000; i++) {
                selector.select(0, (20 + run) * SECOND + i * SECOND / 10_000, random, i % 2 == 0 ? tried : null);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least);
    }

    /** A retry goes by the reports too, and never to the server tried. */
    @Test
    void retriesGoByWhatIsReported() {
        List<Server> servers = Servers.idle(3);
        Selector selector = Views.prepare(SelectionStrategy.reportedUtilisation(), servers);
        for (int i = 0; i < 3; i++) {
            selector.report(i, LoadReport.ofUtilisation(1, 1 << i, 0), 0);
        }
        Lease tried = servers.get(2).acquire(0, null);
        int[] counts = new int[3];
        RandomGenerator random = Views.random();
        IntStream.range(0, 30_000).forEach(i -> counts[selector.select(0, 20 * SECOND, random, tried)]++);
        assertEquals(0, counts[2]);
        assertEquals(1 / 3.0, counts[0] / 30_000.0, 0.02);
    }
}
