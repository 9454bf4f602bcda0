package io.github.evenkeel.core.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class HealthTrackerModelTest {
    enum Step {
        PASS,
        FAIL,
        REQUEST_GOOD,
        REQUEST_BAD
    }

    @Property(tries = 1000, seed = "1")
    void judgesLikeTheModel(
            @ForAll @IntRange(min = 1, max = 5) int rise,
            @ForAll @IntRange(min = 1, max = 5) int fall,
            @ForAll @Size(max = 60) List<Step> steps) {
        HealthThresholds thresholds = new HealthThresholds(rise, fall);
        HealthTracker tracker = new HealthTracker(thresholds);
        HealthModel model = new HealthModel(thresholds);
        for (Step step : steps) {
            switch (step) {
                case PASS -> assertEquals(model.probe(true), tracker.probe(true));
                case FAIL -> assertEquals(model.probe(false), tracker.probe(false));
                case REQUEST_GOOD, REQUEST_BAD -> {
                    model.request(step == Step.REQUEST_GOOD);
                    tracker.request(step == Step.REQUEST_GOOD);
                }
            }
            assertEquals(model.status(), tracker.status());
            assertEquals(model.isFailing(), tracker.isFailing());
        }
    }
}
