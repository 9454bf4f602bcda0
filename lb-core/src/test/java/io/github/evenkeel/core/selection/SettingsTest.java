package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.junit.jupiter.api.Test;

/** What lies at the edge of what may be set may still be set. */
class SettingsTest {
    private static final SelectionStrategy INNER = SelectionStrategy.roundRobin();

    @Test
    void edgesAreAccepted() {
        assertNotNull(SelectionStrategy.envoyRingHash(1, 1));
        assertNotNull(SelectionStrategy.envoyRingHash(8_388_608, 8_388_608));
        assertNotNull(SelectionStrategy.tiers(0, INNER));
        assertNotNull(SelectionStrategy.tiers(100, INNER));
        assertNotNull(SelectionStrategy.sticky(StickyTable.WAYS, false, INNER));
        assertNotNull(SelectionStrategy.sticky(1 << 24, false, INNER));
    }
}
