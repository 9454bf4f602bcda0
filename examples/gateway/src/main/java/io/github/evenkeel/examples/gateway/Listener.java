package io.github.evenkeel.examples.gateway;

import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** A port that speaks HTTP/1.1 and, without TLS, HTTP/2. */
final class Listener {
    private final Server server;
    private final ServerConnector connector;

    private Listener(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Begins to listen.
     *
     * @param host at which address, or null for all
     * @throws IOException if the port cannot be had; the message says which and why
     */
    static Listener start(String name, @Nullable String host, int port, Duration idle, Handler handler)
            throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool();
        threads.setName(name);
        Server server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false); // the server's own goes on
        configuration.setUriCompliance(UriCompliance.UNSAFE); // what a path means the server behind decides
        configuration.setRequestHeaderSize(32 * 1024);
        configuration.setResponseHeaderSize(32 * 1024);
        ServerConnector connector =
                new ServerConnector(server, new HttpConnectionFactory(configuration), new PlainHttp2(configuration));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(idle.toMillis());
        connector.setAcceptQueueSize(1024);
        server.addConnector(connector);
        server.setHandler(handler);
        Listener listener = new Listener(server, connector);
        try {
            server.start();
        } catch (Exception e) {
            listener.stop();
            Throwable cause = e.getCause() instanceof IOException ? e.getCause() : e;
            throw new IOException(
                    "cannot listen on port " + port + ": " + cause.getMessage() + "; choose another with --"
                            + (name.equals("api") ? "api-port" : "port"),
                    e);
        }
        return listener;
    }

    int port() {
        return connector.getLocalPort();
    }

    /** Accepts no new connection; those there are go on. */
    void endAccepting() {
        connector.close();
    }

    void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            // It is on its way out; there is nothing left to do about it.
        }
    }
}
