package io.github.evenkeel.httpclient.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The properties of one pool, and what is found to be wrong with them as they are read. */
final class Section {
    private final String prefix;
    private final Map<String, String> values;
    private final List<String> problems;

    /**
     * Reads nothing yet.
     *
     * @param prefix what the keys begin with in the user's properties
     * @param values by key without that
     * @param problems to be added to
     */
    Section(String prefix, Map<String, String> values, List<String> problems) {
        this.prefix = prefix;
        this.values = values;
        this.problems = problems;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    boolean hasAny(String group) {
        return values.keySet().stream().anyMatch(key -> key.startsWith(group));
    }

    /** How the user calls a key. */
    String name(String key) {
        return prefix + key;
    }

    void missing(String key, String remedy) {
        problems.add(name(key) + " is missing: " + remedy);
    }

    void refuse(String key, String why) {
        problems.add(name(key) + "=" + Secrets.shown(key, values.getOrDefault(key, "")) + ": " + why);
    }

    /** Refuses all of it. */
    void refuse(String why) {
        problems.add(name("*") + ": " + why);
    }

    /** Refuses those of the keys that are there. */
    void refuseAll(List<String> keys, String why) {
        keys.stream().filter(this::has).forEach(key -> refuse(key, why));
    }

    <T> Optional<T> value(String key, Function<String, @Nullable T> reader) {
        String text = values.get(key);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(reader.apply(text.strip()));
        } catch (RuntimeException e) { // a record that refuses it, or a strategy of the user's
            refuse(key, why(e));
            return Optional.empty();
        }
    }

    /** Of a list each item that makes sense; the others are told one by one. */
    <T> List<T> each(String key, Function<String, T> reader) {
        List<T> read = new ArrayList<>();
        for (String item : value(key, Values::list).orElse(List.of())) {
            try {
                read.add(reader.apply(item));
            } catch (RuntimeException e) {
                problems.add(name(key) + "=" + Secrets.shown(key, item) + ": " + why(e));
            }
        }
        return read;
    }

    private static String why(RuntimeException refusal) {
        String message = refusal.getMessage();
        return message == null ? refusal.toString() : message;
    }

    /** The value changed by what a key says, and as it was if that is not there or makes no sense. */
    <T, V> T with(T before, String key, Function<String, V> reader, BiFunction<T, V, T> change) {
        return value(key, text -> change.apply(before, reader.apply(text))).orElse(before);
    }
}
