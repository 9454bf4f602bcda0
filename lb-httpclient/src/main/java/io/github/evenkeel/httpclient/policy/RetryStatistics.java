package io.github.evenkeel.httpclient.policy;

/**
 * What became of a pool's retries, up to one moment. Immutable.
 *
 * @param retries attempts that were made after another one of the same request
 * @param refused attempts that the policy would have made but the budget did not allow: their requests ended with the
 *     outcome they had
 * @param budgetLeft how many retries the budget would allow now
 */
public record RetryStatistics(long retries, long refused, long budgetLeft) {}
