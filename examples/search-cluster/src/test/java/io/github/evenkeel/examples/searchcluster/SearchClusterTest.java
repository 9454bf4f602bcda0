package io.github.evenkeel.examples.searchcluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.examples.testing.Run;
import org.junit.jupiter.api.Test;

class SearchClusterTest {

    @Test
    void aSearchStaysWithItsNodeIfItIsNamed() throws Exception {
        Run run = Run.of(SearchCluster.class);

        assertEquals(0, run.status(), run::toString);
        assertEquals(2, run.output().size(), run::toString);
        assertEquals("pages lost with X-Opaque-Id:    0", run.output().get(0), run::toString);
        assertTrue(run.output().get(1).matches("pages lost without X-Opaque-Id: [1-9]\\d*"), run::toString);
    }
}
