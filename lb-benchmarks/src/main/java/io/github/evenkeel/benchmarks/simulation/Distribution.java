package io.github.evenkeel.benchmarks.simulation;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How much work requests are, in nanoseconds of one worker at full speed. Made of uniform draws by {@link StrictMath},
 * never by methods of the generator that a JDK is free to change.
 */
interface Distribution {
    /** None at all, for which nothing is drawn. */
    Distribution NOTHING = constant(0);

    /** The next request's. */
    double draw(RandomGenerator random);

    /** The mean, by which load is measured. */
    double mean();

    private static Distribution of(double mean, java.util.function.ToDoubleFunction<RandomGenerator> draw) {
        return new Distribution() {
            @Override
            public double draw(RandomGenerator random) {
                return draw.applyAsDouble(random);
            }

            @Override
            public double mean() {
                return mean;
            }
        };
    }

    static Distribution constant(double nanos) {
        return of(nanos, random -> nanos);
    }

    static Distribution exponential(double mean) {
        return of(mean, random -> -mean * StrictMath.log(1 - random.nextDouble()));
    }

    /** One in so many is this dear, and the others are free. */
    static Distribution seldom(double oneIn, double nanos) {
        return bimodal(0, nanos, 1 / oneIn);
    }

    /** Two kinds of requests: cheap ones, and this share of dear ones. */
    static Distribution bimodal(double cheap, double dear, double shareOfDear) {
        double mean = cheap + (dear - cheap) * shareOfDear;
        return of(mean, random -> random.nextDouble() < shareOfDear ? dear : cheap);
    }

    /** Heavy-tailed: {@code shape} above 1, the lower the heavier. No request is more than a thousand times the least. */
    static Distribution pareto(double mean, double shape) {
        double ratio = 1000;
        // The mean of a Pareto variable of least value 1 cut off at the ratio.
        double cut = StrictMath.pow(ratio, -shape);
        double unit = shape / (shape - 1) * (1 - StrictMath.pow(ratio, 1 - shape)) / (1 - cut);
        double least = mean / unit;
        return of(mean, random -> least * StrictMath.pow(1 - random.nextDouble() * (1 - cut), -1 / shape));
    }

    /** Zipf's of exponent 1: the k-th of so many values, from 1 on, is as likely as 1 / k. */
    static Distribution zipf(int values) {
        double[] upTo = new double[values];
        double sum = 0;
        for (int i = 0; i < values; i++) {
            sum += 1.0 / (i + 1);
            upTo[i] = sum;
        }
        double whole = sum;
        return of(values / whole, random -> {
            int found = Arrays.binarySearch(upTo, random.nextDouble() * whole);
            return 1 + (found < 0 ? -found - 1 : found);
        });
    }

    /** Normal, drawn anew where it is negative, which makes the mean a little higher than {@code centre}. */
    static Distribution truncatedNormal(double centre, double deviation) {
        double edge = -centre / deviation;
        double density = StrictMath.exp(-edge * edge / 2) / StrictMath.sqrt(2 * StrictMath.PI);
        double mean = centre + deviation * density / (1 - normal(edge));
        return of(mean, random -> {
            while (true) {
                double value = centre + deviation * gaussian(random);
                if (value > 0) {
                    return value;
                }
            }
        });
    }

    /** Box and Muller. */
    private static double gaussian(RandomGenerator random) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
    }

    /** The chance of a standard normal variable to be below: Abramowitz and Stegun 26.2.17, within 1e-7. */
    private static double normal(double x) {
        if (x < 0) {
            return 1 - normal(-x);
        }
        double t = 1 / (1 + 0.2316419 * x);
        double series =
                t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return 1 - StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * StrictMath.PI) * series;
    }
}
