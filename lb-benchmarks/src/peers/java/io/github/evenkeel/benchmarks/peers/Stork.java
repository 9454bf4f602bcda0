package io.github.evenkeel.benchmarks.peers;

import io.smallrye.stork.api.LoadBalancer;
import io.smallrye.stork.api.ServiceInstance;
import io.smallrye.stork.impl.DefaultServiceInstance;
import io.smallrye.stork.impl.RoundRobinLoadBalancer;
import io.smallrye.stork.loadbalancer.leastresponsetime.LeastResponseTimeConfiguration;
import io.smallrye.stork.loadbalancer.leastresponsetime.LeastResponseTimeLoadBalancer;
import io.smallrye.stork.loadbalancer.poweroftwochoices.PowerOfTwoChoicesConfiguration;
import io.smallrye.stork.loadbalancer.poweroftwochoices.PowerOfTwoChoicesLoadBalancerProvider;
import io.smallrye.stork.loadbalancer.random.RandomConfiguration;
import io.smallrye.stork.loadbalancer.random.RandomLoadBalancerProvider;
import io.smallrye.stork.loadbalancer.requests.LeastRequestsLoadBalancer;
import java.util.ArrayList;
import java.util.List;

/** SmallRye Stork's balancers, without the reactive pipeline around them, which would cost more. */
final class Stork {
    private Stork() {}

    static Operation roundRobin(int servers) {
        return pick(new RoundRobinLoadBalancer(), servers);
    }

    static Operation random(int servers) {
        return pick(new RandomLoadBalancerProvider().createLoadBalancer(new RandomConfiguration(), null), servers);
    }

    static Operation leastRequests(int servers) {
        return pick(new LeastRequestsLoadBalancer(), servers);
    }

    static Operation leastRequestsCycle(int servers) {
        return cycle(new LeastRequestsLoadBalancer(), servers);
    }

    static Operation powerOfTwoChoices(int servers) {
        return pick(ofTwo(), servers);
    }

    static Operation powerOfTwoChoicesCycle(int servers) {
        return cycle(ofTwo(), servers);
    }

    static Operation leastResponseTimeCycle(int servers) {
        return cycle(new LeastResponseTimeLoadBalancer(new LeastResponseTimeConfiguration()), servers);
    }

    private static LoadBalancer ofTwo() {
        return new PowerOfTwoChoicesLoadBalancerProvider()
                .createLoadBalancer(new PowerOfTwoChoicesConfiguration(), null);
    }

    private static Operation pick(LoadBalancer balancer, int servers) {
        List<ServiceInstance> instances = instances(servers);
        return () -> balancer.selectServiceInstance(instances);
    }

    private static Operation cycle(LoadBalancer balancer, int servers) {
        List<ServiceInstance> instances = instances(servers);
        return () -> {
            ServiceInstance chosen = balancer.selectServiceInstance(instances);
            chosen.recordStart(true);
            chosen.recordReply();
            chosen.recordEnd(null);
            return chosen;
        };
    }

    private static List<ServiceInstance> instances(int servers) {
        return new ArrayList<>(Addresses.<ServiceInstance>each(
                servers, i -> new DefaultServiceInstance(i, "127.0.0.1", Addresses.port(i), false)));
    }
}
