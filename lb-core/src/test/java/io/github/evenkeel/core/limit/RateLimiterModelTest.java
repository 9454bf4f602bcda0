package io.github.evenkeel.core.limit;

import static io.github.evenkeel.core.Time.MILLIS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Against the definition: a request is admitted unless some span that ends with it would have too many. */
class RateLimiterModelTest {
    private static final class Definition {
        private final long tokenNanos;
        private final int burst;
        private final List<Long> admitted = new ArrayList<>();

        Definition(long tokenNanos, int burst) {
            this.tokenNanos = tokenNanos;
            this.burst = burst;
        }

        boolean tryAcquire(long elapsed) {
            if (nanosUntilNext(elapsed) > 0) {
                return false;
            }
            admitted.add(elapsed);
            return true;
        }

        /** Until every span from an admitted request to the next one is long enough for what it holds. */
        long nanosUntilNext(long elapsed) {
            long wait = 0;
            for (int i = 0; i < admitted.size(); i++) {
                long inSpan = admitted.size() - i + 1;
                wait = Math.max(wait, admitted.get(i) + (inSpan - burst) * tokenNanos - elapsed);
            }
            return wait;
        }
    }

    @Provide
    Arbitrary<List<Long>> pauses() {
        return Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.just(0L)),
                        Tuple.of(5, Arbitraries.longs().between(0, 300 * MILLIS)),
                        Tuple.of(1, Arbitraries.longs().between(0, 3000 * MILLIS)))
                .list()
                .ofMaxSize(100);
    }

    @Property(tries = 1000, seed = "1")
    void admitsByTheDefinition(
            @ForAll("pauses") List<Long> pauses,
            @ForAll @IntRange(min = 1, max = 8) int burst,
            @ForAll @IntRange(min = 1, max = 20) int perSecond,
            @ForAll long origin) {
        RateLimiter limiter = new RateLimiter(perSecond, burst, origin);
        Definition definition = new Definition((1_000_000_000 + perSecond - 1) / perSecond, burst);
        long elapsed = 0;
        for (long pause : pauses) {
            elapsed += pause;
            assertEquals(definition.nanosUntilNext(elapsed), limiter.nanosUntilNext(origin + elapsed));
            assertEquals(definition.tryAcquire(elapsed), limiter.tryAcquire(origin + elapsed));
        }
    }
}
