package io.github.evenkeel.examples.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The quickstart in a JVM of its own, as its user starts it, writing to pipes. */
final class Fork implements AutoCloseable {

    private final Process process;
    private final Path output;
    private final Path errors;

    /** How it ended and what it wrote. */
    record Result(int status, List<String> output, String errors) {
        String lastLine() {
            return output.get(output.size() - 1);
        }
    }

    private Fork(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /** Starts it; what it writes goes to files below {@code folder}. */
    static Fork start(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Quickstart.class.getName()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        return new Fork(process, output, errors);
    }

    /** Runs it to its end. */
    static Result run(Path folder, String... arguments) throws IOException, InterruptedException {
        try (Fork fork = start(folder, arguments)) {
            return fork.await();
        }
    }

    Result await() throws IOException, InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after a minute, having written: " + written());
        }
        return new Result(process.exitValue(), written(), Files.readString(errors));
    }

    List<String> written() throws IOException {
        return Files.readAllLines(output);
    }

    /** As {@code kill} does. */
    void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
