package io.github.evenkeel.core.selection;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How to choose among servers: a function from the servers of the moment to a {@link Selector} for them. Everything
 * that takes long (tables, rings, sums) happens in {@link #prepare}, on change; a pick only reads.
 *
 * <p>A strategy is stateless and may serve several pools. What must outlive a change of membership, such as the
 * position of a rotation, the new selector takes over from the previous one.
 */
@FunctionalInterface
public interface SelectionStrategy {
    /**
     * Prepares a selector. May be called by several threads at once for the same change, of whose results one is used:
     * it must leave {@code previous} working as before.
     *
     * @param view the servers to choose from, possibly none
     * @param previous the selector this strategy prepared for the pool last, or null the first time
     * @param random for a start that differs from client to client; used by no other thread meanwhile
     * @return a selector for that view
     */
    Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random);

    /**
     * One after the other, from a random start that survives every change of membership. Ignores weights.
     *
     * @return the strategy
     */
    static SelectionStrategy roundRobin() {
        return RoundRobin.STRATEGY;
    }

    /**
     * nginx's smooth weighted round robin: in each period every server gets as many requests as its weight says, those
     * of one server as far apart as can be (weights 5, 1, 1 give a, a, b, a, c, a, a). The period is laid out in a
     * table on change; fractional weights, and whole ones whose period is too long, go by {@link #staticStride()}.
     *
     * @return the strategy
     */
    static SelectionStrategy weightedRoundRobin() {
        return WeightedRoundRobin.STRATEGY;
    }

    /**
     * gRPC's static stride scheduler: a weighted round robin for weights of any kind, each true to a 65 535th of the
     * greatest, that is prepared in no time. What weighs more than twice the mean takes part as several, so that a pick
     * takes two or three steps whatever the weights.
     *
     * @return the strategy
     */
    static SelectionStrategy staticStride() {
        return StaticStride.STRATEGY;
    }

    /**
     * Any with equal chance. Ignores weights.
     *
     * @return the strategy
     */
    static SelectionStrategy random() {
        return RandomChoice.STRATEGY;
    }

    /**
     * Any with a chance proportional to its weight, in constant time at any size (Vose, "A Linear Algorithm for
     * Generating Random Numbers with a Given Distribution", 1991).
     *
     * @return the strategy
     */
    static SelectionStrategy weightedRandom() {
        return WeightedRandom.STRATEGY;
    }

    /**
     * The fewest requests in flight for its weight; of several, any (nginx's least_conn, Envoy's least_request with a
     * full scan). Looks at all servers on each pick. With many clients prefer a choice among few: each of them sees the
     * same server idle and all send there at once.
     *
     * @return the strategy
     */
    static SelectionStrategy leastRequests() {
        return LeastRequests.STRATEGY;
    }

    /**
     * The less loaded, by requests in flight for its weight, of two distinct servers drawn at random: constant time at
     * any size, and near the best for many clients with the same view (Mitzenmacher, "The Power of Two Choices in
     * Randomized Load Balancing", 2001).
     *
     * @return the strategy
     */
    static SelectionStrategy powerOfTwoChoices() {
        return PowerOfTwoChoices.STRATEGY;
    }

    /**
     * The least loaded, by requests in flight for its weight, of several distinct servers drawn at random. The second
     * choice brings most of the gain; more pay off where few servers are idle (Mitzenmacher, see
     * {@link #powerOfTwoChoices()}).
     *
     * @param choices how many are drawn, 2 to 64; all servers if there are no more
     * @return the strategy
     * @throws IllegalArgumentException if that is not how many
     */
    static SelectionStrategy powerOfChoices(int choices) {
        return LeastRequests.ofSome(choices);
    }

    /**
     * The lowest product of latency and requests in flight for its weight; of several, any (nginx's least_time). Looks
     * at all servers on each pick. For comparison: it sends a light load to whichever server was fastest by a hair, and
     * does not mind failures, both of which {@link #leastExpectedLatency()} does better.
     *
     * @return the strategy
     */
    static SelectionStrategy leastResponseTime() {
        return LeastResponseTime.STRATEGY;
    }

    /**
     * Finagle's and Linkerd's balancer: of two distinct servers drawn at random, the one with the lower product of
     * latency and requests in flight for its weight. That latency jumps to every peak at once and falls off with a time
     * constant of 10 s: quick to leave a server that stalls, but misled by the odd slow request.
     *
     * @return the strategy
     */
    static SelectionStrategy peakEwma() {
        return PeakEwma.STRATEGY;
    }

    /**
     * The default: where the request will probably be answered first, judged by latency, requests in flight, weight and
     * recent failures of all servers (of a sample of 16 beyond 64); among nearly equal ones any.
     *
     * @return the strategy
     */
    static SelectionStrategy leastExpectedLatency() {
        return LeastExpectedLatency.STRATEGY;
    }

    /**
     * The key's server is the one in whose share of the key space it falls, the shares lying side by side in the order
     * of the server ids: the simplest affinity, in use since there are proxies (ip_hash, balance source). Shares are
     * exact by weight. Any change of servers or weights shifts most shares and moves about half of the keys: for
     * servers that hardly ever change.
     *
     * <p>As with all strategies here that heed the key: selectors are immutable and may be used by any number of
     * threads; a retry goes on in the key's own order, so that the second choice is as stable as the first; a request
     * without a key ({@link KeyHash#NO_KEY}) goes to one server after the other, or to any by weight if weights differ.
     *
     * @return the strategy
     */
    static SelectionStrategy sourceHash() {
        return SourceHash.STRATEGY;
    }

    /**
     * Consistent hashing (Karger and others, 1997): 160 points on a ring for each unit of weight, placed by the server's
     * id, and the key's server is the owner of the next point. What moves when a server comes, goes or changes weight
     * is the keys it wins or loses, and no other. (Beyond a million points, some 6500 units of weight, each server gets
     * half of its points, beyond two million a quarter, and passing such a step moves more.) Its price is balance: the
     * busiest of 10 servers gets some 10 to 20 % more than its share, of 1000 servers some 40 %.
     *
     * <p>The attempts of one exchange meet the distinct servers in ring order from the key on, each once: the first n
     * are the places of n replicas.
     *
     * @return the strategy
     */
    static SelectionStrategy ringHash() {
        return RingHash.STRATEGY;
    }

    /**
     * One look-up in a table of 65 537 slots, of which each server claims its share by weight, to within one slot
     * (Eisenbud and others, "Maglev: A Fast and Reliable Software Network Load Balancer", NSDI 2016): the fastest and
     * the most even for up to some hundreds of servers. A change moves the keys it must and some in a hundred more.
     *
     * @return the strategy
     */
    static SelectionStrategy maglev() {
        return Maglev.STRATEGY;
    }

    /**
     * Rendezvous or highest-random-weight hashing (Thaler, Ravishankar 1998): every server draws a number for the key,
     * the highest wins. Exact by weight in expectation, and what moves on a change is what must and nothing else, at
     * the price of looking at every server: the best choice for up to some dozens.
     *
     * <p>The attempts of one exchange meet the servers in the order of their draws, each once: the first n are the
     * places of n replicas, of which a change of servers replaces no more than it must.
     *
     * @return the strategy
     */
    static SelectionStrategy rendezvous() {
        return Rendezvous.STRATEGY;
    }

    /**
     * As {@link #boundedLoad(double)} with a factor of 1.25.
     *
     * @return the strategy
     */
    static SelectionStrategy boundedLoad() {
        return boundedLoad(BoundedLoad.USUAL_FACTOR);
    }

    /**
     * Consistent hashing with bounded loads (Mirrokni, Thorup, Zadimoghaddam 2016): as {@link #ringHash}, but a server
     * takes no more than {@code ceil(factor * (in flight in the pool + 1) * its share by weight)} requests at once. A
     * key whose server is full goes on in its own order of the servers, so that the overflow of one spreads over all.
     * Never fails while a server is untried. Counts what this client has in flight, which takes a look at every server
     * unless the key's own is idle. With hardly anything in flight the bound is one request: parallel requests for one
     * key then go to different servers.
     *
     * @param factor how far above its share a server may be, at least 1.01
     * @return the strategy
     * @throws IllegalArgumentException if the factor is less or not finite
     */
    static SelectionStrategy boundedLoad(double factor) {
        return new BoundedLoad(factor);
    }

    /**
     * Picks what Envoy's {@code RING_HASH} cluster picks, for fleets of both: the same points (XXH64 of
     * {@code host:port_i}), weights, look-up and retries. Takes keys hashed by {@link KeyHash#xxHash64}. The pool must
     * list the servers in Envoy's order if weights differ, and by address, not name. The number of points depends on
     * the number of servers, so a change moves up to twice the keys it must.
     *
     * <p>Every value is a hash here, {@link KeyHash#NO_KEY} too: give a request without a key a random one, as Envoy
     * does.
     *
     * @param minimumSize Envoy's {@code minimum_ring_size}, 1024 unless configured
     * @param maximumSize Envoy's {@code maximum_ring_size}, 8 388 608 unless configured, which is the most allowed
     * @return the strategy
     * @throws IllegalArgumentException if these are no sizes
     */
    static SelectionStrategy envoyRingHash(int minimumSize, int maximumSize) {
        return new EnvoyRingHash(minimumSize, maximumSize);
    }

    /**
     * Picks what Envoy's {@code MAGLEV} cluster picks, for fleets of both: as {@link #maglev}, but servers are known by
     * {@code host:port} and retries go where Envoy's go. Takes keys hashed by {@link KeyHash#xxHash64}; every value is
     * a hash here, {@link KeyHash#NO_KEY} too: give a request without a key a random one, as Envoy does.
     *
     * @param tableSize Envoy's {@code table_size}, 65 537 unless configured: a prime up to 5 000 011
     * @return the strategy
     * @throws IllegalArgumentException if it is no such prime
     */
    static SelectionStrategy envoyMaglev(int tableSize) {
        return new EnvoyMaglev(tableSize);
    }

    /**
     * Picks what nginx picks with {@code hash ... consistent}, and memcached clients that do the same, for fleets of
     * both: a ring of 160 points for each unit of weight, placed by CRC-32 of host and port. Takes keys hashed by
     * {@link KeyHash#crc32}. Each {@code server} in nginx must be written as here, with its port even if that is 80.
     * (Beyond 13 107 units of weight in all each server has half of its points here, and agreement ends.)
     * What moves on a change is what must and nothing else; with 32 bits some points of two servers coincide, of which
     * the first in the pool gets its own.
     *
     * @return the strategy
     */
    static SelectionStrategy nginxRingHash() {
        return NginxRingHash.STRATEGY;
    }
}
