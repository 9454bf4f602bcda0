package io.github.evenkeel.core.selection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.core.server.Server;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real nginx picked, as the tests of pingora-ketama have recorded it. */
class OracleT6Test {
    private static final SelectionStrategy STRATEGY = SelectionStrategy.nginxRingHash();
    private static final List<Server> NINE = IntStream.rangeClosed(1, 9)
            .mapToObj(i -> Fleet.at("10.0.0." + i + ":443"))
            .toList();
    private static final PoolView NINE_OF_100 = Views.weighted(NINE, 100, 100, 100, 100, 100, 100, 100, 100, 100);
    private static final Selector AMONG_NINE = Views.prepare(STRATEGY, NINE_OF_100);

    @ParameterizedTest
    @CsvFileSource(resources = "nginx-consistent.csv")
    void recordedRequestsGoWhereNginxSentThem(String uri, String upstream) {
        assertEquals(
                "http://" + upstream,
                NINE.get(Fleet.pick(AMONG_NINE, KeyHash.crc32().hash(uri))).id());
    }

    @ParameterizedTest
    @CsvSource({
        "/some/path, 7778",
        "/some/longer/path, 7777",
        "/sad/zaidoon, 7778",
        "/g, 7777",
        "/pingora/team/is/cool/and/this/is/a/long/uri, 7778",
        "/i/am/not/confident/in/this/code, 7777",
    })
    void twoServersOnOneHost(String uri, int port) {
        List<Server> servers = Fleet.local(7777, 2);
        int index = Fleet.pick(Views.prepare(STRATEGY, servers), KeyHash.crc32().hash(uri));
        assertEquals(port, servers.get(index).origin().getPort());
    }

    @Test
    void anotherHostShufflesNothing() {
        for (int hosts = 10; hosts <= 11; hosts++) {
            List<Server> servers = IntStream.rangeClosed(1, hosts)
                    .mapToObj(i -> Fleet.at("127.0.0." + i + ":6443"))
                    .toList();
            Selector selector = Views.prepare(STRATEGY, servers);
            assertEquals(10, 1 + Fleet.pick(selector, KeyHash.crc32().hash("a")));
            assertEquals(5, 1 + Fleet.pick(selector, KeyHash.crc32().hash("b")));
        }
    }

    /** The recorded walk is 7778 7779 7779 7777 ...: each server at its first point. */
    @Test
    void retriesGoRoundTheRing() {
        PoolView view = Views.of(Fleet.local(7777, 3));
        Selector selector = Views.prepare(STRATEGY, view);
        assertArrayEquals(
                new int[] {1, 2, 0}, Fleet.walk(selector, view, KeyHash.crc32().hash("doghash"), 3));
    }

    @Test
    void withoutAServerItsKeysGoToTheNextOnTheRing() {
        List<Server> servers = Fleet.at("127.0.0.1:7777", "127.0.0.1:7779");
        PoolView view = Views.of(servers);
        long key = KeyHash.crc32().hash("doghash");
        assertArrayEquals(new int[] {1, 0}, Fleet.walk(Views.prepare(STRATEGY, view), view, key, 2));
    }

    /** nginx takes host and port from the text of its configuration, brackets included. */
    @Test
    void pointsAreThoseOfTheConstruction() {
        List<Server> servers = Fleet.at("http://example.com", "https://example.com", "[::1]:8080", "10.0.0.1:81");
        double[] weights = {1, 2, 3, 1};
        TreeMap<Long, Integer> ring = new TreeMap<>();
        String[] names = {"example.com\00080", "example.com\000443", "[::1]\0008080", "10.0.0.1\00081"};
        for (int i = 0; i < names.length; i++) {
            int hash = 0;
            for (int point = 0; point < 160 * weights[i]; point++) {
                CRC32 crc = new CRC32();
                crc.update(names[i].getBytes());
                crc.update(ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(hash)
                        .flip());
                hash = (int) crc.getValue();
                ring.putIfAbsent(crc.getValue(), i);
            }
        }
        Selector selector = Views.prepare(STRATEGY, Views.weighted(servers, weights));
        for (int i = 1; i < 20_000; i++) {
            long key = KeyHash.crc32().hash("key" + i);
            Long point = ring.ceilingKey(key);
            assertEquals(ring.get(point == null ? ring.firstKey() : point), Fleet.pick(selector, key));
        }
        ring.forEach((point, owner) -> assertEquals(owner, Fleet.pick(selector, point)));
    }
}
