package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.server.StateCause;

/**
 * Since when and why a server is in its state, and when it last began to warm up.
 *
 * @param sinceNanos when it came into its state
 * @param cause what brought it there
 * @param evidence the same in words, with figures
 * @param warming whether it may still be warming up
 * @param warmingSinceNanos when it began to; meaningless if it does not
 */
record Standing(long sinceNanos, StateCause cause, String evidence, boolean warming, long warmingSinceNanos) {
    static Standing of(long sinceNanos, StateCause cause, String evidence) {
        return new Standing(sinceNanos, cause, evidence, false, 0);
    }

    Standing warmingFrom(long nowNanos) {
        return new Standing(sinceNanos, cause, evidence, true, nowNanos);
    }

    Standing warm() {
        return warming ? new Standing(sinceNanos, cause, evidence, false, 0) : this;
    }
}
