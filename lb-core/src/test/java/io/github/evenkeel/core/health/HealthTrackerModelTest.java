package io.github.evenkeel.core.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class HealthTrackerModelTest {
    enum Step {
        LIVE,
        LIVE_DEGRADED,
        DEAD,
        READY,
        READY_DEGRADED,
        NOT_READY,
        REQUEST_GOOD,
        REQUEST_BAD
    }

    @Property(tries = 2000, seed = "1")
    void judgesLikeTheModel(
            @ForAll @IntRange(min = 1, max = 4) int rise,
            @ForAll @IntRange(min = 1, max = 4) int fall,
            @ForAll @IntRange(max = 10) int hold,
            @ForAll @IntRange(max = 40) int forgivenAfter,
            @ForAll @Size(max = 100) List<Step> steps,
            @ForAll @Size(100) List<@IntRange(max = 4) Integer> pauses) {
        FlapDamping damping = new FlapDamping(nanos(hold), nanos(50), nanos(forgivenAfter));
        HealthThresholds thresholds = new HealthThresholds(rise, fall, damping);
        HealthTracker tracker = new HealthTracker(thresholds);
        HealthModel model = new HealthModel(thresholds);
        long now = 0;
        long origin = Long.MAX_VALUE - 60; // the clock wraps on the way
        for (int i = 0; i < steps.size(); i++) {
            now += pauses.get(i) * pauses.get(i);
            Step step = steps.get(i);
            switch (step) {
                case REQUEST_GOOD, REQUEST_BAD -> {
                    model.request(step == Step.REQUEST_GOOD);
                    tracker.request(step == Step.REQUEST_GOOD);
                }
                default ->
                    assertEquals(
                            model.probe(kind(step), result(step), now),
                            tracker.probe(kind(step), result(step), origin + now));
            }
            assertEquals(model.status(now), tracker.status(origin + now));
            assertEquals(model.status(now + 5), tracker.status(origin + now + 5));
            assertEquals(model.isFailing(), tracker.isFailing());
        }
    }

    private static Duration nanos(long nanos) {
        return Duration.ofNanos(nanos);
    }

    private static ProbeKind kind(Step step) {
        return switch (step) {
            case LIVE, LIVE_DEGRADED, DEAD -> ProbeKind.LIVENESS;
            default -> ProbeKind.READINESS;
        };
    }

    private static ProbeResult result(Step step) {
        return switch (step) {
            case LIVE, READY -> ProbeResult.PASSED;
            case LIVE_DEGRADED, READY_DEGRADED -> ProbeResult.DEGRADED;
            default -> ProbeResult.FAILED;
        };
    }
}
