package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Server;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a selector chooses from: first the servers that are eligible, which most strategies look at alone, then those of
 * the pool that are not, for strategies that must know how many there are or, in need, use them. Immutable; the servers
 * behind it live on.
 */
public final class PoolView {
    /** No servers. */
    public static final PoolView EMPTY = new PoolView(List.of(), List.of());

    private final Candidate[] candidates;
    private final int size;

    // What a pick reads, without a detour through the candidates.
    private final Server[] servers;
    private final double[] weights;

    private final boolean aside;

    /**
     * Copies both.
     *
     * @param eligible the servers to choose from, each once
     * @param others the servers of the pool that are not eligible now
     */
    public PoolView(List<Candidate> eligible, List<Candidate> others) {
        this(eligible, others, false);
    }

    private PoolView(List<Candidate> eligible, List<Candidate> others, boolean aside) {
        this.aside = aside;
        this.candidates = Stream.concat(eligible.stream(), others.stream()).toArray(Candidate[]::new);
        this.size = eligible.size();
        this.servers = Arrays.stream(candidates).map(Candidate::server).toArray(Server[]::new);
        this.weights = Arrays.stream(candidates).mapToDouble(Candidate::weight).toArray();
    }

    /**
     * How many servers are eligible.
     *
     * @return the number of servers to choose from
     */
    public int size() {
        return size;
    }

    /**
     * How many servers the pool has.
     *
     * @return the number of eligible servers and others
     */
    public int total() {
        return servers.length;
    }

    /**
     * One of the servers.
     *
     * @param index from 0; below {@link #size} it is eligible, from there to {@link #total} it is not
     * @return the server there
     */
    public Server server(int index) {
        return servers[index];
    }

    /** All of them, eligible ones first, for loops over many; nobody may write to it. */
    Server[] servers() {
        return servers;
    }

    /**
     * How much of the traffic a server should get relative to the others.
     *
     * @param index as for {@link #server}
     * @return the weight in force now
     */
    public double weight(int index) {
        return weights[index];
    }

    /**
     * All that is known of a server.
     *
     * @param index as for {@link #server}
     * @return what discovery says of it and where it stands
     */
    public Candidate candidate(int index) {
        return candidates[index];
    }

    /**
     * Some of these servers, for a strategy that hands them to another one.
     *
     * @param indices of this view, as for {@link #server}; the place in the new view is the place in this array
     * @param eligible how many of them, from the first, are to be chosen from
     * @return a view of just these
     */
    public PoolView only(int[] indices, int eligible) {
        return of(indices, eligible, aside);
    }

    /**
     * Some of these servers, for a second selector that serves beside the one for this view. It learns from what that one
     * knows, but must take turns of its own: if each of two rotations took every so-manieth turn of one, the servers
     * whose turns the other takes would go without.
     *
     * @param indices as for {@link #only}
     * @param eligible as well
     * @return a view of just these
     */
    public PoolView aside(int[] indices, int eligible) {
        return of(indices, eligible, true);
    }

    private PoolView of(int[] indices, int eligible, boolean standsAside) {
        List<Candidate> some =
                IntStream.of(indices).mapToObj(index -> candidates[index]).toList();
        return new PoolView(some.subList(0, eligible), some.subList(eligible, some.size()), standsAside);
    }

    /** The same servers in the same places with other weights. */
    PoolView weighed(IntToDoubleFunction newWeight) {
        List<Candidate> weighed = IntStream.range(0, candidates.length)
                .mapToObj(index -> candidates[index].with(newWeight.applyAsDouble(index)))
                .toList();
        return new PoolView(weighed.subList(0, size), weighed.subList(size, weighed.size()), aside);
    }

    /** Whether selectors for this view serve beside others, see {@link #aside}. */
    boolean isAside() {
        return aside;
    }
}
