package io.github.evenkeel.core.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AimdLimitTest {
    @Test
    void staysWhileLessThanHalfIsInUse() {
        assertEquals(20, new Samples(AimdLimit.DEFAULT).succeed(1, 9).limit());
        assertEquals(21, new Samples(AimdLimit.DEFAULT).succeed(1, 10).limit());
    }

    @Test
    void successSlowerThanTheTimeoutCountsAsDropped() {
        AimdLimit second = AimdLimit.DEFAULT.withTimeout(Duration.ofSeconds(1));
        assertEquals(21, new Samples(second).succeed(1000, 20).limit());
        assertEquals(18, new Samples(second).succeed(1001, 20).limit());
    }

    @Test
    void losesAtLeastOneButNeverTheLast() {
        Samples samples = new Samples(AimdLimit.DEFAULT.withLimits(5, 1, 9));
        int[] limits = {4, 3, 2, 1, 1, 1};
        for (int limit : limits) {
            assertEquals(limit, samples.drop(1, 1).limit());
        }
        assertEquals(2, samples.succeed(1, 1).limit(), "and finds its way back");
    }

    @Test
    void staysWithinItsBounds() {
        Samples samples = new Samples(AimdLimit.DEFAULT.withLimits(8, 7, 9));
        assertEquals(7, samples.drop(1, 8).drop(1, 8).drop(1, 8).limit());
        assertEquals(9, samples.succeed(1, 9).succeed(1, 9).succeed(1, 9).limit());
    }
}
