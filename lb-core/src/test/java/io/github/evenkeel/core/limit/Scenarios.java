package io.github.evenkeel.core.limit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;

/** Scenarios for Lincheck that chance would seldom find; each operation is its name and its number. */
final class Scenarios {
    private Scenarios() {}

    /** What happens before, what two threads then do at the same time, and what happens after; blank-separated. */
    static ExecutionScenario of(Class<?> operations, String before, String one, String other, String after) {
        return new ExecutionScenario(
                actors(operations, before),
                List.of(actors(operations, one), actors(operations, other)),
                actors(operations, after),
                null);
    }

    private static List<Actor> actors(Class<?> operations, String calls) {
        return Stream.of(calls.split(" ")).map(call -> actor(operations, call)).toList();
    }

    private static Actor actor(Class<?> operations, String call) {
        String name = call.replaceAll("\\d", "");
        int number = Integer.parseInt(call.substring(name.length()));
        return Arrays.stream(operations.getMethods())
                .filter(method -> method.getName().equals(name))
                .map(method -> new Actor(method, List.of(number)))
                .findFirst()
                .orElseThrow();
    }
}
