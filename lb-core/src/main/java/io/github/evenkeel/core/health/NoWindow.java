package io.github.evenkeel.core.health;

/** Counts nothing. */
final class NoWindow implements OutcomeWindow {
    @Override
    public boolean record(boolean failed, boolean slow, long nowNanos) {
        return false;
    }

    @Override
    public boolean turn(long nowNanos) {
        return false;
    }

    @Override
    public long turns() {
        return 0;
    }

    @Override
    public long requests() {
        return 0;
    }

    @Override
    public long failures() {
        return 0;
    }

    @Override
    public long slow() {
        return 0;
    }
}
