package io.github.evenkeel.benchmarks.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Three servers in another process. */
final class Servers implements AutoCloseable {
    static final int COUNT = 3;

    private final Daemon daemon;
    private final List<String> origins;

    private Servers(Daemon daemon, List<Integer> ports) {
        this.daemon = daemon;
        this.origins = ports.stream().map(port -> "http://127.0.0.1:" + port).toList();
    }

    List<String> origins() {
        return origins;
    }

    /** Of an nginx with one worker. */
    static Servers nginx(Path folder) throws IOException, InterruptedException {
        List<Integer> ports = Daemon.freePorts(COUNT);
        Path files = Files.createDirectories(folder.resolve("files"));
        Files.write(files.resolve(Body.MEGABYTE.toString()), Body.MEGABYTE.bytes());
        Path configuration = Daemon.configuration(
                folder,
                "nginx-servers.conf",
                Map.of(
                        "folder", folder,
                        "port-0", ports.get(0),
                        "port-1", ports.get(1),
                        "port-2", ports.get(2),
                        "small", new String(Body.SMALL.bytes(), StandardCharsets.US_ASCII)));
        String program = Daemon.required("nginx").toString();
        return new Servers(Daemon.start(folder, ports, List.of(program, "-c", configuration.toString())), ports);
    }

    /** Of a JVM, HTTP/1.1 and HTTP/2 without TLS. */
    static Servers jetty(Path folder) throws IOException, InterruptedException {
        List<Integer> ports = Daemon.freePorts(COUNT);
        List<String> words = ports.stream().map(port -> Integer.toString(port)).toList();
        return new Servers(Daemon.start(folder, ports, Jvm.command(JettyServers.class, words)), ports);
    }

    @Override
    public void close() {
        daemon.close();
    }
}
