package io.github.evenkeel.benchmarks.peers;

import com.netflix.loadbalancer.BaseLoadBalancer;
import com.netflix.loadbalancer.IRule;
import com.netflix.loadbalancer.LoadBalancerStats;
import com.netflix.loadbalancer.RandomRule;
import com.netflix.loadbalancer.RoundRobinRule;
import com.netflix.loadbalancer.Server;

/** Netflix Ribbon's rules. */
final class Ribbon {
    private Ribbon() {}

    static Operation roundRobin(int servers) {
        return pick(new RoundRobinRule(), servers);
    }

    static Operation random(int servers) {
        return pick(new RandomRule(), servers);
    }

    private static Operation pick(IRule rule, int servers) {
        BaseLoadBalancer balancer = new BaseLoadBalancer("orders", rule, new LoadBalancerStats("orders"));
        balancer.addServers(Addresses.each(servers, i -> new Server("127.0.0.1", Addresses.port(i))));
        return () -> balancer.chooseServer(null);
    }
}
