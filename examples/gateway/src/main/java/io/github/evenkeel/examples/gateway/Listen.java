package io.github.evenkeel.examples.gateway;

import io.github.evenkeel.examples.gateway.api.ApiHandler;
import io.github.evenkeel.examples.gateway.api.LivePage;
import io.github.evenkeel.examples.gateway.api.Metrics;
import io.github.evenkeel.examples.gateway.api.Reports;
import io.github.evenkeel.examples.gateway.balancing.Balancer;
import io.github.evenkeel.examples.gateway.configuration.Configuration;
import io.github.evenkeel.examples.gateway.configuration.ConfigurationException;
import io.github.evenkeel.examples.gateway.configuration.ConfigurationFile;
import io.github.evenkeel.examples.gateway.proxy.AccessLog;
import io.github.evenkeel.examples.gateway.proxy.ProxyHandler;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Forwards requests until it is told to end. */
@Command(
        name = "listen",
        sortOptions = false,
        description = {
            "Forwards each request to a server of its pool and streams the answer back. Ends on SIGTERM, after the "
                    + "requests under way.",
            ""
        })
final class Listen implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The YAML file that lists the servers; a changed file is taken up. Without one there are no "
                    + "servers until add-server adds some.")
    private @Nullable Path file;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "80",
            description = "Where to listen; ${DEFAULT-VALUE} unless given, 0 for any free port.")
    private int port;

    @Option(
            names = "--api-port",
            paramLabel = "PORT",
            defaultValue = "8000",
            description = "Where the API and the live page are; ${DEFAULT-VALUE} unless given, 0 for any free port.")
    private int apiPort;

    @Option(names = "--debug", description = "Log each decision: where a request went and how the servers stood.")
    private boolean debug;

    @Override
    public Integer call() throws Failure, InterruptedException, IOException {
        Configuration configuration = configuration();
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        try (Balancer balancer = new Balancer(configuration);
                Reports reports = new Reports(balancer)) {
            ProxyHandler proxy = new ProxyHandler(balancer, new AccessLog(out, debug));
            ApiHandler api = new ApiHandler(balancer, reports, new Metrics(balancer), new LivePage(reports));
            Duration idle = configuration.timeouts().idle();
            Listener apiListener = listen("api", configuration.api().host(), apiPort, idle, api);
            Listener listener = listen("proxy", null, port, idle, proxy);
            if (file != null) {
                new FileWatch(file, balancer);
            }
            System.err.println("gateway: forwarding from port " + listener.port() + "; live page at http://"
                    + configuration.api().host() + ":" + apiListener.port() + "/");
            new Ending(balancer, proxy, listener, out).awaitSignal();
        }
        return 0;
    }

    private Configuration configuration() throws Failure {
        if (file == null) {
            return Configuration.EMPTY;
        }
        try {
            return ConfigurationFile.read(file);
        } catch (ConfigurationException e) {
            throw new Failure(Failure.BAD_INPUT, String.valueOf(e.getMessage()));
        }
    }

    private static Listener listen(String name, @Nullable String host, int port, Duration idle, Handler handler)
            throws Failure {
        try {
            return Listener.start(name, host, port, idle, handler);
        } catch (IOException e) {
            throw new Failure(Failure.NOT_DONE, String.valueOf(e.getMessage()));
        }
    }
}
