package io.github.evenkeel.benchmarks.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A few scenarios, to the last digit: who changes how the library balances sees here what that does. */
class GoldenSimulationTest {
    private static final String GOLDEN = "simulation-golden.md";

    @Test
    void resultsAreThoseCommitted() throws IOException {
        String actual = MarkdownTables.of(Results.of(Chapters.few(), Seeds.ONE));
        Path written = Files.writeString(Path.of("target", GOLDEN), actual);
        assertEquals(
                committed(),
                actual,
                () -> "balancing has changed; if for the better, copy " + written.toAbsolutePath()
                        + " over src/test/resources/" + GOLDEN + " and run lb-benchmarks/run simulate");
    }

    private static String committed() throws IOException {
        try (InputStream golden = GoldenSimulationTest.class.getResourceAsStream("/" + GOLDEN)) {
            return new String(Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
