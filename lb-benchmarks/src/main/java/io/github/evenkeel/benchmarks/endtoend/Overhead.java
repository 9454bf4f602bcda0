package io.github.evenkeel.benchmarks.endtoend;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What our client adds to the JDK's: {@code Overhead FOLDER [--quick]}. Reached by {@code lb-benchmarks/run}, which
 * checks the words.
 */
public final class Overhead {
    /** A JVM that takes longer hangs. */
    private static final int PATIENCE_MINUTES = 10;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Effort effort;
    private final Path log;

    /** By scene, then by case; those of several JVMs together. */
    private final Map<Scene, Map<String, Pairs>> measured = new LinkedHashMap<>();

    Overhead(Effort effort, Path log) {
        this.effort = effort;
        this.log = log;
    }

    /**
     * Measures, and writes {@code overhead.md}, {@code overhead.json} and {@code overhead.log} to the folder.
     *
     * @param words the folder, and whether to be quick
     * @throws IOException if a server cannot be started or a file not be written
     * @throws InterruptedException never
     */
    public static void main(String[] words) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of(words[0]));
        boolean quick = words.length > 1;
        long start = System.nanoTime();
        Overhead overhead = new Overhead(quick ? Effort.QUICK : Effort.FULL, folder.resolve("overhead.log"));
        Map<Scene, List<Pairs>> measured = overhead.measure(List.of(Scene.values()));
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        new OverheadReport(quick, overhead.effort, seconds, measured).write(folder);
        System.exit(0);
    }

    Map<Scene, List<Pairs>> measure(List<Scene> scenes) throws IOException, InterruptedException {
        Files.deleteIfExists(log);
        // Rounds, so that what disturbs the machine for a while does not hit all JVMs of one scene.
        for (int round = 0; round < effort.jvms(); round++) {
            for (Scene scene : scenes) {
                System.err.printf("[%d/%d] %s%n", round + 1, effort.jvms(), scene);
                jvm(scene).forEach(pairs -> add(scene, pairs));
            }
        }
        Map<Scene, List<Pairs>> lists = new LinkedHashMap<>();
        measured.forEach((scene, cases) -> lists.put(scene, List.copyOf(cases.values())));
        return lists;
    }

    private void add(Scene scene, Pairs pairs) {
        Pairs all = measured.computeIfAbsent(scene, first -> new LinkedHashMap<>())
                .computeIfAbsent(pairs.name(), name -> new Pairs(name, new ArrayList<>(), new ArrayList<>()));
        all.first().addAll(pairs.first());
        all.second().addAll(pairs.second());
    }

    private List<Pairs> jvm(Scene scene) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("overhead");
        Path result = folder.resolve("result.json");
        try (Servers servers = scene.start(folder)) {
            List<String> words = OverheadJvm.words(scene, effort, servers.origins(), result.toFile());
            Process jvm = new ProcessBuilder(Jvm.command(OverheadJvm.class, words))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            try {
                if (!jvm.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) || jvm.exitValue() != 0) {
                    throw new IOException("a measurement of " + scene + " failed, see " + log);
                }
            } finally {
                jvm.destroyForcibly();
            }
            return JSON.readValue(result.toFile(), new TypeReference<>() {});
        } finally {
            Folders.delete(folder);
        }
    }
}
