package io.github.evenkeel.httpclient.session;

import io.github.evenkeel.core.server.Server;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * What stands in a session cookie: eight bytes that stand for a server and sixteen that sign them, both of them a MAC,
 * since the first must tell nobody anything either. Immutable and thread-safe.
 *
 * @param pool whose servers are meant: a cookie of another pool is none here
 * @param key the secret
 */
record Signature(String pool, SecretKey key) {
    private static final int TAG_BYTES = 8;
    private static final int SIGNATURE_BYTES = 16;

    /** What the two kinds of MAC begin with, so that neither passes for the other. */
    private static final String SERVER = "server";

    private static final String COOKIE = "cookie";

    /** The value of the cookie for a server: the same at any time. */
    String of(Server server) {
        byte[] identity = (server.id() + '\0' + server.origin()).getBytes(StandardCharsets.UTF_8);
        byte[] tag = Arrays.copyOf(mac(SERVER, identity), TAG_BYTES);
        byte[] value = Arrays.copyOf(tag, TAG_BYTES + SIGNATURE_BYTES);
        System.arraycopy(mac(COOKIE, tag), 0, value, TAG_BYTES, SIGNATURE_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    }

    /** Whether a value was made with this secret, for whatever server of this pool. */
    boolean isGenuine(String value) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(value);
        } catch (IllegalArgumentException e) {
            return false;
        }
        if (bytes.length != TAG_BYTES + SIGNATURE_BYTES) {
            return false;
        }
        byte[] expected = Arrays.copyOf(mac(COOKIE, Arrays.copyOf(bytes, TAG_BYTES)), SIGNATURE_BYTES);
        return MessageDigest.isEqual(expected, Arrays.copyOfRange(bytes, TAG_BYTES, bytes.length));
    }

    private byte[] mac(String kind, byte[] message) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            mac.update((kind + '\0' + pool + '\0').getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256 but this one has not", e);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "Signature[" + pool + "]";
    }
}
