package io.github.evenkeel.benchmarks.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** All rows of a suite, by chapter and scenario. */
final class Results {
    private final List<Chapter> chapters;
    private final Seeds seeds;
    private final Map<String, Row> rows = new LinkedHashMap<>();

    private Results(List<Chapter> chapters, Seeds seeds) {
        this.chapters = chapters;
        this.seeds = seeds;
    }

    private record Task(String key, Scenario scenario, Policy policy) {}

    /** Runs them, several at a time: each row is a world of its own. */
    static Results of(List<Chapter> chapters, Seeds seeds) {
        Results results = new Results(chapters, seeds);
        List<Task> tasks = new ArrayList<>();
        for (Chapter chapter : chapters) {
            for (Scenario scenario : chapter.scenarios()) {
                for (Policy policy : chapter.policies()) {
                    tasks.add(new Task(key(chapter, scenario, policy), scenario, policy));
                }
            }
        }
        List<Row> done = tasks.parallelStream()
                .map(task -> Row.of(task.scenario, task.policy, seeds))
                .toList();
        IntStream.range(0, tasks.size()).forEach(i -> results.rows.put(tasks.get(i).key, done.get(i)));
        return results;
    }

    private static String key(Chapter chapter, Scenario scenario, Policy policy) {
        return chapter.title() + "/" + scenario.name() + "/" + policy.name();
    }

    List<Chapter> chapters() {
        return chapters;
    }

    Chapter chapter(String title) {
        return chapters.stream()
                .filter(chapter -> chapter.title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    Seeds seeds() {
        return seeds;
    }

    List<Row> rows(Chapter chapter, Scenario scenario) {
        String prefix = chapter.title() + "/" + scenario.name() + "/";
        return rows.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(Map.Entry::getValue)
                .toList();
    }

    Row row(Chapter chapter, Scenario scenario, Policy policy) {
        Row row = rows.get(key(chapter, scenario, policy));
        if (row == null) {
            throw new IllegalArgumentException("no row " + key(chapter, scenario, policy));
        }
        return row;
    }
}
