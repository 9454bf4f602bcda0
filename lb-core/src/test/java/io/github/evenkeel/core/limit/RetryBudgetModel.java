package io.github.evenkeel.core.limit;

import java.util.ArrayList;
import java.util.List;

/** What the javadoc of {@link RetryBudget} says, for one thread, written down naively: lists, looked through each time. */
final class RetryBudgetModel {
    private final RetryBudgetSettings settings;
    private final long originNanos;
    private final List<Long> deposits = new ArrayList<>();
    private final List<Long> withdrawals = new ArrayList<>();

    RetryBudgetModel(RetryBudgetSettings settings, long originNanos) {
        this.settings = settings;
        this.originNanos = originNanos;
    }

    void deposit(long nowNanos) {
        long slot = slot(nowNanos);
        boolean aWindowLate = deposits.stream().anyMatch(other -> other > slot && (other - slot) % 10 == 0);
        if (!aWindowLate) {
            // Only a reader with an earlier time could still ask for the one a window before: its slot is reused.
            deposits.removeIf(other -> other < slot && (slot - other) % 10 == 0);
            deposits.add(slot);
        }
    }

    boolean tryWithdraw(long nowNanos) {
        if (available(nowNanos) < 1) {
            return false;
        }
        withdrawals.add(latest(nowNanos));
        return true;
    }

    long available(long nowNanos) {
        long oldest = latest(nowNanos) - 9;
        long deposited = deposits.stream().filter(slot -> slot >= oldest).count();
        long withdrawn = withdrawals.stream().filter(slot -> slot >= oldest).count();
        long floor = settings.window().toMillis() * settings.floorPerSecond();
        return Math.max(0, Math.floorDiv(floor + deposited * settings.sharePercent() * 10 - withdrawn * 1000, 1000));
    }

    private long latest(long nowNanos) {
        return Math.max(
                slot(nowNanos),
                withdrawals.stream().mapToLong(slot -> slot).max().orElse(0));
    }

    private long slot(long nowNanos) {
        return Math.max(0, nowNanos - originNanos) / (settings.window().toNanos() / 10);
    }
}
