package io.github.evenkeel.benchmarks.suite;

import java.util.ArrayList;
import java.util.List;

/**
 * What shares a JVM: one strategy, one peer or one floor, over all sizes. Nothing else is compiled there, so every call
 * in it has one target, as in an application that has one balancer.
 *
 * @param benchmarks JMH's pattern of the methods
 * @param parameters {@code name=value,value}, as for JMH
 * @param shared whether a bound is about two threads that share it, so that even a quick run needs both
 */
record Subject(String benchmarks, List<String> parameters, boolean shared) {
    static Subject of(String benchmarks, String... parameters) {
        return new Subject(benchmarks, List.of(parameters), false);
    }

    Subject alsoShared() {
        return new Subject(benchmarks, parameters, true);
    }

    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        arguments.add(benchmarks);
        for (String parameter : parameters) {
            arguments.add("-p");
            arguments.add(parameter);
        }
        return arguments;
    }

    /** Its name while it runs. */
    @Override
    public String toString() {
        return benchmarks.replaceAll("[\\\\^$]", "") + " " + String.join(" ", parameters);
    }
}
