package io.github.evenkeel.benchmarks.endtoend;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures the bare client and ours, alternately, in a JVM that does nothing else. Started by {@link Overhead}. */
public final class OverheadJvm {
    private final Scene scene;
    private final Effort effort;
    private final List<String> origins;

    private OverheadJvm(Scene scene, Effort effort, List<String> origins) {
        this.scene = scene;
        this.effort = effort;
        this.origins = origins;
    }

    static List<String> words(Scene scene, Effort effort, List<String> origins, File result) {
        List<String> words = new ArrayList<>(List.of(
                scene.name(),
                Integer.toString(effort.warmUpMillis()),
                Integer.toString(effort.pairs()),
                Integer.toString(effort.blockMillis()),
                result.toString()));
        words.addAll(origins);
        return words;
    }

    /**
     * Measures all cases, and writes what it finds to a file.
     *
     * @param words as the parent makes them
     * @throws IOException if the file cannot be written
     */
    public static void main(String[] words) throws IOException {
        Effort effort =
                new Effort(1, Integer.parseInt(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]));
        List<String> origins = Arrays.asList(words).subList(5, words.length);
        List<Pairs> measured = new OverheadJvm(Scene.valueOf(words[0]), effort, origins).measure();
        new ObjectMapper().writeValue(new File(words[4]), measured);
        System.exit(0);
    }

    private List<Pairs> measure() {
        try (Lanes lanes = new Lanes()) {
            for (Case how : Case.all()) {
                pair(lanes, how, true, effort.warmUpMillis());
            }
            List<Pairs> measured = new ArrayList<>();
            for (Case how : Case.all()) {
                measured.add(measure(lanes, how));
            }
            return measured;
        }
    }

    private Pairs measure(Lanes lanes, Case how) {
        Pairs pairs = new Pairs("overhead/" + scene + "/" + how, new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < effort.pairs(); i++) {
            Sample[] samples = pair(lanes, how, i % 2 == 0, effort.blockMillis());
            pairs.first().add(samples[0]);
            pairs.second().add(samples[1]);
        }
        return pairs;
    }

    /**
     * The bare client's block and ours, in one order or the other. The clients are new in each pair: one and the same
     * JDK client can take half as long again as another for as long as it lives.
     */
    private Sample[] pair(Lanes lanes, Case how, boolean bareFirst, int millis) {
        try (Contender bare = Contender.bare(origins);
                Contender ours = Contender.evenkeel(origins)) {
            if (bareFirst) {
                Sample first = block(lanes, bare, how, millis);
                return new Sample[] {first, block(lanes, ours, how, millis)};
            }
            Sample first = block(lanes, ours, how, millis);
            return new Sample[] {block(lanes, bare, how, millis), first};
        }
    }

    private Sample block(Lanes lanes, Contender contender, Case how, int millis) {
        return lanes.runOnceConnected(contender, how, scene.version(), millis);
    }
}
