package io.github.evenkeel.core.pool;

/**
 * When time alone will change something next, if it will.
 *
 * @param ever whether it will
 * @param nanos when; meaningless if never
 */
record Due(boolean ever, long nanos) {
    static final Due NEVER = new Due(false, 0);

    /** The earlier of this and another time. */
    Due orAt(long otherNanos) {
        return ever && nanos - otherNanos <= 0 ? this : new Due(true, otherNanos);
    }

    boolean isPast(long nowNanos) {
        return ever && nowNanos - nanos >= 0;
    }
}
