package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.Servers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolViewTest {
    private final List<Server> servers = Servers.idle(3);
    private final List<Candidate> candidates = List.of(
            Views.candidate(servers.get(0), 0.5),
            Views.candidate(servers.get(1), 7),
            Views.candidate(servers.get(2), 9));

    @Test
    void holdsTheEligibleFirstAndThenTheOthers() {
        PoolView view = new PoolView(candidates.subList(0, 2), candidates.subList(2, 3));
        assertEquals(2, view.size());
        assertEquals(3, view.total());
        assertSame(servers.get(1), view.server(1));
        assertSame(servers.get(2), view.server(2));
        assertEquals(0.5, view.weight(0));
        assertEquals(9, view.weight(2));
        assertSame(candidates.get(2), view.candidate(2));
    }

    @Test
    void hasNoServersWhenEmpty() {
        assertEquals(0, PoolView.EMPTY.size());
        assertEquals(0, PoolView.EMPTY.total());
    }

    @Test
    void showsSomeOfItsServersInTheOrderAsked() {
        PoolView view = new PoolView(candidates, List.of()).only(new int[] {2, 0}, 1);
        assertEquals(1, view.size());
        assertEquals(2, view.total());
        assertSame(servers.get(2), view.server(0));
        assertSame(servers.get(0), view.server(1));
        assertEquals(9, view.weight(0));
    }

    @Test
    void copiesWhatItIsGiven() {
        List<Candidate> list = new ArrayList<>(candidates);
        PoolView view = new PoolView(list, List.of());
        list.clear();
        assertEquals(3, view.size());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesWhatIsNoWeightAndSaysWhose(double weight) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Views.candidate(servers.get(1), weight));
        assertEquals("weight must be positive and finite but was " + weight + " (s1)", e.getMessage());
    }

    @Test
    void refusesACandidateWithoutItsParts() {
        Server server = servers.get(0);
        ServerSpec spec = Servers.spec("s0");
        assertThrows(NullPointerException.class, () -> new Candidate(null, spec, ServerState.ACTIVE, 1));
        assertThrows(NullPointerException.class, () -> new Candidate(server, null, ServerState.ACTIVE, 1));
        assertThrows(NullPointerException.class, () -> new Candidate(server, spec, null, 1));
    }
}
