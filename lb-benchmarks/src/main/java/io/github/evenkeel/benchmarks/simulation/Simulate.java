package io.github.evenkeel.benchmarks.simulation;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Runs the suite: {@code Simulate [--quick] [--out DIR]} writes tables, figures for scripts and plots to DIR. */
public final class Simulate {
    private static final int SEEDS = 3;

    private Simulate() {}

    /**
     * Runs all scenarios under all policies.
     *
     * @param args {@code --quick} for one seed instead of three, {@code --out DIR} for files instead of the console alone
     * @throws IOException if the results cannot be written
     */
    public static void main(String[] args) throws IOException {
        boolean quick = false;
        Path out = null;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--quick")) {
                quick = true;
            } else if (args[i].equals("--out") && i + 1 < args.length) {
                out = Path.of(args[++i]);
            } else {
                throw new IllegalArgumentException(
                        "simulate takes [--quick] [--out DIR] but got " + String.join(" ", args));
            }
        }
        Results results = Results.of(Chapters.all(), quick ? 1 : SEEDS);
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
