package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.core.limit.ConcurrencyLimit;
import io.github.evenkeel.core.selection.LoadReport;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.httpclient.load.Orca;
import io.github.evenkeel.httpclient.session.Session;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request before its pool: claims servers for it, by whom it sticks to, who may have it, who has room and who was not
 * tried yet, and says what each of them is sent. Of one driver step at a time.
 */
final class Claims {
    private final HttpPool pool;
    private final HttpRequest request;
    private final boolean secure;
    private final long key;
    private final Session session;

    /** Whether a server was passed over because it had no room; written and read before anything is sent. */
    private boolean passedFull;

    /** Whether the server of its session would have it but has no room. Written and read at its turns, one after the other. */
    private boolean homeIsFull;

    Claims(HttpPool pool, HttpRequest request) {
        this.pool = pool;
        this.request = request;
        this.secure = isSecure(request.uri());
        this.key = pool.key(request, ThreadLocalRandom.current());
        this.session = pool.sessions().of(request, pool.servers());
    }

    /** Of requests that the JDK's builder has made it is known, of those of a class of the caller's it is not. */
    private static boolean isSecure(URI uri) {
        if (isPlain(uri)) {
            return false;
        }
        if (!"https".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException("invalid URI scheme in " + uri + "; ask for http or https");
        }
        return true;
    }

    static boolean isPlain(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme());
    }

    Session session() {
        return session;
    }

    /** The first server, or null if the request has to wait for room first. Others are asked for their load beside it. */
    @Nullable
    Lease first(long now) throws IOException {
        pool.loadProbes().accept(key);
        Lease lease = atHome(now);
        if (lease == null && (homeIsFull || pool.admission().hasLine())) {
            return null;
        }
        if (lease == null) {
            lease = anywhere(now);
        }
        if (lease == null && !passedFull) {
            refusePlainText();
            throw pool.noServer(secure);
        }
        return lease;
    }

    /** On the server of its session, if that is eligible and has room. */
    private @Nullable Lease atHome(long now) {
        Server home = session.home();
        Lease lease = home == null || !mayHave(home) ? null : pool.servers().acquireFrom(home, now);
        homeIsFull = lease != null && !takes(lease, now);
        if (lease == null || !homeIsFull) {
            return lease;
        }
        lease.withdraw(now);
        return null;
    }

    private @Nullable Lease anywhere(long now) {
        return secure ? any(null, now) : untried(null, now);
    }

    private @Nullable Lease inTurn() {
        long now = System.nanoTime();
        Lease lease = atHome(now);
        return lease != null || homeIsFull ? lease : anywhere(now);
    }

    /** Joins those who wait for room: completed with a lease when it is this one's turn. */
    CompletableFuture<Lease> awaitRoom(Deadline deadline) throws IOException {
        try {
            long longest = deadline.isNone() ? Long.MAX_VALUE : deadline.leftNanos();
            return pool.admission().await(homeIsFull ? session.home() : null, this::inTurn, longest);
        } catch (ConnectException lineIsFull) {
            return CompletableFuture.completedFuture(insteadOfWaiting(lineIsFull, deadline));
        }
    }

    /**
     * What becomes of a request that has waited in vain: that of a session takes any other server, to which the session
     * moves, as when its own had failed.
     *
     * @throws IOException what the failure means to the caller, if there is no other server, or no time
     */
    Lease insteadOfWaiting(Throwable failure, Deadline deadline) throws IOException {
        boolean mayMove = failure instanceof TimeoutException || failure instanceof ConnectException;
        if (mayMove && session.home() != null && !deadline.isOver()) {
            Lease lease = anywhere(System.nanoTime());
            if (lease != null) {
                return lease;
            }
        }
        if (failure instanceof TimeoutException) {
            throw new HttpConnectTimeoutException("no server of pool '"
                    + pool.servers().name() + "' had room in time for " + request.method() + " "
                    + request.uri().getRawPath());
        }
        if (failure instanceof IOException of) {
            throw of;
        }
        throw new IOException(failure.getMessage(), failure); // as the JDK wraps failures of the caller's own code
    }

    /** An eligible server that is not among those tried. */
    @Nullable
    Lease untried(@Nullable Lease tried, long now) {
        Lease lease = pool.servers().acquire(key, now, ThreadLocalRandom.current(), tried);
        while (lease != null && !takes(lease, now)) {
            lease.withdraw(now);
            lease = pool.servers().acquire(key, now, ThreadLocalRandom.current(), lease);
        }
        return lease;
    }

    /** A server that is not among those tried, the least bad one if none is eligible. */
    @Nullable
    Lease any(@Nullable Lease tried, long now) {
        Lease lease = untried(tried, now);
        return lease != null ? lease : lastResort(tried, now);
    }

    private @Nullable Lease lastResort(@Nullable Lease tried, long now) {
        Lease lease = pool.servers().acquireLastResort(now, ThreadLocalRandom.current(), tried);
        while (lease != null && !takes(lease, now)) {
            lease.withdraw(now);
            lease = pool.servers().acquireLastResort(now, ThreadLocalRandom.current(), lease);
        }
        return lease;
    }

    /** Whether the server will do and has room. */
    private boolean takes(Lease lease, long now) {
        if (!mayHave(lease.server())) {
            return false;
        }
        boolean room = pool.admission().admits(lease, now);
        passedFull |= !room;
        return room;
    }

    /** What was asked for in https never goes out in plain text; http servers are passed over as if they were tried. */
    private boolean mayHave(Server server) {
        return !secure || !isPlain(server.origin());
    }

    private void refusePlainText() {
        List<Server> servers = pool.servers().servers();
        if (!servers.isEmpty() && servers.stream().noneMatch(this::mayHave)) {
            throw new IllegalArgumentException(request.uri() + " asks for https but would be sent in plain text to "
                    + servers.get(0).origin() + "; ask for http, or list https servers");
        }
    }

    /** The request as one server gets it. */
    RoutedRequest routed(Server server, @Nullable TrackedPublisher body, Deadline deadline) {
        URI origin = server.origin();
        HttpClient.Version version = isPlain(origin) ? pool.plainVersion() : null;
        HttpHeaders headers = session.asSent(request.headers());
        HttpHeaders sent = pool.readsReports() ? Orca.asking(headers) : headers;
        Duration longest = deadline.left(pool.bodies().timeouts().attempt());
        return new RoutedRequest(request, origin, sent, body, longest, version);
    }

    /** A server has answered, perhaps with a report of its load. */
    void answered(Server server, HttpHeaders headers) {
        LoadReport report = pool.readsReports() ? Orca.report(headers) : null;
        if (report != null) {
            pool.servers().report(server, report, System.nanoTime());
        }
    }

    /** A lease is closed. */
    void release(Lease lease, ConcurrencyLimit.Outcome outcome, long headNanos) {
        pool.admission().release(lease, outcome, headNanos);
    }

    /** The lease is not needed after all. */
    void giveBack(Lease lease) {
        pool.admission().giveBack(lease);
    }
}
