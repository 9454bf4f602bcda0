package io.github.evenkeel.examples.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How a program ended that ran in a JVM of its own.
 *
 * @param status its exit status
 * @param output its standard output, line by line
 * @param errors its standard error
 */
public record Run(int status, List<String> output, String errors) {

    private static final int MOST_SECONDS = 90;

    /** Copies what could change. */
    public Run {
        output = List.copyOf(output);
    }

    /**
     * Starts a program and waits for its end.
     *
     * @param program has the main method, and is on this JVM's class path
     * @return how it ended
     * @throws IOException if it cannot be started
     * @throws InterruptedException if the thread was interrupted; the program is then killed
     * @throws AssertionError if it has not ended after a minute and a half; it is then killed
     */
    public static Run of(Class<?> program) throws IOException, InterruptedException {
        Path output = Files.createTempFile(program.getSimpleName(), ".output");
        Path errors = Files.createTempFile(program.getSimpleName(), ".errors");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(
                        "still running, having written: " + Files.readString(output) + Files.readString(errors));
            }
            return new Run(process.exitValue(), Files.readAllLines(output), Files.readString(errors));
        } finally {
            process.destroyForcibly();
            Files.delete(output);
            Files.delete(errors);
        }
    }
}
