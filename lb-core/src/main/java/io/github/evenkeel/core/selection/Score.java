package io.github.evenkeel.core.selection;

/** How a strategy values the servers of its view: the lower the better. Must not block, lock or allocate. */
interface Score {
    /**
     * What the scores of one pick have in common and is computed once for all of them.
     *
     * @param nowNanos the time
     * @return handed on to each {@link #of}
     */
    default double common(long nowNanos) {
        return 0;
    }

    /**
     * Values one server.
     *
     * @param index from 0
     * @param common what {@link #common} said
     * @param nowNanos the time
     * @return positive, possibly infinite, but a number
     */
    double of(int index, double common, long nowNanos);

    /**
     * What the lowest is wanted of, in words.
     *
     * @return such as "requests in flight by weight"
     */
    default String words() {
        return "a score of its own";
    }
}
