package io.github.evenkeel.httpclient.routing;

import io.github.evenkeel.core.selection.KeyHash;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A share of a route's requests for each of several pools: A/B tests, canaries.
 *
 * <pre>{@code
 * Split.by(Affinity.cookie("sid")).share("shop", 95).share("shop-canary", 5)
 * }</pre>
 *
 * <p>A key stays with its pool, over restarts and for all clients, as long as the shares do; when the share of a pool
 * grows keys come to it and none leaves it. Other routes that lead to the same pools give a key the same. A request
 * without a key goes to any by the shares. Immutable.
 */
public final class Split {
    /** With a secret, two clients would disagree; and who makes up keys gains no more than the choice of a variant. */
    private static final KeyHash HASH = KeyHash.xxHash64();

    private final @Nullable Affinity affinity;
    private final List<Share> shares;

    private record Share(String pool, int size) {}

    private Split(@Nullable Affinity affinity, List<Share> shares) {
        this.affinity = affinity;
        this.shares = List.copyOf(shares);
    }

    /**
     * A split that keeps each key with one pool.
     *
     * @param affinity finds the key of a request
     * @return a split without shares yet
     */
    public static Split by(Affinity affinity) {
        return new Split(Objects.requireNonNull(affinity, "affinity"), List.of());
    }

    /**
     * A split that knows no keys: each request goes to any by the shares.
     *
     * @return a split without shares yet
     */
    public static Split atRandom() {
        return new Split(null, List.of());
    }

    /** All requests to one pool. */
    static Split to(String pool) {
        return atRandom().share(pool, 1);
    }

    /**
     * Gives a pool its share.
     *
     * @param pool the name of a pool of the same client
     * @param size how much it gets relative to the others; per cents if they add up to 100
     * @return the split with one more pool
     * @throws IllegalArgumentException if the pool has a share already or the share is negative
     */
    public Split share(String pool, int size) {
        String name = pool.toLowerCase(Locale.ROOT); // as the client does
        if (size < 0) {
            throw new IllegalArgumentException("the share of pool '" + pool + "' must be at least 0 but was " + size);
        }
        if (shares.stream().anyMatch(share -> share.pool.equals(name))) {
            throw new IllegalArgumentException("pool '" + pool + "' has a share already; name each pool once");
        }
        List<Share> more = new ArrayList<>(shares);
        more.add(new Share(name, size));
        return new Split(affinity, more);
    }

    List<String> pools() {
        return shares.stream().map(Share::pool).toList();
    }

    boolean isEmpty() {
        return shares.stream().allMatch(share -> share.size == 0);
    }

    /**
     * Weighted rendezvous hashing: each pool draws a number for the key, exponential with the share for its rate, and
     * the lowest wins, with a chance that is its share of the sum. A greater share makes a pool's own draws lower, so
     * that keys can only come to it.
     */
    String pool(HttpRequest request, RandomGenerator random) {
        if (shares.size() == 1) {
            return shares.get(0).pool;
        }
        String key = affinity == null ? null : affinity.key(request);
        boolean keyless = key == null || key.isEmpty();
        String best = shares.get(0).pool;
        double least = Double.POSITIVE_INFINITY;
        for (Share share : shares) {
            long bits = keyless ? random.nextLong() : HASH.hash(share.pool + '\0' + key);
            double draw = -StrictMath.log(((bits >>> 11) + 0.5) * 0x1.0p-53) / share.size;
            if (draw < least) {
                least = draw;
                best = share.pool;
            }
        }
        return best;
    }

    @Override
    public String toString() {
        return "Split" + shares;
    }
}
