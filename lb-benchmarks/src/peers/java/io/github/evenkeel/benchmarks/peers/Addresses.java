package io.github.evenkeel.benchmarks.peers;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Where the servers would listen; none is ever called. */
final class Addresses {
    private static final int FIRST_PORT = 20_000;

    private Addresses() {}

    static InetSocketAddress of(int server) {
        return new InetSocketAddress("127.0.0.1", port(server));
    }

    static int port(int server) {
        return FIRST_PORT + server;
    }

    static <T> List<T> each(int servers, IntFunction<T> server) {
        return IntStream.range(0, servers).mapToObj(server).toList();
    }
}
