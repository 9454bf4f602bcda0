package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.httpclient.policy.Timeouts;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a body has stood still, as the rounds of the watch see it, and on whom it waits: on the server as long as its
 * reader wants more, else on the reader. Of the thread that begins it, and then of the rounds alone.
 */
final class Standstill {
    private static final System.Logger LOGGER = System.getLogger(Standstill.class.getName());

    private final BodyAccount<?> body;
    private final Timeouts timeouts;

    private int partsSeen;
    private long demandSeen;
    private long sinceNanos;

    Standstill(BodyAccount<?> body, Timeouts timeouts) {
        this.body = body;
        this.timeouts = timeouts;
        this.partsSeen = body.parts();
        this.demandSeen = body.demand();
        this.sinceNanos = System.nanoTime();
    }

    /** A round of the watch: ends the body if it has stood still for too long. */
    void look(long nowNanos) {
        int parts = body.parts();
        long demand = body.demand();
        if (parts != partsSeen || demand != demandSeen) {
            partsSeen = parts;
            demandSeen = demand;
            sinceNanos = nowNanos;
        } else if (demand > 0) {
            lookAtServer(nowNanos, parts == 0);
        } else {
            lookAtReader(nowNanos);
        }
    }

    private void lookAtServer(long nowNanos, boolean first) {
        Duration limit = first ? timeouts.firstByte() : timeouts.idle();
        if (exceeded(limit, nowNanos)) {
            body.stop(new HttpTimeoutException(
                    body.name() + (first ? ": no byte of the body in " : ": no more of the body in ") + limit));
        }
    }

    private void lookAtReader(long nowNanos) {
        if (exceeded(timeouts.unread(), nowNanos)) {
            String what = body.name() + ": nobody has read on in its body for " + timeouts.unread()
                    + ", so it was ended; read bodies to their end or close them, or allow more time with Timeouts.withUnread";
            if (body.stop(new IOException(what))) {
                LOGGER.log(Level.WARNING, what);
            }
        }
    }

    private boolean exceeded(@Nullable Duration limit, long nowNanos) {
        return limit != null && nowNanos - sinceNanos >= Deadline.boundedNanos(limit);
    }
}
