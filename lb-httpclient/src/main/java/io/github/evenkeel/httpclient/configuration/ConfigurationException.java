package io.github.evenkeel.httpclient.configuration;

import java.util.List;

/** Properties that make no sense: everything that is wrong with them at once. */
public final class ConfigurationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** An array, since a list need not be serializable. */
    private final String[] problems;

    ConfigurationException(String outcome, List<String> problems) {
        super(outcome + ":"
                + String.join(
                        "", problems.stream().map(problem -> "\n  " + problem).toList()));
        this.problems = problems.toArray(String[]::new);
    }

    /**
     * Refuses what a running client cannot have: it keeps its last good configuration.
     *
     * @param problems one line for each, naming key, value and remedy
     * @return to be thrown
     */
    public static ConfigurationException keepingTheLast(List<String> problems) {
        return new ConfigurationException("the client keeps its last good configuration", problems);
    }

    /**
     * What is wrong.
     *
     * @return one line for each problem, naming key, value and remedy, in the order of the keys
     */
    public List<String> problems() {
        return List.of(problems);
    }
}
