package io.github.evenkeel.httpclient;

import io.github.evenkeel.httpclient.exchange.FailureClass;
import io.github.evenkeel.httpclient.policy.Timeouts;
import java.io.Closeable;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * A row of the table of failures: what a server does, and what is made of it.
 *
 * @param name what the server does
 * @param start starts one that does it
 * @param kind what the attempt is taken for, null if the JDK client gets over it by itself
 * @param outcome what the server is charged with
 * @param next which requests go to another server
 * @param thrown what {@code send} throws where there is no other server
 * @param message a part of its message
 * @param gets how often the server sees a GET, which the JDK client repeats once if it got no byte of an answer
 * @param posts how often it sees a POST
 * @param spendsBody whether a body that can be sent only once is gone
 * @param client how the client is set up
 */
record FailureRow(
        String name,
        Start start,
        FailureClass kind,
        String outcome,
        Next next,
        Class<? extends IOException> thrown,
        String message,
        int gets,
        int posts,
        boolean spendsBody,
        Setting client) {
    /** Which requests go to another server. */
    enum Next {
        ANY,
        IDEMPOTENT,
        NONE
    }

    /** Starts a server. */
    @FunctionalInterface
    interface Start {
        Failing start() throws Exception;
    }

    /** A server that fails, once it has answered as many requests well as it takes to get there. */
    record Failing(String origin, int warmUps, IntSupplier hits, Closeable server) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    /** How the client is set up. */
    record Setting(Version version, Duration connectTimeout, Timeouts timeouts, boolean expectContinue) {
        static final Setting HTTP_1 = new Setting(Version.HTTP_1_1, Duration.ofSeconds(20), Timeouts.DEFAULT, false);
        static final Setting HTTP_2 = new Setting(Version.HTTP_2, Duration.ofSeconds(20), Timeouts.DEFAULT, false);

        Setting withConnectTimeout(Duration longest) {
            return new Setting(version, longest, timeouts, expectContinue);
        }

        Setting withAttempt(Duration longest) {
            return new Setting(version, connectTimeout, timeouts.withAttempt(longest), expectContinue);
        }

        Setting expectingContinue() {
            return new Setting(version, connectTimeout, timeouts, true);
        }
    }

    /** Begins a row: a failure that the server is charged with. */
    static FailureRow row(String name, Start start, FailureClass kind, String outcome, Next next) {
        return new FailureRow(name, start, kind, outcome, next, IOException.class, "", 1, 1, true, Setting.HTTP_1);
    }

    /** Begins a row: nobody notices but the JDK client. */
    static FailureRow well(String name, Start start) {
        return row(name, start, null, "good", Next.NONE);
    }

    FailureRow throwing(Class<? extends IOException> type, String part) {
        return new FailureRow(name, start, kind, outcome, next, type, part, gets, posts, spendsBody, client);
    }

    FailureRow seen(int newGets, int newPosts) {
        return new FailureRow(name, start, kind, outcome, next, thrown, message, newGets, newPosts, spendsBody, client);
    }

    FailureRow leavingTheBody() {
        return new FailureRow(name, start, kind, outcome, next, thrown, message, gets, posts, false, client);
    }

    FailureRow by(Setting setting) {
        return new FailureRow(name, start, kind, outcome, next, thrown, message, gets, posts, spendsBody, setting);
    }

    @Override
    public String toString() {
        return name;
    }
}
