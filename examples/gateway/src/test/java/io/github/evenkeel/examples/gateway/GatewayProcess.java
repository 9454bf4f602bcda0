package io.github.evenkeel.examples.gateway;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The gateway in a process of its own, as its user starts it. */
final class GatewayProcess implements AutoCloseable {
    private static final Pattern LISTENING =
            Pattern.compile("forwarding from port (\\d+); live page at (http://127\\.0\\.0\\.1:\\d+)/");

    private final Process process;
    private final Path output;
    private final Path errors;
    private String origin = "";
    private String api = "";

    /** What is left of a process that has ended. */
    record Result(int status, String output, String errors) {}

    private GatewayProcess(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /** Listens at free ports, configured as the file {@code folder/gateway.yaml} says, which is written first. */
    static GatewayProcess listen(Path folder, String yaml, String... more) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path file = folder.resolve("gateway.yaml");
        Files.writeString(file, yaml);
        List<String> arguments =
                new ArrayList<>(List.of("listen", "--config", file.toString(), "--port", "0", "--api-port", "0"));
        arguments.addAll(List.of(more));
        GatewayProcess gateway = start(folder, arguments);
        gateway.awaitListening();
        return gateway;
    }

    /** Runs a command to its end. */
    static Result run(Path folder, String... arguments) throws IOException, InterruptedException {
        try (GatewayProcess gateway = start(folder, List.of(arguments))) {
            return gateway.await();
        }
    }

    private static GatewayProcess start(Path folder, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1", // these processes do not live long enough to gain from more
                "-cp",
                System.getProperty("java.class.path"),
                Gateway.class.getName()));
        command.addAll(arguments);
        Files.createDirectories(folder);
        Path output = Files.createTempFile(folder, "output", "");
        Path errors = Files.createTempFile(folder, "errors", "");
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        return new GatewayProcess(process, output, errors);
    }

    private void awaitListening() throws IOException, InterruptedException {
        Wait.until(
                "listening",
                () -> !process.isAlive() || LISTENING.matcher(errors()).find());
        Matcher matcher = LISTENING.matcher(errors());
        if (!matcher.find()) {
            throw new IOException("the gateway did not start: " + errors());
        }
        origin = "http://127.0.0.1:" + matcher.group(1);
        api = matcher.group(2);
    }

    /** Where it forwards from. */
    URI at(String path) {
        return URI.create(origin + path);
    }

    /** Where its API is. */
    URI api(String path) {
        return URI.create(api + path);
    }

    String apiPort() {
        return Integer.toString(URI.create(api).getPort());
    }

    /** As {@code kill} does. */
    void terminate() {
        process.destroy();
    }

    Result await() throws IOException, InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after a minute, having written: " + errors());
        }
        return new Result(process.exitValue(), output(), errors());
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    String errors() throws IOException {
        return Files.readString(errors);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
