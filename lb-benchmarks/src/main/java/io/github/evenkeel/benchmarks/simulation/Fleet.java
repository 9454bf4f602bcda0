package io.github.evenkeel.benchmarks.simulation;

import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/**
 * The servers of a scenario.
 *
 * @param servers how many
 * @param workers of each
 * @param sharing whether the workers share themselves among all requests, or take one after the other
 * @param room how many requests a server holds; further ones it turns away at once with a 503
 * @param work what a request costs, wherever it goes
 * @param mishap what it costs besides at one server and may not at another: drawn anew for each attempt
 * @param speed of each server, as it begins
 * @param weight of each server, as clients are told
 */
record Fleet(
        int servers,
        int workers,
        boolean sharing,
        int room,
        Distribution work,
        Distribution mishap,
        IntToDoubleFunction speed,
        IntUnaryOperator weight) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Ten servers of four workers, first come first served, 10 ms a request. */
    static final Fleet USUAL = of(10, 4, Distribution.exponential(10 * Timeline.MILLIS));

    /** Alike, with room for all that comes. */
    static Fleet of(int servers, int workers, Distribution work) {
        return new Fleet(
                servers, workers, false, Integer.MAX_VALUE, work, Distribution.NOTHING, server -> 1, server -> 1);
    }

    Fleet withWork(Distribution newWork) {
        return new Fleet(servers, workers, sharing, room, newWork, mishap, speed, weight);
    }

    Fleet withMishap(Distribution newMishap) {
        return new Fleet(servers, workers, sharing, room, work, newMishap, speed, weight);
    }

    Fleet withSpeed(IntToDoubleFunction newSpeed) {
        return new Fleet(servers, workers, sharing, room, work, mishap, newSpeed, weight);
    }

    Fleet withRoom(int requests) {
        return new Fleet(servers, workers, sharing, requests, work, mishap, speed, weight);
    }

    Fleet withWeight(IntUnaryOperator newWeight) {
        return new Fleet(servers, workers, sharing, room, work, mishap, speed, newWeight);
    }

    /** Requests a second that this fleet can just serve. */
    double capacity() {
        double speeds = 0;
        for (int i = 0; i < servers; i++) {
            speeds += speed.applyAsDouble(i);
        }
        return speeds * workers / (work.mean() + mishap.mean()) * NANOS_PER_SECOND;
    }
}
