package io.github.evenkeel.httpclient.probe;

import java.net.URI;

/**
 * Whom a custom check is to look at.
 *
 * @param id the server's id
 * @param origin where it listens: scheme, host and port
 */
public record ProbeTarget(String id, URI origin) {}
