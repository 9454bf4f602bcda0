package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.evenkeel.core.server.Server;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Envoy's own tests ask of its ring (ring_hash_lb_test.cc). */
class OracleT7Test {
    private static final int MAXIMUM = 8_388_608;

    private final List<Server> servers = Fleet.local(90, 6);
    private final PoolView view = Views.of(servers);
    private final Selector selector = Views.prepare(SelectionStrategy.envoyRingHash(12, MAXIMUM), view);

    private static Selector prepare(int minimum, int maximum, PoolView view) {
        return Views.prepare(SelectionStrategy.envoyRingHash(minimum, maximum), view);
    }

    /** As Envoy's tests draw their histograms: keys at equal distances over the whole circle. */
    private static int[] counts(Selector selector, int servers, int keys) {
        long step = Long.divideUnsigned(-1, keys);
        int[] counts = new int[servers];
        for (int i = 0; i < keys; i++) {
            counts[Fleet.pick(selector, i * step)]++;
        }
        return counts;
    }

    /** A point belongs to its server, and the number after it to the next point's. */
    @Test
    void basic() {
        String[] points = {
            "833437586790550860", "928266305478181108", "1033482794131418490", "3551244743356806947",
            "3851675632748031481", "5583722120771150861", "6311230543546372928", "7700377290971790572",
            "13144177310400110813", "13444792449719432967", "15516499411664133160", "16117243373044804889"
        };
        int[] ports = {94, 92, 90, 95, 93, 91, 91, 93, 95, 92, 94, 90};
        for (int i = 0; i < points.length; i++) {
            long point = Long.parseUnsignedLong(points[i]);
            assertEquals(ports[i] - 90, Fleet.pick(selector, point), points[i]);
            assertEquals(ports[(i + 1) % points.length] - 90, Fleet.pick(selector, point + 1), points[i]);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 94", "18446744073709551615, 94", "3551244743356806947, 95", "3551244743356806948, 93"})
    void basicLookUps(String hash, int port) {
        assertEquals(port - 90, Fleet.pick(selector, Long.parseUnsignedLong(hash)));
    }

    /** 94, then 92 is the next on the ring and 90 the one after. */
    @Test
    void basicWithRetryHostPredicate() {
        assertArrayEquals(new int[] {4, 2, 0, 5, 3, 1}, Fleet.walk(selector, view, 0, 6));
    }

    @Test
    void unevenHosts() {
        List<Server> before = Fleet.local(80, 2);
        Selector two = prepare(3, MAXIMUM, Views.of(before));
        String[] points = {"5454692015285649509", "7859399908942313493", "13838424394637650569", "16064866803292627174"
        };
        for (int i = 0; i < points.length; i++) {
            assertEquals(i % 2, Fleet.pick(two, Long.parseUnsignedLong(points[i])));
            assertEquals((i + 1) % 2, Fleet.pick(two, Long.parseUnsignedLong(points[i]) + 1));
        }
        Selector others = prepare(3, MAXIMUM, Views.of(Fleet.local(81, 2)));
        assertEquals(0, Fleet.pick(others, 0));
        assertEquals(1, Fleet.pick(others, 7859399908942313494L));
        assertEquals(1, Fleet.pick(others, 8241336090459785963L));
        assertEquals(0, Fleet.pick(others, Long.parseUnsignedLong("12882406409176325259")));
    }

    @ParameterizedTest
    @CsvSource({
        "928266305478181108, 92",
        "4443673547860492590, 92",
        "5583722120771150861, 91",
        "6311230543546372928, 91",
        "13444792449719432967, 92",
        "16117243373044804889, 90"
    })
    void hostWeightedTinyRing(String hash, int port) {
        Selector weighted = prepare(6, 6, Views.weighted(Fleet.local(90, 3), 1, 2, 3));
        assertEquals(port - 90, Fleet.pick(weighted, Long.parseUnsignedLong(hash)));
    }

    @Test
    void hostWeightedLargeRing() {
        Selector weighted = prepare(6144, MAXIMUM, Views.weighted(Fleet.local(90, 3), 1, 2, 3));
        assertArrayEquals(new int[] {987, 1932, 3081}, counts(weighted, 3, 6000));
    }

    /** Locality weights 1 : 2 over host weights 1 : 2 come to weights 1, 2, 2 and 4. */
    @Test
    void hostAndLocalityWeightedLargeRing() {
        Selector weighted = prepare(9216, MAXIMUM, Views.weighted(Fleet.local(90, 4), 1, 2, 2, 4));
        assertArrayEquals(new int[] {924, 2009, 2053, 4014}, counts(weighted, 4, 9000));
    }

    /** Two of four servers have no point, and yet an exchange reaches them. */
    @Test
    void smallFractionalScale() {
        PoolView four = Views.of(Fleet.local(90, 4));
        Selector tiny = prepare(2, 2, four);
        int[] counts = counts(tiny, 4, 1024);
        assertEquals(2, Arrays.stream(counts).filter(count -> count == 0).count());
        assertEquals(1024, Arrays.stream(counts).sum());
        assertEquals(4, Arrays.stream(Fleet.walk(tiny, four, 5, 4)).distinct().count());
    }

    @Test
    void largeFractionalScale() {
        assertArrayEquals(new int[] {526, 497}, counts(prepare(1023, 1023, Views.of(Fleet.local(90, 2))), 2, 1023));
    }

    @Test
    void noHost() {
        assertEquals(Selector.NONE, Fleet.pick(prepare(1024, MAXIMUM, PoolView.EMPTY), 7));
    }

    @Test
    void badRingSizeBounds() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> SelectionStrategy.envoyRingHash(20, 10));
        assertEquals("ring size must be from 1 to 8388608, minimum before maximum, but was 20 to 10", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> SelectionStrategy.envoyRingHash(0, 10));
        assertThrows(IllegalArgumentException.class, () -> SelectionStrategy.envoyRingHash(1024, MAXIMUM + 1));
    }

    @Test
    void thePortOfAnAddressIsWrittenOut() {
        List<Server> implied = Fleet.at("http://10.1.2.3", "https://10.1.2.3");
        List<Server> written = Fleet.at("http://10.1.2.3:80", "http://10.1.2.3:443");
        SelectionStrategy strategy = SelectionStrategy.envoyRingHash(64, 64);
        assertArrayEquals(
                Fleet.counts(strategy, Views.of(written), 1000), Fleet.counts(strategy, Views.of(implied), 1000));
    }
}
