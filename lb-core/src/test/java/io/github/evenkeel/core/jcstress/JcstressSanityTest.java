package io.github.evenkeel.core.jcstress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    private static final Pattern PASSED = Pattern.compile("Results: \\d+ planned; (\\d+) passed");
    private static final int TAIL_LINES = 60;

    @Test
    void everyStressTestPasses() throws Exception {
        Path directory = Files.createDirectories(Path.of("target", "jcstress").toAbsolutePath());
        Path output = directory.resolve("output.txt");

        int exitCode = runJcstress(System.getProperty("jcstress.mode", "sanity"), directory, output);

        List<String> lines = Files.readAllLines(output);
        assertEquals(0, exitCode, () -> "jcstress failed:\n" + tail(lines));
        assertNotEquals(0, passed(lines), () -> "jcstress ran no test:\n" + tail(lines));
    }

    private static int runJcstress(String mode, Path directory, Path output) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.openjdk.jcstress.Main",
                        "-m",
                        mode,
                        "-r",
                        directory.resolve("report").toString())
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

    /** The number in the last progress report; zero without one, since jcstress exits with 0 then too. */
    private static int passed(List<String> lines) {
        int passed = 0;
        for (String line : lines) {
            Matcher matcher = PASSED.matcher(line);
            if (matcher.find()) {
                passed = Integer.parseInt(matcher.group(1));
            }
        }
        return passed;
    }

    private static String tail(List<String> lines) {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }
}
