package io.github.evenkeel.benchmarks.simulation;

import java.util.List;

/**
 * Scenarios that ask one question.
 *
 * @param title of the chapter
 * @param about what happens, in a sentence or two
 * @param policies who balances
 * @param scenarios the same with different loads or numbers of clients
 */
record Chapter(String title, String about, List<Policy> policies, List<Scenario> scenarios) {}
