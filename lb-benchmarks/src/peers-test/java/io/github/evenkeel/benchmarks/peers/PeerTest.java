package io.github.evenkeel.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.twitter.finagle.Service;
import com.twitter.util.Await;
import io.smallrye.stork.api.ServiceInstance;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers do what they are measured for. */
class PeerTest {
    private static final int SERVERS = 10;

    /** With nothing in flight these always choose the first server of the least loaded. */
    private static final Set<Peer> FIRST_OF_EQUALS =
            EnumSet.of(Peer.STORK_LEAST_REQUESTS, Peer.STORK_LEAST_REQUESTS_CYCLE, Peer.VERTX_LEAST_REQUESTS);

    /** A random choice that misses one of ten servers in a thousand picks has a chance of 10 * 0.9^1000 = 2e-45. */
    @ParameterizedTest
    @EnumSource(Peer.class)
    void picksEveryServer(Peer peer) throws Exception {
        Operation operation = peer.over(SERVERS);
        Set<Object> picked = new HashSet<>();
        for (int i = 0; i < 100 * SERVERS; i++) {
            picked.add(identity(operation.run()));
        }
        assertEquals(FIRST_OF_EQUALS.contains(peer) ? 1 : SERVERS, picked.size());
    }

    @ParameterizedTest
    @EnumSource(PeerBreaker.class)
    void breakerPermits(PeerBreaker breaker) {
        Operation operation = breaker.create();
        for (int i = 0; i < 1000; i++) {
            assertEquals(true, operation.run());
        }
    }

    private static Object identity(Object server) throws Exception {
        assertNotNull(server);
        if (server instanceof ServiceInstance instance) {
            return instance.getId();
        }
        if (server instanceof Service<?, ?> session) {
            @SuppressWarnings("unchecked")
            Service<String, Integer> typed = (Service<String, Integer>) session;
            return Await.result(typed.apply("who"));
        }
        return server;
    }
}
