package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.core.limit.RetryBudget;
import io.github.evenkeel.httpclient.policy.RetryPolicy;
import io.github.evenkeel.httpclient.policy.RetryStatistics;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The retries of one pool: what its policy and its budget allow, and how many there were. Thread-safe, lock-free. */
public final class Retries {
    private static final System.Logger LOGGER = System.getLogger(Retries.class.getName());

    /** A budget once spent is spent again and again for as long as the outage lasts: that is one piece of news. */
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String pool;
    private final RetryPolicy policy;
    private final RetryBudget budget;
    private final LongAdder retries;
    private final LongAdder refused;

    /** When the log last said that the budget is spent; written by CAS by whoever says so, read by refusals alone. */
    private final AtomicLong saidNanos;

    /**
     * Nothing is spent yet.
     *
     * @param pool names the pool in the log
     * @param policy what may be retried, and how much of it
     * @param nowNanos the time
     */
    public Retries(String pool, RetryPolicy policy, long nowNanos) {
        this.pool = pool;
        this.policy = policy;
        this.budget = new RetryBudget(policy.budget(), nowNanos);
        this.retries = new LongAdder();
        this.refused = new LongAdder();
        this.saidNanos = new AtomicLong(nowNanos - QUIET_NANOS);
    }

    private Retries(Retries before, RetryPolicy policy, RetryBudget budget) {
        this.pool = before.pool;
        this.policy = policy;
        this.budget = budget;
        this.retries = before.retries;
        this.refused = before.refused;
        this.saidNanos = before.saidNanos;
    }

    /**
     * The same with another policy. Counts go on; so does the budget, unless it is another.
     *
     * @param next what may be retried, and how much of it
     * @param nowNanos the time
     * @return for requests that begin from now on
     */
    public Retries with(RetryPolicy next, long nowNanos) {
        boolean sameBudget = next.budget().equals(policy.budget());
        return new Retries(this, next, sameBudget ? budget : new RetryBudget(next.budget(), nowNanos));
    }

    /**
     * What may be retried.
     *
     * @return as the pool was built with
     */
    public RetryPolicy policy() {
        return policy;
    }

    /**
     * A request begins, which allows a share of a retry.
     *
     * @param nowNanos the time
     */
    public void deposit(long nowNanos) {
        budget.deposit(nowNanos);
    }

    /**
     * Whether the budget is not spent: to be asked before a server is claimed for a retry. Counts a refusal.
     *
     * @param nowNanos the time
     * @return true if there is something left
     */
    public boolean affordable(long nowNanos) {
        if (budget.available(nowNanos) > 0) {
            return true;
        }
        refuse(nowNanos);
        return false;
    }

    /** Spends as much on a hedge, which nobody misses if it cannot be made. */
    boolean beginHedge(long nowNanos) {
        return budget.tryWithdraw(nowNanos);
    }

    /**
     * Spends one retry, once its server is claimed.
     *
     * @param nowNanos the time
     * @return false if another request spent the last one meanwhile
     */
    public boolean begin(long nowNanos) {
        if (!budget.tryWithdraw(nowNanos)) {
            refuse(nowNanos);
            return false;
        }
        retries.increment();
        return true;
    }

    private void refuse(long nowNanos) {
        refused.increment();
        long said = saidNanos.get();
        if (nowNanos - said >= QUIET_NANOS && saidNanos.compareAndSet(said, nowNanos)) {
            LOGGER.log(
                    Level.WARNING,
                    () -> "pool " + pool
                            + ": the retry budget is spent, so requests end with the outcome they have (refused so far: "
                            + refused.sum() + ")");
        }
    }

    /**
     * The figures.
     *
     * @param nowNanos the time
     * @return a copy
     */
    public RetryStatistics statistics(long nowNanos) {
        return new RetryStatistics(retries.sum(), refused.sum(), budget.available(nowNanos));
    }
}
