package io.github.evenkeel.core.limit;

/**
 * How a {@link ConcurrencyLimit} finds its limit: a rule and its settings, without a state of its own, so one may serve
 * any number of limits. The adaptive ones are those of Netflix's {@code concurrency-limits}, rewritten as pure
 * functions of one word, so that a sample is one compare-and-set (Netflix's take every sample in a synchronized
 * method). In all of them a dropped request only ever lowers the limit, and teaches nothing about round trips: how long
 * a timeout took is the client's setting.
 */
public sealed interface LimitAlgorithm permits FixedLimit, AimdLimit, VegasLimit, Gradient2Limit {
    /**
     * Where the limit starts.
     *
     * @return requests at once, from 1 to {@link #most()}
     */
    int initial();

    /**
     * Where the limit ends, whatever happens.
     *
     * @return requests at once, 1 to 65 535
     */
    int most();

    /**
     * Learns from one request. A pure function.
     *
     * @param state what has been learnt so far, a word that only the algorithm and its limit understand
     * @param rttNanos how long the request took; below 1 counts as 1
     * @param inFlight how many requests were under way when it ended, itself included
     * @param dropped whether it was lost to overload
     * @return what has been learnt now
     */
    long next(long state, long rttNanos, int inFlight, boolean dropped);
}
