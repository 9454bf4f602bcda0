package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.core.selection.KeyHash;
import io.github.evenkeel.httpclient.routing.Affinity;
import java.net.http.HttpRequest;
import java.util.random.RandomGenerator;

/** The keys of a pool's requests. Immutable and thread-safe. */
public final class Keys {
    /** Requests without keys. */
    static final Keys NONE = new Keys(request -> null, KeyHash.seeded(0));

    private final Affinity affinity;
    private final KeyHash hash;

    /** Whether the hash has a value for no key. Envoy's has none: to it each value is a key like any. */
    private final boolean knowsNone;

    /**
     * Finds keys.
     *
     * @param affinity what a request should stick to
     * @param hash turns that into what strategies see
     */
    public Keys(Affinity affinity, KeyHash hash) {
        this.affinity = affinity;
        this.hash = hash;
        this.knowsNone = hash.hash("") == KeyHash.NO_KEY;
    }

    /** The key of a request; one without goes to any server, not all of them to the same. */
    long of(HttpRequest request, RandomGenerator random) {
        String key = affinity.key(request);
        if (key != null && !key.isEmpty()) {
            return hash.hash(key);
        }
        return knowsNone ? KeyHash.NO_KEY : random.nextLong();
    }
}
