package io.github.evenkeel.core.jcstress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Runs all jcstress tests of this module in a JVM of their own, from which jcstress forks many more.
 *
 * <p>The system property {@code jcstress.mode} says how hard it tries: {@code sanity} finds gross mistakes
 * within seconds; {@code quick} and above look for the rare interleavings. The report is below
 * {@code target/jcstress}.
 */
class JcstressSanityTest {
    private static final Pattern FINE = Pattern.compile("All remaining tests: (\\d+) matching");

    /**
     * Left alone, sanity mode tries each of dozens of configurations a handful of times. Half a second of one, with a
     * compiler that shuffles what it may, sees thousands of races in a third of the time.
     */
    private static final List<String> FEW_CONFIGURATIONS = List.of(
            "-sc",
            "false",
            "-time",
            "500",
            "-jvmArgs",
            "-XX:+UnlockDiagnosticVMOptions -XX:+StressLCM -XX:+StressGCM -XX:+StressIGVN -XX:+StressCCP");

    private static final int TAIL_LINES = 60;

    @Test
    void everyStressTestPasses() throws Exception {
        Path directory = Files.createDirectories(Path.of("target", "jcstress").toAbsolutePath());
        Path output = directory.resolve("output.txt");

        int exitCode = runJcstress(System.getProperty("jcstress.mode", "sanity"), directory, output);

        List<String> lines = Files.readAllLines(output);
        assertEquals(0, exitCode, () -> "jcstress failed:\n" + tail(lines));
        // It exits with 0 too if it ran none, or left out those with more actors than there are processors.
        assertEquals(tests(), fine(lines), () -> "jcstress left tests out:\n" + tail(lines));
    }

    private static int runJcstress(String mode, Path directory, Path output) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main",
                "-m",
                mode,
                "-r",
                directory.resolve("report").toString()));
        if (mode.equals("sanity")) {
            command.addAll(FEW_CONFIGURATIONS);
        }
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            return process.waitFor();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** How many tests there are, by the list that the annotation processor wrote, a line for each. */
    private static long tests() throws IOException {
        try (InputStream list = JcstressSanityTest.class.getResourceAsStream("/META-INF/TestList")) {
            return new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .count();
        }
    }

    private static long fine(List<String> lines) {
        return lines.stream()
                .map(FINE::matcher)
                .filter(Matcher::find)
                .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
                .sum();
    }

    private static String tail(List<String> lines) {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }
}
