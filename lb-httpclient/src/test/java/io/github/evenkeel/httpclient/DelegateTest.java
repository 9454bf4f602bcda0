package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DelegateTest {
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Delegate delegate =
            new Delegate(new JdkClients(HttpClient.newHttpClient(), HttpClient::newBuilder), List.of(), closed);

    @Test
    void anOpenOneGivesItsClientAway() throws Exception {
        assertEquals(delegate.open(), delegate.openOrNull());
        assertFalse(delegate.isTerminated());
    }

    /** As another thread sees it that looks between the two steps of a shutdown. */
    @Test
    void halfShutDownItIsClosedAndAnswersAllQuestions() throws Exception {
        closed.set(true);
        assertThrows(IOException.class, delegate::open);
        assertNull(delegate.openOrNull());
        assertEquals(!LifeCycle.KNOWN_TO_THE_JDK, delegate.isTerminated());
        assertEquals(!LifeCycle.KNOWN_TO_THE_JDK, delegate.awaitTermination(Duration.ZERO));
        delegate.shutdown();
        assertTrue(delegate.awaitTermination(Duration.ofSeconds(15)));
        assertTrue(delegate.isTerminated());
    }
}
