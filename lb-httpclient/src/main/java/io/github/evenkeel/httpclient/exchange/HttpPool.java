package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.core.pool.ServerPool;
import java.net.http.HttpClient;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A pool as an exchange needs it.
 *
 * @param servers where requests can go
 * @param retries how often they are tried, and how often they were
 * @param plainVersion the version asked of http servers by requests that name none; null leaves it to the client
 * @param closed whether the client is shut down: another attempt would be refused, and the refusal hide the answer
 */
public record HttpPool(
        ServerPool servers, Retries retries, HttpClient.@Nullable Version plainVersion, AtomicBoolean closed) {}
