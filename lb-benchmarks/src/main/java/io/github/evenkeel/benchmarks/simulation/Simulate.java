package io.github.evenkeel.benchmarks.simulation;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Runs the suite: {@code Simulate [--quick] [--seed N] [--out DIR]} writes tables, figures and plots to DIR. */
public final class Simulate {
    private Simulate() {}

    /**
     * Runs all scenarios under all policies.
     *
     * @param args {@code --quick} for one seed instead of three, {@code --seed N} for other seeds than those committed,
     *     from N on, {@code --out DIR} for files beside the console
     * @throws IOException if the results cannot be written
     */
    public static void main(String[] args) throws IOException {
        Seeds seeds = Seeds.COMMITTED;
        Path out = null;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--quick")) {
                seeds = Seeds.ONE.from(seeds.first());
            } else if (args[i].equals("--seed") && i + 1 < args.length) {
                seeds = seeds.from(Long.parseLong(args[++i]));
            } else if (args[i].equals("--out") && i + 1 < args.length) {
                out = Path.of(args[++i]);
            } else {
                throw new IllegalArgumentException(
                        "simulate takes [--quick] [--seed N] [--out DIR] but got " + String.join(" ", args));
            }
        }
        Results results = Results.of(Chapters.all(), seeds);
        String tables = Report.of(results);
        PrintStream console = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        console.println(tables);
        if (out != null) {
            Files.createDirectories(out);
            Files.writeString(out.resolve("simulation.md"), tables);
            Files.writeString(out.resolve("simulation.json"), Json.of(results));
            for (Map.Entry<String, String> plot : Plots.all().entrySet()) {
                Files.writeString(out.resolve(plot.getKey()), plot.getValue());
            }
        }
    }
}
