package io.github.evenkeel.httpclient.routing;

import io.github.evenkeel.httpclient.message.Token;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sessions that live in the memory of one server, and how their requests are told from others. A request goes to its
 * session's server while that is eligible, whatever the pool's strategy, which chooses for new sessions. If the server
 * has left, is ejected or drained, or fails the request so that another one answers, the session moves to who answered
 * and counts as broken ({@link SessionStatistics}); so it does if the server is at its limit and has no room in time.
 *
 * <p>Affinity to a hash of the request needs none of this: {@code pool.affinity(Affinity.lastHop("X-Forwarded-For"))}.
 * But a hash knows no sessions, so that of a user who comes back later some other server may have become the home.
 *
 * <p>Immutable.
 */
public sealed interface Sessions {
    /**
     * Sessions known by a cookie that the pool adds to responses, for gateways: whoever sends the response on to a
     * browser sends it along. It reads {@code name=...; Path=/; HttpOnly; SameSite=Lax}, and {@code Secure} if the
     * request came by https, by its URI or its {@code X-Forwarded-Proto}. Its value is random to look at: it names no
     * server to anybody else, and is signed, so that nobody can make one up. Servers do not see the cookie.
     *
     * <p>Signed with a secret that this client makes up: other clients, and this one once restarted, do not know its
     * cookies, and give new ones. Several gateways in front of the same servers share a secret:
     * {@link #cookie(String, byte[])}.
     *
     * @param name of the cookie
     * @return the sessions
     * @throws IllegalArgumentException if no cookie can have that name
     */
    static Sessions cookie(String name) {
        byte[] secret = new byte[PoolCookie.USUAL_SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return cookie(name, secret);
    }

    /**
     * As {@link #cookie(String)} with a secret that outlives this client. The pool's name and the servers' ids and
     * origins must be the same for all clients that share it.
     *
     * @param name of the cookie
     * @param secret at least 16 bytes that nobody can guess
     * @return the sessions
     * @throws IllegalArgumentException if no cookie can have that name or the secret is shorter
     */
    static Sessions cookie(String name, byte[] secret) {
        if (secret.length < PoolCookie.LEAST_SECRET_BYTES) {
            throw new IllegalArgumentException("the secret of session cookie '" + name + "' must have at least "
                    + PoolCookie.LEAST_SECRET_BYTES + " bytes but had " + secret.length + "; take 32 random ones");
        }
        return new PoolCookie(name, new SecretKeySpec(secret, PoolCookie.ALGORITHM));
    }

    /**
     * Sessions that the servers themselves know by a cookie, such as {@code JSESSIONID}: learned from the
     * {@code Set-Cookie} of their responses. An id that was not learned, as after a restart of this client, stays with
     * the server that answers it first.
     *
     * @param name of the cookie
     * @return the sessions: at most 100 000, each forgotten half an hour after its last request
     * @throws IllegalArgumentException if no cookie can have that name
     */
    static ApplicationIds applicationCookie(String name) {
        return new ApplicationIds(Carrier.COOKIE, name, ApplicationIds.USUAL_MOST, ApplicationIds.USUAL_IDLE);
    }

    /**
     * Sessions that the servers themselves know by a header, such as {@code Mcp-Session-Id}: learned from their
     * responses, as those of {@link #applicationCookie}.
     *
     * @param name of the header
     * @return the sessions: at most 100 000, each forgotten half an hour after its last request
     * @throws IllegalArgumentException if no header can have that name
     */
    static ApplicationIds applicationHeader(String name) {
        return new ApplicationIds(Carrier.HEADER, name, ApplicationIds.USUAL_MOST, ApplicationIds.USUAL_IDLE);
    }

    /** Where an application puts the ids of its sessions. */
    enum Carrier {
        /** {@code Cookie} and {@code Set-Cookie}. */
        COOKIE,
        /** A header of its own, the same in requests and responses. */
        HEADER
    }

    /**
     * A cookie of the pool's own.
     *
     * @param name of the cookie
     * @param key signs it
     */
    record PoolCookie(String name, SecretKey key) implements Sessions {
        /** What signs: HMAC with SHA-256. */
        static final String ALGORITHM = "HmacSHA256";

        private static final int USUAL_SECRET_BYTES = 32;
        private static final int LEAST_SECRET_BYTES = 16;

        /**
         * Checks the name.
         *
         * @throws IllegalArgumentException if no cookie can have it
         */
        public PoolCookie {
            Token.checked("cookie", name);
            Objects.requireNonNull(key, "key");
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "PoolCookie[" + name + "]";
        }
    }

    /**
     * Ids of the application.
     *
     * @param carrier where they stand
     * @param name of the cookie or header
     * @param most how many are remembered at once, at least 1
     * @param idle how long after its last request a session is forgotten, positive
     */
    record ApplicationIds(Carrier carrier, String name, int most, Duration idle) implements Sessions {
        private static final int USUAL_MOST = 100_000;
        private static final Duration USUAL_IDLE = Duration.ofMinutes(30);

        /**
         * Checks every value.
         *
         * @throws IllegalArgumentException naming the value that is out of its range
         */
        public ApplicationIds {
            Objects.requireNonNull(carrier, "carrier");
            Token.checked(carrier == Carrier.COOKIE ? "cookie" : "header", name);
            if (most < 1) {
                throw new IllegalArgumentException(
                        "the number of sessions to remember must be at least 1 but was " + most + " (" + name + ")");
            }
            if (idle.isZero() || idle.isNegative()) {
                throw new IllegalArgumentException(
                        "the time until a session is forgotten must be positive but was " + idle + " (" + name + ")");
            }
        }

        /**
         * The same for another number of sessions.
         *
         * @param sessions how many are remembered at once, at least 1; of more the least used are forgotten
         * @return changed sessions
         */
        public ApplicationIds atMost(int sessions) {
            return new ApplicationIds(carrier, name, sessions, idle);
        }

        /**
         * The same with another time to live: as long as the application remembers a session that is not used.
         *
         * @param time how long after its last request a session is forgotten, positive
         * @return changed sessions
         */
        public ApplicationIds forgottenAfter(Duration time) {
            return new ApplicationIds(carrier, name, most, time);
        }
    }
}
