package io.github.evenkeel.benchmarks.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.runner.CompilerHints;

/** Runs a suite: {@code Run SUITE FOLDER [--quick]}. Reached by {@code lb-benchmarks/run}, which checks the words. */
public final class Run {
    /** A subject that takes longer hangs. */
    private static final int PATIENCE_MINUTES = 5;

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path log;
    private final ArrayNode results = JSON.createArrayNode();

    private Run(Path log) {
        this.log = log;
    }

    /**
     * Measures, and writes {@code SUITE.md}, {@code SUITE.json} and {@code SUITE-jmh.json} to the folder.
     *
     * @param words name of the suite, folder, and whether to be quick
     * @throws IOException if a file cannot be written
     * @throws InterruptedException never
     */
    public static void main(String[] words) throws IOException, InterruptedException {
        Suite suite = Suite.named(words[0]);
        Path folder = Files.createDirectories(Path.of(words[1]));
        boolean quick = words.length > 2;
        Effort effort = quick ? Effort.QUICK : Effort.FULL;
        long start = System.nanoTime();

        Run run = new Run(folder.resolve(suite + ".log"));
        Files.deleteIfExists(run.log);
        List<String> failed = run.measure(suite.subjects(), effort);

        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        String command = "lb-benchmarks/run " + suite + (quick ? " --quick" : "");
        Report report = new Report(suite, command, effort, Row.of(run.results), failed, seconds);
        JSON.writeValue(folder.resolve(suite + "-jmh.json").toFile(), run.results);
        JSON.writeValue(folder.resolve(suite + ".json").toFile(), report.summary());
        Files.writeString(folder.resolve(suite + ".md"), report.markdown());
        System.out.print(report.markdown());
        System.out.flush();
        System.exit(failed.isEmpty() ? 0 : 1);
    }

    private List<String> measure(List<Subject> subjects, Effort effort) throws IOException, InterruptedException {
        List<String> failed = new ArrayList<>();
        int done = 0;
        int all = effort.jvms()
                * subjects.stream()
                        .mapToInt(subject -> effort.threads(subject).size())
                        .sum();
        // Rounds, so that what disturbs the machine for a while does not hit all JVMs of one subject.
        for (int round = 0; round < effort.jvms(); round++) {
            for (Subject subject : subjects) {
                for (int threads : effort.threads(subject)) {
                    done++;
                    System.err.printf("[%d/%d] %s, threads %d%n", done, all, subject, threads);
                    if (!measure(subject, effort.arguments(threads))) {
                        failed.add(subject + ", threads " + threads);
                    }
                }
            }
        }
        return failed;
    }

    private boolean measure(Subject subject, List<String> arguments) throws IOException, InterruptedException {
        Path file = Files.createTempFile("jmh", ".json");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms1g",
                "-Xmx1g",
                "-XX:+UseG1GC"));
        // What JMH gives to the JVMs that it starts itself.
        CompilerHints.addCompilerHints(command);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.openjdk.jmh.Main"));
        command.addAll(subject.arguments());
        command.addAll(arguments);
        command.addAll(List.of("-rf", "json", "-rff", file.toString()));
        File output = log.toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
                .start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return false;
            }
            if (process.exitValue() != 0 || Files.size(file) == 0) {
                return false;
            }
            JsonNode read = JSON.readTree(file.toFile());
            read.forEach(results::add);
            return !read.isEmpty();
        } finally {
            process.destroy();
            Files.delete(file);
        }
    }
}
