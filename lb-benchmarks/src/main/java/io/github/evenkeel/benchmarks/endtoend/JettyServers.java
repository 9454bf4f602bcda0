package io.github.evenkeel.benchmarks.endtoend;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * Servers of one JVM, a port each. {@code GET /delay/PORT/MILLIS}, to any of them, has one be slow from then on;
 * {@code GET /kill/PORT} ends its connections and has it refuse new ones, the port still its own.
 */
public final class JettyServers {
    private JettyServers() {}

    /**
     * Listens until the process is ended.
     *
     * @param ports to listen on
     * @throws Exception if it cannot
     */
    public static void main(String[] ports) throws Exception {
        List<Integer> numbers = Arrays.stream(ports).map(Integer::valueOf).toList();
        Server server = new Server();
        Map<Integer, ServerConnector> connectors =
                numbers.stream().collect(Collectors.toMap(Function.identity(), port -> listening(server, port)));
        server.setHandler(new Answers(new Faults(server, connectors)));
        server.start();
        server.join();
    }

    private static ServerConnector listening(Server server, int port) {
        HttpConfiguration configuration = new HttpConfiguration();
        ServerConnector connector = new ServerConnector(
                server,
                1,
                1,
                new HttpConnectionFactory(configuration),
                new HTTP2CServerConnectionFactory(configuration));
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        connector.setPort(port);
        connector.setIdleTimeout(TimeUnit.HOURS.toMillis(1));
        server.addConnector(connector);
        return connector;
    }

    private static final class Answers extends Handler.Abstract.NonBlocking {
        private final Faults faults;
        private final Map<String, byte[]> bodies =
                Arrays.stream(Body.values()).collect(Collectors.toMap(Body::path, Body::bytes));

        Answers(Faults faults) {
            this.faults = faults;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String path = Request.getPathInContext(request);
            byte[] body = bodies.getOrDefault(path, new byte[0]);
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
            if (path.startsWith("/delay/") || path.startsWith("/kill/")) {
                faults.order(List.of(path.split("/")));
            }
            faults.after(Request.getLocalPort(request), () -> response.write(true, ByteBuffer.wrap(body), callback));
            return true;
        }
    }
}
