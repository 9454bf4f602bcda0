package io.github.evenkeel.core.limit;

import static io.github.evenkeel.core.Time.MILLIS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The algorithms against their published formulas in plain fields, kept as finely as a packed word keeps them. */
class LimitAlgorithmModelTest {
    /** One sample; in-flight is a share of the limit. */
    record Step(long rttNanos, int inFlightPercent, boolean dropped) {}

    private interface Model {
        int next(long rttNanos, int inFlight, boolean dropped);
    }

    private static double kept(double limit) {
        return Math.round(limit * 256) / 256.0;
    }

    private static double keptTime(double nanos) {
        return LimitState.rttNanos(LimitState.rttCode(nanos));
    }

    private static double clamp(double value, double least, double most) {
        return Math.max(least, Math.min(most, value));
    }

    private static final class AimdModel implements Model {
        private final AimdLimit settings;
        private int limit;

        AimdModel(AimdLimit settings) {
            this.settings = settings;
            this.limit = settings.initial();
        }

        @Override
        public int next(long rttNanos, int inFlight, boolean dropped) {
            if (dropped || rttNanos > settings.timeout().toNanos()) {
                limit = Math.min(limit - 1, (int) (limit * settings.backOff()));
            } else if (inFlight * 2 >= limit) {
                limit = limit + 1;
            }
            limit = (int) clamp(limit, settings.least(), settings.most());
            return limit;
        }
    }

    private static final class VegasModel implements Model {
        private final VegasLimit settings;
        private double limit;
        private double shortest = Double.NaN;
        private int sinceProbe;

        VegasModel(VegasLimit settings) {
            this.settings = settings;
            this.limit = settings.initial();
        }

        @Override
        public int next(long rttNanos, int inFlight, boolean dropped) {
            int log = (int) Math.max(1, Math.log10((int) limit) + 1e-9);
            double lower = settings.decrease() == VegasLimit.Decrease.HALVE ? limit / 2 : limit - log;
            if (dropped) {
                move(lower);
                return (int) limit;
            }
            double rtt = keptTime(rttNanos);
            int code = Double.isNaN(shortest) ? 0 : LimitState.rttCode(shortest);
            sinceProbe++;
            if (sinceProbe >= VegasLimit.samplesToProbe(limit, code)) {
                sinceProbe = 0;
                shortest = rtt;
            } else if (Double.isNaN(shortest) || rtt < shortest) {
                shortest = rtt;
            } else if (inFlight * 2 >= limit) {
                int queue = (int) Math.ceil(limit * (1 - shortest / rtt));
                if (queue <= log) {
                    move(limit + 6 * log);
                } else if (queue < 3 * log) {
                    move(limit + log);
                } else if (queue > 6 * log) {
                    move(lower);
                }
            }
            return (int) limit;
        }

        private void move(double target) {
            double s = settings.smoothing();
            limit = kept(clamp(limit * (1 - s) + target * s, 1, settings.most()));
        }
    }

    private static final class Gradient2Model implements Model {
        private final Gradient2Limit settings;
        private double limit;
        private double average;
        private int samples;

        Gradient2Model(Gradient2Limit settings) {
            this.settings = settings;
            this.limit = settings.initial();
        }

        @Override
        public int next(long rttNanos, int inFlight, boolean dropped) {
            if (dropped) {
                move(limit / 2);
                return (int) limit;
            }
            double weight = samples < 10 ? 1.0 / (samples + 1) : 2.0 / 601;
            average = average + (rttNanos - average) * weight;
            samples++;
            if (inFlight >= limit / 2) {
                move(limit * clamp(settings.tolerance() * average / rttNanos, 0.5, 1) + settings.queue());
            }
            average = keptTime(average > 2.0 * rttNanos && samples >= 10 ? average * 0.95 : average);
            return (int) limit;
        }

        private void move(double target) {
            double s = settings.smoothing();
            limit = kept(clamp(limit * (1 - s) + target * s, settings.least(), settings.most()));
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Long> rtt = Arbitraries.oneOf(
                Arbitraries.longs().between(9 * MILLIS, 11 * MILLIS),
                Arbitraries.longs().between(10 * MILLIS, 15 * MILLIS),
                Arbitraries.longs().between(1, 100 * MILLIS));
        Arbitrary<Boolean> dropped = Arbitraries.frequency(Tuple.of(12, false), Tuple.of(1, true));
        return Combinators.combine(rtt, Arbitraries.integers().between(30, 130), dropped)
                .as(Step::new)
                .list()
                .ofMinSize(20)
                .ofMaxSize(200);
    }

    @Provide
    Arbitrary<Double> smoothing() {
        return Arbitraries.of(0.01, 0.2, 0.5, 0.77, 1.0);
    }

    @Provide
    Arbitrary<Integer> limits() {
        return Arbitraries.integers().between(1, 1500);
    }

    private static void compare(LimitAlgorithm algorithm, int least, Model model, List<Step> steps) {
        Samples samples = new Samples(algorithm);
        for (Step step : steps) {
            int inFlight = (int) Math.ceil(samples.limit() * step.inFlightPercent / 100.0);
            int before = samples.limit();
            int expected = model.next(step.rttNanos, inFlight, step.dropped);
            samples.sample(step.rttNanos, inFlight, step.dropped);
            assertEquals(expected, samples.limit());
            assertTrue(samples.limit() >= least && samples.limit() <= algorithm.most());
            assertTrue(!step.dropped || samples.limit() <= before, "a drop never raises the limit");
        }
    }

    @Property(tries = 500, seed = "1")
    void aimdMovesLikeTheModel(@ForAll("limits") int initial, @ForAll("steps") List<Step> steps) {
        AimdLimit aimd = new AimdLimit(initial, 1 + initial / 3, 20 + initial, 0.9, Duration.ofMillis(50));
        compare(aimd, aimd.least(), new AimdModel(aimd), steps);
    }

    @Property(tries = 500, seed = "1")
    void vegasMovesLikeTheModel(
            @ForAll("limits") int initial,
            @ForAll("smoothing") double smoothing,
            @ForAll VegasLimit.Decrease decrease,
            @ForAll("steps") List<Step> steps) {
        VegasLimit vegas = new VegasLimit(initial, 30 + initial, smoothing, decrease);
        compare(vegas, 1, new VegasModel(vegas), steps);
    }

    @Property(tries = 500, seed = "1")
    void gradient2MovesLikeTheModel(
            @ForAll("limits") int initial, @ForAll("smoothing") double smoothing, @ForAll("steps") List<Step> steps) {
        Gradient2Limit gradient = new Gradient2Limit(initial, 1 + initial / 3, 20 + initial, 4, 1.5, smoothing);
        compare(gradient, gradient.least(), new Gradient2Model(gradient), steps);
    }
}
