package io.github.evenkeel.httpclient.exchange;

/** What comes after an attempt, as the exchange decides and a driver carries it out. */
sealed interface Step<T> {
    /** The response there is, is the caller's. */
    record Done<T>() implements Step<T> {}

    /** So is this failure. */
    record Failed<T>(Throwable failure) implements Step<T> {}

    /** Another attempt, its lease open. */
    record Send<T>(Attempt<T> attempt) implements Step<T> {}

    /** Another attempt of the exchange is under way and decides. */
    record Left<T>() implements Step<T> {}

    /** Every server has failed: wait, then ask {@link Exchange#resume}. Nothing is claimed meanwhile. */
    record Pause<T>(long nanos, Attempt<T> failed, Throwable failure, boolean forStreams) implements Step<T> {}
}
