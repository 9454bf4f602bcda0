package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.List;
import org.junit.jupiter.api.Test;

class TriedTest {
    private final List<Server> servers = Servers.idle(4);

    private Server server(int index) {
        return servers.get(index);
    }

    @Test
    void allOfAViewOrNot() {
        PoolView two = Views.of(servers.subList(0, 2));
        assertFalse(Tried.all(two, null));
        assertFalse(Tried.all(two, Views.tried(server(0))));
        assertFalse(Tried.all(two, Views.tried(server(0), server(0), server(0))), "thrice the same");
        assertFalse(Tried.all(two, Views.tried(server(1), server(2), server(3))), "others");
        assertTrue(Tried.all(two, Views.tried(server(1), server(0))));
        assertTrue(Tried.all(two, Views.tried(server(1), server(3), server(0), server(2))));
        assertTrue(Tried.all(PoolView.EMPTY, null));
    }

    /** That such a chain is too short can be seen without looking at the servers. */
    @Test
    void aShortChainIsNotHeldAgainstTheServers() {
        PoolView three = Views.of(servers.subList(0, 3));
        assertFalse(Tried.all(three, Views.tried(server(0), server(1))));
        assertEquals(
                2,
                Views.prepare(SelectionStrategy.ringHash(), three)
                        .select(7, 0, Views.random(), Views.tried(server(0), server(1))));
        assertEquals(
                Selector.NONE,
                Views.prepare(SelectionStrategy.ringHash(), three)
                        .select(7, 0, Views.random(), Views.tried(server(0), server(1), server(2))));
    }
}
