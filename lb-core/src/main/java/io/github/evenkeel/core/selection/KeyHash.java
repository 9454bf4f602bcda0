package io.github.evenkeel.core.selection;

/**
 * Turns what a request should stick to (a user, a session, a path) into the 64-bit value that strategies see: the one
 * edge where keys are hashed, once a request. Text is hashed as its UTF-8 bytes. Immutable and thread-safe; allocates
 * nothing for bytes and for ASCII text, other text is encoded first.
 *
 * <p>Clients that must agree on a key's server must use the same hash, seed included.
 */
public interface KeyHash {
    /**
     * The value of a request without a key, which no server should get more of than another. Strategies that match
     * Envoy know no such value (see there).
     */
    long NO_KEY = 0;

    /**
     * Hashes bytes.
     *
     * @param key what the request should stick to
     * @return what to give to the strategy
     */
    long hash(byte[] key);

    /**
     * Hashes text.
     *
     * @param key what the request should stick to
     * @return the hash of its UTF-8 bytes
     */
    long hash(String key);

    /**
     * The default: SipHash-1-3 (Aumasson, Bernstein 2012; what Rust, Python and Ruby hash their tables with). Who does
     * not know the seed cannot make up keys that all fall on one server, which is why it is not one of the faster
     * hashes without a secret, nor one of those keyed by a multiplication, for which such keys are known. An empty key
     * is no key, and no other hashes to {@link #NO_KEY}.
     *
     * @param seed the same for all clients that must agree, and unknown to whoever chooses the keys
     * @return the hash
     */
    static KeyHash seeded(long seed) {
        return SipHash.seeded(seed);
    }

    /**
     * XXH64 with seed 0, as Envoy hashes the header, cookie or address of a hash policy.
     *
     * @return the hash, for {@link SelectionStrategy#envoyRingHash} and {@link SelectionStrategy#envoyMaglev}
     */
    static KeyHash xxHash64() {
        return XxHash64.UNSEEDED;
    }

    /**
     * CRC-32, as nginx hashes the key of {@code hash ... consistent}: 32 bits. An empty key is {@link #NO_KEY}, as in
     * nginx.
     *
     * @return the hash, for {@link SelectionStrategy#nginxRingHash}
     */
    static KeyHash crc32() {
        return Crc32.HASH;
    }
}
