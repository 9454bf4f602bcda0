package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Clients of every machine, JVM and release must agree on a key's server. The picks of keys 1 to 64 among ten servers
 * were computed by another implementation, in another language.
 */
class GoldenPicksTest {
    private static final double[] WEIGHTS = {1, 1, 2, 1, 3, 1, 1, 5, 1, 1};

    private static String picks(SelectionStrategy strategy) {
        Selector selector = Views.prepare(strategy, Views.weighted(Servers.idle(10), WEIGHTS));
        return IntStream.rangeClosed(1, 64)
                .mapToObj(key -> Integer.toString(Fleet.pick(selector, key)))
                .collect(Collectors.joining());
    }

    @Test
    void sourceHash() {
        assertEquals(
                "4727771750227207298079277827404777393427474974474374497447606376",
                picks(SelectionStrategy.sourceHash()));
    }

    @Test
    void ringHash() {
        String expected = "5664650079244711777872443257397395098174303727797214022277276470";
        assertEquals(expected, picks(SelectionStrategy.ringHash()));
        assertEquals(expected, picks(SelectionStrategy.boundedLoad()), "the same ring");
    }

    @Test
    void maglev() {
        assertEquals(
                "4376974477834020747776944742922774729773175074704703970387127734", picks(SelectionStrategy.maglev()));
    }

    @Test
    void rendezvous() {
        assertEquals(
                "5778587348223771793697541447168044177641077466777462402776774927",
                picks(SelectionStrategy.rendezvous()));
    }

    @Test
    void envoyMaglev() {
        List<Server> servers = Fleet.local(90, 10);
        Selector selector = Views.prepare(SelectionStrategy.envoyMaglev(65_537), Views.weighted(servers, WEIGHTS));
        String picks = IntStream.rangeClosed(1, 64)
                .mapToObj(key ->
                        Integer.toString(Fleet.pick(selector, KeyHash.xxHash64().hash("key" + key))))
                .collect(Collectors.joining());
        assertEquals("4571847077078776186877829681700472002172907457027648237227744929", picks);
    }
}
