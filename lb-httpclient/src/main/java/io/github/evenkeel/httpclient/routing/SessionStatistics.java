package io.github.evenkeel.httpclient.routing;

/**
 * What became of a pool's sessions. Immutable.
 *
 * @param started sessions that began: cookies given to requests that brought none, ids that servers made up
 * @param kept requests that their session's server answered
 * @param broken requests that another server answered than their session's, because that one has left, is ejected or
 *     drained, or failed them; a user who was logged in there probably had to do so again
 */
public record SessionStatistics(long started, long kept, long broken) {}
