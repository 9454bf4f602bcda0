package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolViewTest {
    private final List<Server> servers = Servers.idle(2);

    @Test
    void holdsServersAndWeightsInOrder() {
        PoolView view = Views.weighted(servers, 0.5, 7);
        assertEquals(2, view.size());
        assertSame(servers.get(1), view.server(1));
        assertEquals(0.5, view.weight(0));
        assertEquals(7, view.weight(1));
        assertEquals(0, PoolView.EMPTY.size());
    }

    @Test
    void copiesWhatItIsGiven() {
        List<Server> list = new ArrayList<>(servers);
        double[] weights = {1, 2};
        PoolView view = new PoolView(list, weights);
        list.clear();
        weights[0] = 9;
        assertEquals(2, view.size());
        assertEquals(1, view.weight(0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesWhatIsNoWeightAndSaysWhose(double weight) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Views.weighted(servers, 1, weight));
        assertEquals("weight must be positive and finite but was " + weight + " (s1)", e.getMessage());
    }

    @Test
    void refusesOtherNumbersOfServersAndWeights() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Views.weighted(servers, 1));
        assertEquals("2 servers but 1 weights", e.getMessage());
    }

    @Test
    void refusesAMissingServer() {
        List<Server> withNull = Arrays.asList(servers.get(0), null);
        assertThrows(NullPointerException.class, () -> new PoolView(withNull, new double[] {1, 1}));
    }
}
