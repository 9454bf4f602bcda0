package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Servers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What strategies that heed the key say of a server: how many stand before it in the key's order. */
class RankTest {
    private static final double[] WEIGHTS = {1, 2, 3, 1, 1, 5, 2, 1, 4};

    @ParameterizedTest
    @EnumSource(names = {"SOURCE_HASH", "RING_HASH", "MAGLEV", "RENDEZVOUS", "BOUNDED_LOAD", "NGINX_RING_HASH"})
    void theScoreIsThePlaceInTheOrderOfAttempts(Strategies each) {
        for (PoolView view : List.of(Views.of(Servers.idle(9)), Views.weighted(Servers.idle(9), WEIGHTS))) {
            Selector selector = Views.prepare(each.strategy, view);
            for (long key = 1; key <= 200; key++) {
                assertRanks(selector, view, Mixer.mix(key));
            }
        }
    }

    @Test
    void soItIsInEnvoysRing() {
        PoolView view = Views.of(Fleet.local(90, 6));
        Selector selector = Views.prepare(SelectionStrategy.envoyRingHash(12, 12), view);
        for (long key = 0; key < 200; key++) {
            assertRanks(selector, view, Mixer.mix(key));
        }
    }

    private static void assertRanks(Selector selector, PoolView view, long key) {
        int[] walk = Fleet.walk(selector, view, key, view.size());
        for (int rank = 0; rank < walk.length; rank++) {
            assertEquals(rank, selector.score(walk[rank], key, 0));
        }
    }

    @Test
    void aServerWithoutAPointComesLast() {
        PoolView view = Views.of(Fleet.local(90, 4));
        Selector selector = Views.prepare(SelectionStrategy.envoyRingHash(2, 2), view);
        int last = Fleet.walk(selector, view, 5, 4)[3];
        assertEquals(2, selector.score(last, 5, 0));
    }

    @Test
    void inEnvoysMaglevTheOwnerOfTheSlotIsFirst() {
        PoolView view = Views.of(Fleet.local(90, 6));
        Selector selector = Views.prepare(SelectionStrategy.envoyMaglev(7), view);
        for (long key = 0; key < 20; key++) {
            int home = Fleet.pick(selector, key);
            for (int i = 0; i < 6; i++) {
                assertEquals(i == home ? 0 : 1, selector.score(i, key, 0));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SOURCE_HASH", "RING_HASH", "MAGLEV", "RENDEZVOUS", "BOUNDED_LOAD", "NGINX_RING_HASH"})
    void withoutAKeyNobodyRanks(Strategies each) {
        Selector selector = Views.prepare(each.strategy, Views.of(Servers.idle(3)));
        assertTrue(Double.isNaN(selector.score(1, KeyHash.NO_KEY, 0)));
    }

    /** Strategies that heed keys, by reports, or are made of others; the names of those before are their own matter. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.MATCH_ALL,
            names = "(SOURCE|RING|MAGLEV|RENDEZ|TIGHT|BOUNDED|ENVOY|NGINX|PREQUAL|REPORTED|TIERS|PREFER|SUB|STI|SPL).*")
    void theRuleSaysHow(Strategies each) {
        if (each.name().startsWith("ENVOY")) {
            return; // wrapped for these tests
        }
        String rule = Views.prepare(each.strategy, Views.of(Servers.idle(3))).rule();
        assertTrue(rule.length() > 20 && !rule.startsWith("the strategy does not say"), rule);
    }

    @Test
    void theRulesOfEnvoysModes() {
        PoolView view = Views.of(Fleet.local(90, 3));
        assertEquals(
                "the next server on Envoy's ring from the key on",
                Views.prepare(SelectionStrategy.envoyRingHash(12, 12), view).rule());
        assertEquals(
                "the owner of the key's slot in Envoy's Maglev table",
                Views.prepare(SelectionStrategy.envoyMaglev(7), view).rule());
    }
}
