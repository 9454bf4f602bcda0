package io.github.evenkeel.httpclient.probe;

/** What a {@link Probe} asks a server. Immutable. */
public sealed interface Check permits HttpCheck, JsonCheck, TcpCheck, CustomCheck {}
