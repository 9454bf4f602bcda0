package io.github.evenkeel.benchmarks.simulation;

import java.util.function.IntToDoubleFunction;

/**
 * The servers of a scenario.
 *
 * @param servers how many
 * @param workers of each
 * @param sharing whether the workers share themselves among all requests, or take one after the other
 * @param room how many requests a server holds; further ones it turns away at once with a 503
 * @param work what a request costs
 * @param speed of each server, as it begins
 */
record Fleet(int servers, int workers, boolean sharing, int room, Distribution work, IntToDoubleFunction speed) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Ten servers of four workers, first come first served, 10 ms a request. */
    static final Fleet USUAL =
            new Fleet(10, 4, false, Integer.MAX_VALUE, Distribution.exponential(10 * Timeline.MILLIS), server -> 1);

    Fleet withWork(Distribution newWork) {
        return new Fleet(servers, workers, sharing, room, newWork, speed);
    }

    Fleet withSpeed(IntToDoubleFunction newSpeed) {
        return new Fleet(servers, workers, sharing, room, work, newSpeed);
    }

    Fleet withRoom(int requests) {
        return new Fleet(servers, workers, sharing, requests, work, speed);
    }

    /** Requests a second that this fleet can just serve. */
    double capacity() {
        double speeds = 0;
        for (int i = 0; i < servers; i++) {
            speeds += speed.applyAsDouble(i);
        }
        return speeds * workers / work.mean() * NANOS_PER_SECOND;
    }
}
