package io.github.evenkeel.httpclient.policy;

/**
 * What became of a pool's hedges, up to one moment. Immutable.
 *
 * @param hedges second servers asked while the first had not answered
 * @param won those of them whose answer was first
 */
public record HedgingStatistics(long hedges, long won) {}
