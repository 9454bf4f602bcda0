package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which strategies take keys of one hash only. */
class DemandedKeyHashTest {
    private static final SelectionStrategy ENVOY = SelectionStrategy.envoyRingHash(1024, 8_388_608);

    @Test
    void whoPicksWhatAnotherSystemPicksTakesItsHash() {
        assertEquals(KeyHash.xxHash64(), ENVOY.keyHash());
        assertEquals(KeyHash.xxHash64(), SelectionStrategy.envoyMaglev(65_537).keyHash());
        assertEquals(KeyHash.crc32(), SelectionStrategy.nginxRingHash().keyHash());
    }

    @ParameterizedTest
    @MethodSource
    void combinationsDemandWhatTheyAreMadeOfDemands(SelectionStrategy combination) {
        assertEquals(KeyHash.xxHash64(), combination.keyHash());
    }

    static SelectionStrategy[] combinationsDemandWhatTheyAreMadeOfDemands() {
        return new SelectionStrategy[] {
            SelectionStrategy.tiers(ENVOY),
            SelectionStrategy.preferZone("a", ENVOY),
            SelectionStrategy.subset(0, 2, 16, ENVOY),
            SelectionStrategy.split(spec -> spec.zone(), Map.of("a", 1.0), ENVOY),
            SelectionStrategy.sticky(ENVOY),
            SelectionStrategy.firstOf(2, ENVOY, SelectionStrategy.leastRequests()),
            SelectionStrategy.tiers(SelectionStrategy.sticky(ENVOY))
        };
    }

    @ParameterizedTest
    @MethodSource
    void allOthersTakeAnyHash(SelectionStrategy strategy) {
        assertEquals(null, strategy.keyHash());
    }

    static SelectionStrategy[] allOthersTakeAnyHash() {
        return new SelectionStrategy[] {
            SelectionStrategy.ringHash(),
            SelectionStrategy.maglev(),
            SelectionStrategy.leastExpectedLatency(),
            SelectionStrategy.sticky(SelectionStrategy.ringHash()),
            SelectionStrategy.firstOf(2, SelectionStrategy.ringHash(), SelectionStrategy.leastRequests())
        };
    }
}
