package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.ServerSpec;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How to choose among servers: a function from the servers of the moment to a {@link Selector} for them. Everything
 * that takes long (tables, rings, sums) happens in {@link #prepare}, on change; a pick only reads.
 *
 * <p>A strategy is stateless and may serve several pools. What must outlive a change of membership, such as the
 * position of a rotation, the new selector takes over from the previous one.
 *
 * <p>All that come with the library stand below as static methods, by kind: in turn or at random, by load and latency, by
 * what servers report, by key, and those made of other strategies.
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
     * The hash that keys must be made with: strategies that pick what another system picks take no other.
     *
     * @return that system's hash, or null if any will do
     */
    default @Nullable KeyHash keyHash() {
        return null;
    }

    /**
     * Whether it makes a difference between tiers of servers ({@link ServerSpec#tier}): others take a backup for a server
     * like any, and are to be used within {@link #backups}.
     *
     * @return true if primaries come first
     */
    default boolean heedsTiers() {
        return false;
    }

    /**
     * Whether it goes by what servers report of their load in their responses ({@link Selector#report}): whoever sends
     * requests should then ask for reports and hand them on.
     *
     * @return true if it reads reports
     */
    default boolean readsReports() {
        return false;
    }

    /* ---- In turn, or at random ---- */

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
     * table on change; with fractional weights, and with whole ones whose period is too long, servers take turns in
     * proportion all the same, only that those of one server are spread less strictly.
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

    /* ---- By load and latency ---- */

    /**
     * The default: where the request will probably be answered first, judged by latency, requests in flight, weight and
     * recent failures of all servers, beyond 128 of a sample of so many; among nearly equal ones any.
     *
     * @return the strategy
     */
    static SelectionStrategy leastExpectedLatency() {
        return LeastExpectedLatency.STRATEGY;
    }

    /**
     * The fewest requests in flight, the one to come included, for its weight; of several, any (Envoy's least_request with
     * a full scan). So the heaviest gets requests that come one at a time, where nginx's least_conn gives idle servers
     * turns by weight. Looks at all servers on each pick. With many clients prefer a choice among few: each of them sees
     * the same server idle and all send there at once.
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
     * The lowest product of latency and requests in flight for its weight; of several, any. The idea is that of nginx's
     * least_time; other than there, high estimates fade towards the mean and failures count. Looks at all servers on each
     * pick. For comparison: it sends a light load to whichever server was fastest by a hair, which
     * {@link #leastExpectedLatency()} does better.
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

    /* ---- By what servers report ---- */

    /**
     * In turn, by what servers report of their utilisation (ORCA), as gRPC and Envoy have it: a server that serves many
     * requests for how busy it is gets more, one that fails them fewer. Each response may carry a report, for
     * {@link Selector#report}; the weights follow within a second. A server counts for the mean of the others until it has
     * reported for 10 s, and again 3 min after its last report; while fewer than two servers count, weights are those
     * discovery gave.
     *
     * @return the strategy
     */
    static SelectionStrategy reportedUtilisation() {
        return ReportedUtilisation.STRATEGY;
    }

    /**
     * As {@link #prequal(double)} with three probes for each request.
     *
     * @return the strategy
     */
    static SelectionStrategy prequal() {
        return new Prequal(Prequal.USUAL_PROBES);
    }

    /**
     * Prequal (Wydrowski and others, "Load is not what you should balance", NSDI 2024): servers report how many requests
     * they have in flight and how long those take; of up to 16 that did so within the last second, and have not many
     * more requests than usual, the fastest is picked, or else that with the fewest requests. Sees the load of all
     * clients where other strategies see their own alone, and costs the probes. Any server while fewer than two have
     * reported. Ignores weights. Meant for fleets of dozens of servers and clients: of a few servers each client soon knows
     * the best, and all send there.
     *
     * <p>The caller asks the servers that {@link Selector#probe} names and hands what they say to
     * {@link Selector#report}.
     *
     * @param probesPerRequest how many servers are asked with each request, above 0, at most 16; may be a fraction
     * @return the strategy
     * @throws IllegalArgumentException if that is not how many
     */
    static SelectionStrategy prequal(double probesPerRequest) {
        return new Prequal(probesPerRequest);
    }

    /* ---- By key ---- */

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

    /* ---- By key, as other systems pick ---- */

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

    /* ---- Made of others ---- */

    /**
     * Primary servers first, backups as far as the primaries cannot carry the load: Envoy's priority levels, to the per
     * cent. A tier ({@link ServerSpec#tier}) can take 1.4 times the share of its servers
     * that are eligible, draining ones aside; the first tier gets what it can take, the next what that leaves. Which
     * tier a key belongs to stays the same while the shares do. What all attempts of an exchange find tried in one tier,
     * they look for in the others, the first tier first.
     *
     * <p>If all tiers together cannot take everything, a tier of which less than half is eligible panics: it uses all of
     * its servers but draining ones, healthy or not, because the few left would be the next to fail.
     * {@link Selector#rule} tells. As {@link #tiers(int, SelectionStrategy)} with 50 %.
     *
     * @param inner chooses within a tier
     * @return the strategy
     */
    static SelectionStrategy tiers(SelectionStrategy inner) {
        return new Tiers(Tiers.USUAL_PANIC_PERCENT, inner);
    }

    /**
     * As {@link #tiers(SelectionStrategy)} with a threshold.
     *
     * @param panicPercent a tier panics if less than this share of its servers is eligible, 0 to 100; 0 means never
     * @param inner chooses within a tier
     * @return the strategy
     * @throws IllegalArgumentException if that is no percentage
     */
    static SelectionStrategy tiers(int panicPercent, SelectionStrategy inner) {
        return new Tiers(panicPercent, inner);
    }

    /**
     * Backups as nginx and HAProxy have them: the servers of the first tier alone ({@link ServerSpec#tier}) while one of
     * them is in order, then those of the next. Requests that all of them have failed go to the next tier too. With
     * {@link #tiers} backups begin to help before that, when some of the primaries are gone.
     *
     * @param inner chooses within a tier
     * @return the strategy
     */
    static SelectionStrategy backups(SelectionStrategy inner) {
        return new Backups(inner);
    }

    /**
     * The servers of the client's own zone, nearer and often cheaper to reach, as long as they can carry what the zone
     * sends: all of it while 1.4 times the weight of the zone's eligible servers is at least the weight of all of its
     * servers (draining ones are capacity it lacks), that share of it below. The rest goes to the other zones' servers.
     * A retry stays in the zone until all of it was tried. Which side a key belongs to stays the same while the share
     * does.
     *
     * <p>Takes for granted that each zone has the servers its clients need. Where it has not, say how many clients it
     * has: {@link #preferZone(String, double, SelectionStrategy)}.
     *
     * @param zone the client's own, as discovery spells it; if it is empty or has no server all servers are used alike
     * @param inner chooses among the servers of the zone, and among the others
     * @return the strategy
     */
    static SelectionStrategy preferZone(String zone, SelectionStrategy inner) {
        return new ZonePreference(zone, ZonePreference.UNKNOWN, inner);
    }

    /**
     * As {@link #preferZone(String, SelectionStrategy)}, but the zone gets no more of its clients' traffic than makes
     * its servers carry their share of everybody's (Envoy's zone aware routing): with half of the clients and a third
     * of the eligible servers by weight, two thirds of it.
     *
     * @param zone the client's own, as discovery spells it; if it is empty or has no server all servers are used alike
     * @param clientShare how much of all clients' traffic the clients of this zone send, above 0, at most 1
     * @param inner chooses among the servers of the zone, and among the others
     * @return the strategy
     * @throws IllegalArgumentException if that is no share
     */
    static SelectionStrategy preferZone(String zone, double clientShare, SelectionStrategy inner) {
        return ZonePreference.of(zone, clientShare, inner);
    }

    /**
     * A few servers for each client instead of all, so that a large fleet needs fewer connections and each client knows
     * its servers better: Finagle's deterministic aperture. All servers, shuffled alike by every client, lie on a ring;
     * each client takes an arc of it. The load of every server is exactly its share by weight, whatever the numbers of
     * clients and servers, and a change of either moves each arc by some two servers. If the clients are few their arcs
     * grow until together they cover all.
     *
     * <p>For that a server at the edge of an arc counts with a part of its weight: strategies that ignore weights take
     * it for a whole one, and the load is even but for the edges. The clients must be numbered without gaps, and send
     * about as much each. When all of its subset was tried or is ineligible a client goes to the other servers.
     *
     * @param client the number of this client, from 0
     * @param clients how many there are
     * @param size how many servers of mean weight each should have at least, of heavier ones fewer; 16 to 32 are usual,
     *     fewer make each failure felt
     * @param inner chooses within the subset
     * @return the strategy
     * @throws IllegalArgumentException if there is no client, or not this one, or the size is less than 1
     */
    static SelectionStrategy subset(int client, int clients, int size, SelectionStrategy inner) {
        return new Subset(client, clients, size, inner);
    }

    /**
     * A share of the traffic for each group of servers: canaries, versions, generations of hardware.
     *
     * <pre>{@code
     * split(server -> server.metadata().get("version"), Map.of("v1", 95.0, "v2", 5.0), leastExpectedLatency())
     * }</pre>
     *
     * <p>A key keeps its group while the shares stay; when a group's share grows keys come to it and none leaves it. A
     * group without eligible servers leaves its share to the others. Servers in no group, or in one whose share is 0,
     * get nothing unless no other server is eligible. An exchange that has tried all of its group goes on in the others.
     *
     * @param groupOf names the group of a server, or null
     * @param shares how much each group gets relative to the others; per cents if they add up to 100
     * @param inner chooses within a group
     * @return the strategy
     * @throws IllegalArgumentException if a share is negative or not finite, or none is positive
     */
    static SelectionStrategy split(
            Function<? super ServerSpec, @Nullable String> groupOf,
            Map<String, Double> shares,
            SelectionStrategy inner) {
        return new Split(groupOf, shares, inner);
    }

    /**
     * As {@link #sticky(int, boolean, SelectionStrategy)} for 65 536 keys; draining servers lose theirs.
     *
     * @param inner chooses for a key that is new or has lost its server
     * @return the strategy
     */
    static SelectionStrategy sticky(SelectionStrategy inner) {
        return new Sticky(Sticky.USUAL_KEYS, false, inner);
    }

    /**
     * Sends a key where it went before: for sessions that live in the memory of one server. Unlike the hashing
     * strategies it moves no key to a server that joins, and lets any strategy choose for a new key; but each client
     * remembers for itself and forgets when it restarts. A key keeps its server while that is eligible, though a retry
     * of a failed request goes elsewhere; then it moves to another for good.
     *
     * <p>Remembers in a table of fixed size, 8 bytes for each key, which forgets one key for another when full.
     *
     * @param keys how many keys to remember, 4 to 16 777 216, rounded up to a power of two
     * @param whileDraining whether a healthy server that drains keeps its keys until it is gone, to let sessions end
     * @param inner chooses for a key that is new or has lost its server
     * @return the strategy
     * @throws IllegalArgumentException if that is not how many
     */
    static SelectionStrategy sticky(int keys, boolean whileDraining, SelectionStrategy inner) {
        return new Sticky(keys, whileDraining, inner);
    }

    /**
     * Each key has a few servers instead of one, and the best of them gets the request: the caches of a server stay warm
     * for its keys, yet neither a popular key nor a slow server is stuck. The servers are the first the hashing strategy
     * would try; what all attempts find tried among them goes on in its order. The best is that with the lowest score
     * of the inner strategy ({@link Selector#score}), of several any; by requests in flight for the weight if that does
     * not score. A request without a key is the inner strategy's.
     *
     * @param replicas how many servers a key has, 1 to 4; all if there are no more
     * @param hash {@link #ringHash}, the cheapest here, {@link #rendezvous}, {@link #maglev}, {@link #sourceHash},
     *     {@link #envoyRingHash} or {@link #nginxRingHash}
     * @param inner such as {@link #leastRequests} or {@link #leastExpectedLatency}
     * @return the strategy
     * @throws IllegalArgumentException if that is not how many, or the strategy not one of these
     */
    static SelectionStrategy firstOf(int replicas, SelectionStrategy hash, SelectionStrategy inner) {
        return new FirstOf(replicas, hash, inner);
    }
}
