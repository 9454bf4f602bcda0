package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The ring of nginx's {@code hash ... consistent}, inherited from Cache::Memcached::Fast: the points of a server are
 * {@code crc32(host \0 port previous)}, each from the one before. Of equal points the first server's counts.
 */
record NginxRingHash(PoolView view, Ring ring, Selector keyless) implements KeyOrder {
    static final SelectionStrategy STRATEGY = new SelectionStrategy() {
        @Override
        public Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
            return NginxRingHash.prepare(view, previous, random);
        }

        @Override
        public KeyHash keyHash() {
            return KeyHash.crc32();
        }
    };

    /** No limit in nginx; here beyond 13 107 units of weight each server gets half of its points, as in RingHash. */
    private static final int MOST_POINTS = 1 << 21;

    private static Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        if (!(previous instanceof NginxRingHash before)) {
            return new NginxRingHash(view, ring(view), Keyless.prepare(view, null, random));
        }
        Ring ring = Identity.same(view, before.view) ? before.ring : ring(view);
        return new NginxRingHash(view, ring, Keyless.prepare(view, before.keyless, random));
    }

    private static Ring ring(PoolView view) {
        int[] counts = RingHash.pointCounts(view, MOST_POINTS);
        int total = Arrays.stream(counts).sum();
        long[] points = new long[total];
        int[] owners = new int[total];
        int point = 0;
        for (int i = 0; i < counts.length; i++) {
            int base = base(view.server(i));
            int hash = 0;
            for (int count = 0; count < counts[i]; count++) {
                hash = next(base, hash);
                points[point] = position(hash);
                owners[point++] = i;
            }
        }
        return Ring.ofDistinct(points, owners);
    }

    private static int base(Server server) {
        String name = server.origin().getHost() + '\0' + Identity.port(server);
        int crc = -1;
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            crc = Crc32.update(crc, octet);
        }
        return crc;
    }

    private static int next(int base, int previous) {
        int crc = base;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            crc = Crc32.update(crc, previous >>> shift);
        }
        return ~crc;
    }

    /** The circle of nginx has 32 bits. */
    private static long position(long hash) {
        return hash << Integer.SIZE;
    }

    @Override
    public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        return key == KeyHash.NO_KEY
                ? keyless.select(key, nowNanos, random, tried)
                : ring.select(position(key), view, random, tried);
    }

    @Override
    public int firstBut(long key, int one, int two, int three) {
        return ring.firstBut(position(key), one, two, three);
    }

    @Override
    public double score(int index, long key, long nowNanos) {
        return key == KeyHash.NO_KEY ? keyless.score(index, key, nowNanos) : ring.rank(index, position(key));
    }

    @Override
    public String rule() {
        return "the next server on nginx's ring from the key on; without a key in turn";
    }
}
