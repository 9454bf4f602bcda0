package io.github.evenkeel.benchmarks.simulation;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happens, whoever balances. Immutable; change one value with its {@code with} method.
 *
 * @param name short, unique
 * @param fleet the servers
 * @param rate requests a second, of all clients together
 * @param clients how many
 * @param timing of requests and of the run
 * @param retrying what clients do about failures
 * @param suspect who is in trouble, if it is one server
 * @param script what happens meanwhile
 * @param keys of the requests, which some policies keep together: the integer parts of its values; null for none
 */
record Scenario(
        String name,
        Fleet fleet,
        double rate,
        int clients,
        Timing timing,
        Retrying retrying,
        @Nullable Suspect suspect,
        Consumer<World> script,
        @Nullable Distribution keys) {

    /** One client that loads the fleet to this share of its capacity. */
    static Scenario of(String name, Fleet fleet, double load) {
        return new Scenario(
                name, fleet, load * fleet.capacity(), 1, Timing.USUAL, Retrying.NEVER, null, world -> {}, null);
    }

    Scenario named(String newName) {
        return new Scenario(newName, fleet, rate, clients, timing, retrying, suspect, script, keys);
    }

    Scenario withRate(double perSecond) {
        return new Scenario(name, fleet, perSecond, clients, timing, retrying, suspect, script, keys);
    }

    Scenario withClients(int number) {
        return new Scenario(name, fleet, rate, number, timing, retrying, suspect, script, keys);
    }

    /** The same with each of these numbers of clients, named after it. */
    Stream<Scenario> forClients(int... numbers) {
        return IntStream.of(numbers)
                .mapToObj(number ->
                        withClients(number).named(name + ", " + number + (number == 1 ? " client" : " clients")));
    }

    Scenario withTiming(UnaryOperator<Timing> change) {
        return new Scenario(name, fleet, rate, clients, change.apply(timing), retrying, suspect, script, keys);
    }

    Scenario withRetrying(Retrying newRetrying) {
        return new Scenario(name, fleet, rate, clients, timing, newRetrying, suspect, script, keys);
    }

    Scenario withScript(Consumer<World> newScript) {
        return new Scenario(name, fleet, rate, clients, timing, retrying, suspect, newScript, keys);
    }

    Scenario withKeys(Distribution newKeys) {
        return new Scenario(name, fleet, rate, clients, timing, retrying, suspect, script, newKeys);
    }

    /** One server has this done to it, and later this. */
    Scenario withTrouble(Suspect trouble, Consumer<Backend> begin, Consumer<Backend> end) {
        return new Scenario(
                name,
                fleet,
                rate,
                clients,
                timing,
                retrying,
                trouble,
                world -> {
                    Backend backend = world.backend(trouble.server());
                    world.timeline().at(trouble.fromNanos(), () -> begin.accept(backend));
                    world.timeline().at(trouble.untilNanos(), () -> end.accept(backend));
                },
                keys);
    }
}
