package io.github.evenkeel.benchmarks.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** What is wrong with servers of a JVM. Thread-safe. */
final class Faults {
    private final Server server;
    private final Map<Integer, ServerConnector> connectors;

    /** By port; written by orders, read by every answer. */
    private final Map<Integer, Long> delayMillis = new ConcurrentHashMap<>();

    /** They hold the ports of those killed, so that nobody else gets them. */
    private final Map<Integer, Socket> killed = new ConcurrentHashMap<>();

    Faults(Server server, Map<Integer, ServerConnector> connectors) {
        this.server = server;
        this.connectors = connectors;
    }

    /** As the path says: {@code delay}, port, ms, or {@code kill}, port. */
    void order(List<String> path) {
        int port = Integer.parseInt(path.get(2));
        if (path.get(1).equals("delay")) {
            delayMillis.put(port, Long.valueOf(path.get(3)));
        } else {
            server.getThreadPool().execute(() -> kill(port));
        }
    }

    void after(int port, Runnable answer) {
        long millis = delayMillis.getOrDefault(port, 0L);
        if (millis == 0) {
            answer.run();
        } else {
            server.getScheduler().schedule(answer, millis, TimeUnit.MILLISECONDS);
        }
    }

    /** Bound, but nobody listens: connections are refused. */
    private void kill(int port) {
        ServerConnector connector = connectors.get(port);
        if (connector == null || killed.containsKey(port)) {
            return;
        }
        try {
            connector.stop();
            connector.getConnectedEndPoints().forEach(EndPoint::close);
            Socket holder = new Socket();
            holder.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            killed.put(port, holder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
