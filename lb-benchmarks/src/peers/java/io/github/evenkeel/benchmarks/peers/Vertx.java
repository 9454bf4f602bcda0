package io.github.evenkeel.benchmarks.peers;

import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.endpoint.InteractionMetrics;
import io.vertx.core.net.endpoint.LoadBalancer;
import io.vertx.core.net.endpoint.ServerEndpoint;
import io.vertx.core.net.endpoint.ServerInteraction;
import io.vertx.core.net.endpoint.ServerSelector;
import java.util.List;

/** Vert.x's balancers. */
final class Vertx {
    private Vertx() {}

    static Operation roundRobin(int servers) {
        return pick(LoadBalancer.ROUND_ROBIN, servers);
    }

    static Operation random(int servers) {
        return pick(LoadBalancer.RANDOM, servers);
    }

    static Operation leastRequests(int servers) {
        return pick(LoadBalancer.LEAST_REQUESTS, servers);
    }

    static Operation powerOfTwoChoices(int servers) {
        return pick(LoadBalancer.POWER_OF_TWO_CHOICES, servers);
    }

    static Operation powerOfTwoChoicesCycle(int servers) {
        List<Endpoint> endpoints = endpoints(LoadBalancer.POWER_OF_TWO_CHOICES, servers);
        ServerSelector selector = LoadBalancer.POWER_OF_TWO_CHOICES.selector(endpoints);
        return () -> {
            Endpoint chosen = endpoints.get(selector.select());
            request(chosen.metrics());
            return chosen;
        };
    }

    private static <M> void request(InteractionMetrics<M> metrics) {
        M request = metrics.initiateRequest();
        metrics.reportRequestBegin(request);
        metrics.reportRequestEnd(request);
        metrics.reportResponseBegin(request);
        metrics.reportResponseEnd(request);
    }

    private static Operation pick(LoadBalancer balancer, int servers) {
        ServerSelector selector = balancer.selector(endpoints(balancer, servers));
        return () -> Boxes.of(selector.select());
    }

    private static List<Endpoint> endpoints(LoadBalancer balancer, int servers) {
        return Addresses.each(servers, i -> new Endpoint("server-" + i, balancer.newMetrics()));
    }

    private record Endpoint(String key, InteractionMetrics<?> metrics) implements ServerEndpoint {
        @Override
        public SocketAddress address() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String protocolId() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ServerInteraction newInteraction() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object unwrap() {
            return this;
        }
    }
}
