package io.github.evenkeel.examples.gateway.configuration;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of the file. What is wrong with a value goes to the problems, with line and key, and the default is taken
 * in its place, so that one reading finds everything.
 */
final class Section {
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Problems problems;
    private final String path;
    private final Node at;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();

    Section(Problems problems, String path, Node node) {
        this.problems = problems;
        this.path = path;
        this.at = node;
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(this::take);
        } else {
            problems.add(node, path, "must hold keys and values but is " + kind(node) + "; write it as key: value");
        }
    }

    private void take(NodeTuple entry) {
        Node key = entry.getKeyNode();
        if (!(key instanceof ScalarNode scalar)) {
            problems.add(key, path, "has a key that is " + kind(key) + "; keys are plain words");
        } else if (keys.putIfAbsent(scalar.getValue(), key) != null) {
            problems.add(key, in(scalar.getValue()), "is there twice; keep one");
        } else {
            values.put(scalar.getValue(), entry.getValueNode());
        }
    }

    private String in(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Where the section begins. */
    Node at() {
        return at;
    }

    /** Complains of the section as a whole or of one of its values. */
    void problem(String key, String what) {
        problems.add(values.getOrDefault(key, at), in(key), what);
    }

    Set<String> keys() {
        return values.keySet();
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** The text of a value as something else; what the reader throws is said of the value. */
    <T> Optional<T> read(String key, Function<String, T> reader) {
        known.add(key);
        Node value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
            problems.add(value, in(key), "must be one value but is " + kind(value));
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(scalar.getValue()));
        } catch (IllegalArgumentException e) {
            problems.add(value, in(key), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    Optional<String> text(String key) {
        return read(key, Function.identity());
    }

    int whole(String key, int least, int most, int otherwise) {
        return read(key, text -> {
                    if (!text.matches("-?\\d{1,9}")
                            || Integer.parseInt(text) < least
                            || Integer.parseInt(text) > most) {
                        throw new IllegalArgumentException(
                                "must be a whole number from " + least + " to " + most + " but was '" + text + "'");
                    }
                    return Integer.valueOf(text);
                })
                .orElse(otherwise);
    }

    boolean flag(String key) {
        return read(key, text -> {
                    if (!text.equals("true") && !text.equals("false")) {
                        throw new IllegalArgumentException("must be true or false but was '" + text + "'");
                    }
                    return text.equals("true");
                })
                .orElse(false);
    }

    /** A time in seconds, whole or not. */
    Duration seconds(String key, String least, Duration otherwise) {
        return read(key, text -> {
                    BigDecimal seconds = text.matches("\\d{1,5}(\\.\\d{1,9})?") ? new BigDecimal(text) : null;
                    if (seconds == null
                            || seconds.compareTo(new BigDecimal(least)) < 0
                            || seconds.compareTo(BigDecimal.valueOf(LONGEST.toSeconds())) > 0) {
                        throw new IllegalArgumentException("must be a number of seconds from " + least + " to "
                                + LONGEST.toSeconds() + " but was '" + text + "'");
                    }
                    return Duration.ofNanos(seconds.movePointRight(9).longValueExact());
                })
                .orElse(otherwise);
    }

    Optional<Section> section(String key) {
        known.add(key);
        return Optional.ofNullable(values.get(key)).map(node -> new Section(problems, in(key), node));
    }

    /** The sections of a list; none if there is no list. */
    List<Section> list(String key) {
        known.add(key);
        List<Section> sections = new ArrayList<>();
        Node value = values.get(key);
        if (value instanceof SequenceNode sequence) {
            for (Node node : sequence.getValue()) {
                sections.add(new Section(problems, in(key) + "[" + sections.size() + "]", node));
            }
        } else if (value != null) {
            problems.add(value, in(key), "must be a list but is " + kind(value) + "; begin each entry with '- '");
        }
        return sections;
    }

    /** The sections of a mapping, by key; none if there is no mapping. */
    Map<String, Section> sections(String key) {
        Map<String, Section> sections = new LinkedHashMap<>();
        section(key).ifPresent(named -> {
            named.values.forEach((name, node) -> sections.put(name, new Section(problems, named.in(name), node)));
        });
        return sections;
    }

    /** To be called when all keys have been asked for: whatever is left nobody understands. */
    void end() {
        keys.forEach((key, node) -> {
            if (!known.contains(key)) {
                problems.add(node, in(key), "is unknown here; known are " + String.join(", ", known));
            }
        });
    }

    private static String kind(Node node) {
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        String text = ((ScalarNode) node).getValue();
        return text.isEmpty() ? "empty" : "'" + text + "'";
    }
}
