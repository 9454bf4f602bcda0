package io.github.evenkeel.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/** What figures depend on, as the head of a report says it. */
public final class Circumstances {
    private static final Path CPUS = Path.of("/proc/cpuinfo");

    private Circumstances() {}

    /**
     * Those of a run.
     *
     * @param command that a person types for it
     * @param effort how much was measured
     * @param seconds the run took
     * @return each by its name, in order
     */
    public static Map<String, Object> of(String command, String effort, long seconds) {
        Map<String, Object> circumstances = new LinkedHashMap<>();
        circumstances.put("command", command);
        circumstances.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        circumstances.put("machine", Runtime.getRuntime().availableProcessors() + " cores, " + processor());
        circumstances.put("JDK", System.getProperty("java.vm.name") + ' ' + System.getProperty("java.runtime.version"));
        circumstances.put("effort", effort);
        circumstances.put("took", seconds + " s");
        return circumstances;
    }

    /**
     * As a list.
     *
     * @param circumstances of a run
     * @return in Markdown, a line each
     */
    public static String list(Map<String, Object> circumstances) {
        StringBuilder text = new StringBuilder();
        circumstances.forEach((what, value) ->
                text.append("- ").append(what).append(": ").append(value).append('\n'));
        return text.toString();
    }

    private static String processor() {
        try {
            return Files.readAllLines(CPUS).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
