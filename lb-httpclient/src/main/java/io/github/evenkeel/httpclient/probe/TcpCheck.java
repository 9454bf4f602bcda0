package io.github.evenkeel.httpclient.probe;

/**
 * Whether the server's port accepts a connection, which is closed at once. For servers that have nothing to ask for: a
 * process that hangs still accepts. It connects directly, whatever the client's proxy.
 */
public record TcpCheck() implements Check {}
