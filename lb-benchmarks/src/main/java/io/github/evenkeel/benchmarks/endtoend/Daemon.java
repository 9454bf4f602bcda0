package io.github.evenkeel.benchmarks.endtoend;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A program that listens on ports of the loopback interface until it is closed, or this JVM ends. */
final class Daemon implements AutoCloseable {
    private static final int TRIES = 200;

    private final Process process;
    private final Thread end;

    private Daemon(Process process) {
        this.process = process;
        this.end = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(end);
    }

    /** Where a program is installed, if it is: distributions put some where only root looks. */
    static Optional<Path> installed(String program) {
        String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/usr/local/sbin";
        return Arrays.stream(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Where a program is that there is no doing without. */
    static Path required(String program) {
        return installed(program)
                .orElseThrow(() -> new IllegalStateException(
                        program + " is not installed, and is measured here; apt-get install " + program));
    }

    /**
     * Starts a program, and waits until it listens.
     *
     * @param folder for its output
     * @param ports all that it listens on
     * @param command that stays in the foreground
     */
    static Daemon start(Path folder, List<Integer> ports, List<String> command)
            throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Daemon daemon = new Daemon(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start());
        try {
            for (int port : ports) {
                daemon.awaitListening(port, output);
            }
            return daemon;
        } catch (IOException | InterruptedException | RuntimeException e) {
            daemon.close();
            throw e;
        }
    }

    private void awaitListening(int port, Path output) throws IOException, InterruptedException {
        for (int tries = 0; tries < TRIES && process.isAlive(); tries++) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        throw new IOException("nobody listens on port " + port + ": " + Files.readString(output));
    }

    /** Ports that were free a moment ago, all different. */
    static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    /** A file of this package, each {@code ${name}} in it replaced by its value. */
    static Path configuration(Path folder, String resource, Map<String, ?> values) throws IOException {
        try (InputStream file = Daemon.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, ?> value : values.entrySet()) {
                text = text.replace(
                        "${" + value.getKey() + "}", value.getValue().toString());
            }
            return Files.writeString(folder.resolve(resource), text);
        }
    }

    /** Politely first: an nginx that is killed leaves its workers behind. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
