package io.github.evenkeel.core.server;

/** How a server failed a request. Everything that is not the server's fault is a cancellation instead. */
public enum FailureKind {
    /** The server was not reached: no connection, or no TLS session with it. */
    CONNECT,
    /** No answer in time. */
    TIMEOUT,
    /** The connection broke, or spoke nonsense, before there was an answer. */
    CONNECTION_LOST,
    /** The server answered with an error status. */
    STATUS,
    /** The answer began well and broke off. */
    BODY
}
