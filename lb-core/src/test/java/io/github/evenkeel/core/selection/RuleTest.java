package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What strategies say of themselves, for explanations. */
class RuleTest {
    private final List<Server> loaded = Servers.loaded(3, 0, 1);

    static Stream<SelectionStrategy> byLoad() {
        return Stream.of(
                SelectionStrategy.leastRequests(),
                SelectionStrategy.powerOfTwoChoices(),
                SelectionStrategy.powerOfChoices(3),
                SelectionStrategy.leastResponseTime(),
                SelectionStrategy.leastExpectedLatency());
    }

    @ParameterizedTest
    @EnumSource(Strategies.class)
    void everyStrategySaysHowItChooses(Strategies strategies) {
        if (strategies.name().startsWith("ENVOY")) {
            return; // wrapped for this suite
        }
        String rule = Views.prepare(strategies.strategy, loaded).rule();
        assertFalse(rule.isBlank());
        assertNotEquals("the strategy does not say", rule);
    }

    @ParameterizedTest
    @MethodSource("byLoad")
    void whoHasMoreInFlightScoresHigher(SelectionStrategy strategy) {
        for (PoolView view : List.of(Views.of(loaded), Views.weighted(loaded, 2, 2, 2))) {
            Selector selector = Views.prepare(strategy, view);
            assertTrue(selector.score(0, 0, 0) > selector.score(2, 0, 0), selector::rule);
            assertTrue(selector.score(2, 0, 0) > selector.score(1, 0, 0), selector::rule);
        }
    }

    @ParameterizedTest
    @MethodSource("byLoad")
    void whoWeighsMoreScoresLowerForTheSame(SelectionStrategy strategy) {
        List<Server> equal = Servers.loaded(2, 2);
        Selector selector = Views.prepare(strategy, Views.weighted(equal, 1, 3));
        assertTrue(selector.score(0, 0, 0) > selector.score(1, 0, 0), selector::rule);
    }

    @Test
    void theRequestToComeCountsForTheWeightToo() {
        Selector selector = Views.prepare(SelectionStrategy.powerOfTwoChoices(), Views.weighted(loaded, 2, 1, 4));
        assertEquals(2, selector.score(0, 0, 0));
        assertEquals(1, selector.score(1, 0, 0));
        assertEquals(0.5, selector.score(2, 0, 0));
    }

    @Test
    void samplesAreNamed() {
        List<Server> many = Servers.idle(200);
        assertTrue(Views.prepare(SelectionStrategy.leastExpectedLatency(), many)
                .rule()
                .contains("drawn at random"));
        assertEquals(
                "the lowest of 5 drawn at random of: requests in flight and this one, by weight",
                Views.prepare(SelectionStrategy.powerOfChoices(5), many).rule());
        assertEquals(
                "fewest requests in flight of two drawn at random",
                Views.prepare(SelectionStrategy.powerOfTwoChoices(), many).rule());
        assertEquals(
                "fewest requests in flight of two drawn at random, drawn and compared by weight",
                Views.prepare(SelectionStrategy.powerOfTwoChoices(), Views.weighted(many.subList(0, 2), 1, 2))
                        .rule());
    }
}
