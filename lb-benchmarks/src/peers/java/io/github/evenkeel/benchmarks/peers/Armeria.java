package io.github.evenkeel.benchmarks.peers;

import com.linecorp.armeria.client.ClientRequestContext;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.endpoint.EndpointGroup;
import com.linecorp.armeria.client.endpoint.EndpointSelectionStrategy;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntUnaryOperator;

/** Armeria's endpoint groups. */
final class Armeria {
    private Armeria() {}

    static Operation roundRobin(int servers) {
        return pick(EndpointSelectionStrategy.roundRobin(), i -> 1000, servers);
    }

    static Operation weightedRoundRobin(int servers) {
        return pick(EndpointSelectionStrategy.weightedRoundRobin(), i -> 100 * (1 + i % 5), servers);
    }

    static Operation sticky(int servers) {
        return pick(
                EndpointSelectionStrategy.sticky(
                        context -> ThreadLocalRandom.current().nextLong()),
                i -> 1000,
                servers);
    }

    private static Operation pick(EndpointSelectionStrategy strategy, IntUnaryOperator weight, int servers) {
        EndpointGroup group = EndpointGroup.of(
                strategy,
                Addresses.each(
                        servers,
                        i -> Endpoint.of("127.0.0.1", Addresses.port(i)).withWeight(weight.applyAsInt(i))));
        ClientRequestContext context = ClientRequestContext.of(HttpRequest.of(HttpMethod.GET, "/"));
        return () -> group.selectNow(context);
    }
}
