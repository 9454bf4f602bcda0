package io.github.evenkeel.core.server;

import static io.github.evenkeel.core.Time.MILLIS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.core.health.BreakerSettings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Random lives of leases on one server against counters kept naively. */
class AccountingModelTest {
    enum Call {
        ACQUIRE,
        RESPOND,
        SUCCEED,
        FAIL,
        CANCEL,
        OVERTAKEN
    }

    /** What the figures should be. */
    private static final class Counters {
        private final Map<FailureKind, Long> failures = new EnumMap<>(FailureKind.class);
        private long requests;
        private long successes;
        private long cancellations;

        long failed() {
            return failures.values().stream().mapToLong(Long::longValue).sum();
        }

        long inFlight() {
            return requests - successes - failed() - cancellations;
        }
    }

    @Property(tries = 1000, seed = "1")
    void everyLeaseIsCountedOnce(
            @ForAll @Size(max = 80) List<Call> calls,
            @ForAll @Size(80) List<@IntRange(max = 9) Integer> choices,
            @ForAll long origin) {
        Server server = Servers.server("a", BreakerSettings.DEFAULT, nowNanos -> {});
        Counters expected = new Counters();
        List<Lease> leases = new ArrayList<>();
        List<Lease> open = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            long now = origin + i * MILLIS;
            int choice = choices.get(i);
            if (calls.get(i) == Call.ACQUIRE) {
                Lease lease = server.acquire(now, null);
                leases.add(lease);
                open.add(lease);
                expected.requests++;
            } else if (choice < leases.size()) {
                Lease lease = leases.get(leases.size() - 1 - choice);
                FailureKind kind = FailureKind.values()[choice % 5];
                boolean wasOpen = calls.get(i) == Call.RESPOND ? open.contains(lease) : open.remove(lease);
                switch (calls.get(i)) {
                    case SUCCEED -> {
                        assertEquals(wasOpen, lease.succeed(now));
                        expected.successes += wasOpen ? 1 : 0;
                    }
                    case FAIL -> {
                        assertEquals(wasOpen, lease.fail(kind, now));
                        expected.failures.merge(kind, wasOpen ? 1L : 0L, Long::sum);
                    }
                    case CANCEL -> {
                        assertEquals(wasOpen, lease.cancel(now));
                        expected.cancellations += wasOpen ? 1 : 0;
                    }
                    case OVERTAKEN -> {
                        assertEquals(wasOpen, lease.overtaken(now));
                        expected.cancellations += wasOpen ? 1 : 0;
                    }
                    default -> lease.respond(now);
                }
                assertEquals(!open.contains(lease), lease.isClosed());
            }
            assertFigures(expected, Servers.statistics(server, now));
        }
        assertEquals(open.size(), server.inFlight());
    }

    private static void assertFigures(Counters expected, ServerStatistics actual) {
        assertEquals(expected.requests, actual.requests());
        assertEquals(expected.successes, actual.successes());
        assertEquals(expected.failed(), actual.failures());
        assertEquals(expected.cancellations, actual.cancellations());
        assertEquals(expected.inFlight(), actual.inFlight());
        actual.failuresByKind().forEach((kind, count) -> assertEquals(expected.failures.getOrDefault(kind, 0L), count));
    }
}
