package io.github.evenkeel.examples.gateway.configuration;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/** All that is wrong with a file. */
final class Problems {
    private final String file;
    private final List<String> problems = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    /** Says what is wrong with the value of a key, as {@code file:line: key: what}. */
    void add(Node node, String key, String what) {
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        add(line, (key.isEmpty() ? "" : key + ": ") + what);
    }

    void add(int line, String what) {
        problems.add(file + ":" + line + ": " + what);
    }

    void throwIfAny() throws ConfigurationException {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }
}
