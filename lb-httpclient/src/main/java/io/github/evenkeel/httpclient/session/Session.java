package io.github.evenkeel.httpclient.session;

import io.github.evenkeel.core.server.Server;
import java.net.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** The session of one request. */
public interface Session {
    /** That of requests to pools without sessions. */
    Session NONE = new Session() {
        @Override
        public @Nullable Server home() {
            return null;
        }

        @Override
        public HttpHeaders asSent(HttpHeaders headers) {
            return headers;
        }

        @Override
        public @Nullable HttpHeaders answered(Server server, boolean well, HttpHeaders headers) {
            return null;
        }
    };

    /**
     * Where it lives.
     *
     * @return the server to ask first, eligible or not; null if that has left or there is no session yet
     */
    @Nullable
    Server home();

    /**
     * The request's headers for the servers.
     *
     * @param headers as the caller gave them
     * @return without what is the pool's alone
     */
    HttpHeaders asSent(HttpHeaders headers);

    /**
     * The caller is about to see a server's response, so that from now on the session lives there. Called again only if
     * the response breaks off and another takes its place.
     *
     * @param server who answered
     * @param well whether it did not fail the request: a session does not move to who did
     * @param headers of its response
     * @return the headers for the caller, or null for the server's own
     */
    @Nullable
    HttpHeaders answered(Server server, boolean well, HttpHeaders headers);
}
