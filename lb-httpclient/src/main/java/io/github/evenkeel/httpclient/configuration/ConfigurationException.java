package io.github.evenkeel.httpclient.configuration;

import java.util.List;
import java.util.regex.Pattern;

/** Properties that make no sense: everything that is wrong with them at once. */
public final class ConfigurationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]");

    /** An array, since a list need not be serializable. */
    private final String[] problems;

    private ConfigurationException(String outcome, String[] problems) {
        super(outcome + ":\n  " + String.join("\n  ", problems));
        this.problems = problems;
    }

    /** What others have written must not look like another line of the log. */
    private static String[] printable(List<String> problems) {
        return problems.stream()
                .map(problem -> UNPRINTABLE.matcher(problem).replaceAll("?"))
                .toArray(String[]::new);
    }

    /**
     * Refuses what no client can have.
     *
     * @param problems one line for each, naming key, value and remedy
     * @return to be thrown
     */
    public static ConfigurationException refusing(List<String> problems) {
        return new ConfigurationException("the configuration is refused", printable(problems));
    }

    /**
     * Refuses what a running client cannot have: it keeps its last good configuration.
     *
     * @param problems one line for each, naming key, value and remedy
     * @return to be thrown
     */
    public static ConfigurationException keepingTheLast(List<String> problems) {
        return new ConfigurationException("the client keeps its last good configuration", printable(problems));
    }

    /**
     * What is wrong.
     *
     * @return one line for each problem, naming key, value and remedy, host by host
     */
    public List<String> problems() {
        return List.of(problems);
    }
}
