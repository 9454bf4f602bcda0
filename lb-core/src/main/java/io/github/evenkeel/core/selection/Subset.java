package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.selection.Groups.Group;
import io.github.evenkeel.core.server.Lease;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finagle's deterministic aperture. All servers lie side by side on a ring in an order that all clients compute alike,
 * each as long as its weight; the clients' arcs begin at equal distances and are a whole number of these distances
 * long. So every point of the ring is under equally many arcs, and the load of each server is its share whatever the
 * numbers of clients and servers. A server at the edge of an arc belongs to it in part: it keeps but that part of its
 * weight.
 *
 * <p>Ineligible servers keep their place: a server that fails for a while moves nobody's arc.
 *
 * @param client which of the clients this is, from 0
 * @param clients how many there are
 * @param size how many servers of mean weight an arc must span at least
 * @param inner chooses among the servers of the arc
 */
record Subset(int client, int clients, int size, SelectionStrategy inner) implements Combination {
    private static final int ARC = 0;

    /** What is less of a server than this is the rounding of its edge. */
    private static final double NOTHING = 1e-9;

    Subset {
        if (clients < 1) {
            throw new IllegalArgumentException(
                    "there must be at least 1 client, the one that asks, but there were to be " + clients);
        }
        if (client < 0 || client >= clients) {
            throw new IllegalArgumentException(
                    "the client must be one of 0 to " + (clients - 1) + " but was " + client);
        }
        if (size < 1) {
            throw new IllegalArgumentException("a subset must have at least 1 server but was to have " + size);
        }
        Objects.requireNonNull(inner, "inner");
    }

    @Override
    public Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        double[] parts = parts(view);
        Group arc = Group.of("subset", view, index -> parts[index] > 0);
        Group weighed = arc.with(weighed(arc, parts));
        Group others = Group.of("the other servers", view, index -> parts[index] == 0);
        Groups before = previous instanceof Selection selection ? selection.groups : null;
        return new Selection(this, Groups.prepare(view, List.of(weighed, others), inner, before, random));
    }

    /** How much of each server, by its place in the view, is under this client's arc. */
    double[] parts(PoolView view) {
        int[] order = order(view);
        double[] lengths = new double[order.length];
        Arrays.setAll(lengths, place -> view.candidate(order[place]).spec().weight());
        double[] parts = partsOf(lengths);
        double[] byIndex = new double[parts.length];
        for (int place = 0; place < parts.length; place++) {
            byIndex[order[place]] = parts[place];
        }
        return byIndex;
    }

    /**
     * How much of each server is under this client's arc.
     *
     * @param lengths of the servers in the order of the ring: their weights as discovery says, since neither a slow
     *     start nor a failure may shift the others
     */
    double[] partsOf(double[] lengths) {
        double[] parts = new double[lengths.length];
        double sum = Arrays.stream(lengths).sum();
        double from = (double) client / clients * sum;
        double to = from + (double) distances(lengths.length) / clients * sum;
        double start = 0;
        for (int i = 0; i < lengths.length; i++) {
            double end = start + lengths[i];
            // The arc may go round past the start of the ring.
            double covered = overlap(start, end, from, to) + overlap(start + sum, end + sum, from, to);
            double part = covered / lengths[i];
            parts[i] = part < NOTHING ? 0 : Math.min(1, part);
            start = end;
        }
        return parts;
    }

    /** How many of the distances between clients an arc is long: one at least, so that all arcs cover all servers. */
    private long distances(int servers) {
        return servers == 0 ? 1 : Math.min(clients, ((long) size * clients + servers - 1) / servers);
    }

    private static double overlap(double start, double end, double from, double to) {
        return Math.max(0, Math.min(end, to) - Math.max(start, from));
    }

    /** Shuffled by a hash of their ids, or servers of one rack would be neighbours, and the subsets of some clients. */
    private static int[] order(PoolView view) {
        long[] hashes = new long[view.total()];
        Arrays.setAll(hashes, index -> XxHash64.UNSEEDED.hash(view.server(index).id()));
        return IntStream.range(0, hashes.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(index -> hashes[index])
                        .thenComparing(index -> view.server(index).id()))
                .mapToInt(index -> index)
                .toArray();
    }

    /** A server at the edge counts with the part of it that is under the arc. */
    private static PoolView weighed(Group arc, double[] parts) {
        PoolView whole = arc.view();
        return whole.weighed(place -> Math.max(Double.MIN_VALUE, whole.weight(place) * parts[arc.member(place)]));
    }

    private record Selection(Subset subset, Groups groups) implements Selector {
        @Override
        public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
            return groups.select(ARC, key, nowNanos, random, tried);
        }

        @Override
        public void report(int index, LoadReport report, long nowNanos) {
            groups.report(index, report, nowNanos);
        }

        @Override
        public int probe(int nth, long key, RandomGenerator random) {
            return groups.probe(ARC, nth, key, random);
        }

        @Override
        public double score(int index, long key, long nowNanos) {
            return groups.score(index, key, nowNanos);
        }

        @Override
        public String rule() {
            return "subset of client " + subset.client + " of " + subset.clients + ", "
                    + groups.view(ARC).total() + " servers; within: " + groups.rule();
        }
    }
}
