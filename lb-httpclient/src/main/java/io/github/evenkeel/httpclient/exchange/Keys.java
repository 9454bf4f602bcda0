package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.core.selection.KeyHash;
import io.github.evenkeel.httpclient.routing.Affinity;
import java.net.http.HttpRequest;
import java.util.random.RandomGenerator;

/**
 * The keys of a pool's requests. Immutable.
 *
 * @param affinity what a request should stick to
 * @param hash turns that into what strategies see
 */
public record Keys(Affinity affinity, KeyHash hash) {
    /** Requests without keys. */
    static final Keys NONE = new Keys(request -> null, KeyHash.seeded(0));

    /** The key of a request; one without goes to any server, not all of them to the same. */
    long of(HttpRequest request, RandomGenerator random) {
        String key = affinity.key(request);
        if (key != null && !key.isEmpty()) {
            return hash.hash(key);
        }
        // Envoy's hash and those like it know no such key: to them each value is one, so each request gets its own.
        return hash.hash("") == KeyHash.NO_KEY ? KeyHash.NO_KEY : random.nextLong();
    }
}
