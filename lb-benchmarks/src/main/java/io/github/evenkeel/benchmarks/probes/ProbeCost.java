package io.github.evenkeel.benchmarks.probes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ForkJoinPool;

/**
 * What part of one core it takes to probe 1000 servers every 5 s, and what the JDK's client alone takes for as many GETs:
 * {@code ProbeCost FOLDER [--quick]}. The servers run in a process of their own, and so does each row.
 */
public final class ProbeCost {
    private static final int SERVERS = 1000;

    /** As a machine with more processors has it by itself. */
    private static final String MORE_PARALLEL = "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2";

    /** From here on the JDK has the common pool complete the answers even where it has but one thread. */
    private static final int COMMON_POOL_ALWAYS = 25;

    private final List<String> origins;
    private final int windows;
    private final List<String> lines = new ArrayList<>();

    private ProbeCost(List<String> origins, int windows) {
        this.origins = origins;
        this.windows = windows;
    }

    /**
     * Measures, prints a table and writes it to {@code probes-jdk17.md} or the like in the folder.
     *
     * @param words the folder, and whether to be quick
     * @throws IOException if a process cannot be started or the file cannot be written
     * @throws InterruptedException never
     */
    public static void main(String[] words) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of(words[0]));
        try (Servers servers = Servers.start(SERVERS)) {
            List<String> lines = new ProbeCost(servers.origins(), words.length > 1 ? 3 : 10).measured();
            Files.write(folder.resolve("probes-jdk" + Runtime.version().feature() + ".md"), lines);
            lines.forEach(System.out::println);
        }
    }

    private List<String> measured() throws IOException, InterruptedException {
        line(
                "%d servers probed every %d s, once the compiler has come to rest; JDK %s, %d processors; median of %d times "
                        + "%d s, in brackets the least and the most.",
                SERVERS,
                ProbeWork.WINDOW.toSeconds(),
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                windows,
                ProbeWork.WINDOW.toSeconds());
        boolean threadEach =
                ForkJoinPool.getCommonPoolParallelism() < 2 && Runtime.version().feature() < COMMON_POOL_ALWAYS;
        if (threadEach) {
            line("");
            line("With fewer than three processors this JDK starts a thread for each answer of `sendAsync`.");
            line("Rows with a * are as with more: `%s`.", MORE_PARALLEL);
        }
        line("");
        line("| | of one core | a probe |");
        line("|---|---:|---:|");
        for (ProbeWork.Kind kind : ProbeWork.Kind.values()) {
            row(kind.title(), ProbeWork.start(kind, windows, origins, List.of()));
            if (threadEach && kind != ProbeWork.Kind.JDK_EVENLY) {
                row(kind.title() + " *", ProbeWork.start(kind, windows, origins, List.of(MORE_PARALLEL)));
            }
        }
        return lines;
    }

    private void row(String title, ProbeWork.Shares shares) {
        double micros = 1e6 * shares.median() * ProbeWork.WINDOW.toSeconds() / SERVERS;
        line(
                "| %s | %.1f %% (%.1f to %.1f) | %.0f us |",
                title, 100 * shares.median(), 100 * shares.least(), 100 * shares.most(), micros);
    }

    private void line(String format, Object... arguments) {
        lines.add(String.format(Locale.ROOT, format, arguments));
    }
}
