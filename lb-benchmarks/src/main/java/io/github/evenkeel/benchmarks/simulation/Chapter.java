package io.github.evenkeel.benchmarks.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Scenarios that ask one question.
 *
 * @param title of the chapter
 * @param about what happens, in a sentence or two
 * @param policies who balances
 * @param scenarios the same with different loads or numbers of clients
 */
record Chapter(String title, String about, List<Policy> policies, List<Scenario> scenarios) {
    /** With the scenarios of some groups, one group after the other. */
    @SafeVarargs
    static Chapter of(String title, String about, List<Policy> policies, Stream<Scenario>... groups) {
        List<Scenario> all = new ArrayList<>();
        for (Stream<Scenario> group : groups) {
            group.forEach(all::add);
        }
        return new Chapter(title, about, policies, List.copyOf(all));
    }
}
