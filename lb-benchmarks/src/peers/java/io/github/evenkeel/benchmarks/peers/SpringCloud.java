package io.github.evenkeel.benchmarks.peers;

import java.util.List;
import java.util.function.BiFunction;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.loadbalancer.core.RandomLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ReactorServiceInstanceLoadBalancer;
import org.springframework.cloud.loadbalancer.core.RoundRobinLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import reactor.core.publisher.Flux;

/** Spring Cloud LoadBalancer over a fixed list, without the caches and health checks that come before it. */
final class SpringCloud {
    private static final String SERVICE = "orders";

    private SpringCloud() {}

    static Operation roundRobin(int servers) {
        return pick(RoundRobinLoadBalancer::new, servers);
    }

    static Operation random(int servers) {
        return pick(RandomLoadBalancer::new, servers);
    }

    private static Operation pick(
            BiFunction<ObjectProvider<ServiceInstanceListSupplier>, String, ReactorServiceInstanceLoadBalancer> create,
            int servers) {
        ReactorServiceInstanceLoadBalancer balancer = create.apply(provider(new Fixed(servers)), SERVICE);
        return () -> balancer.choose().block().getServer();
    }

    private static ObjectProvider<ServiceInstanceListSupplier> provider(ServiceInstanceListSupplier supplier) {
        return new ObjectProvider<>() {
            @Override
            public ServiceInstanceListSupplier getObject() {
                return supplier;
            }
        };
    }

    private static final class Fixed implements ServiceInstanceListSupplier {
        private final List<ServiceInstance> instances;

        Fixed(int servers) {
            instances = Addresses.each(
                    servers,
                    i -> new DefaultServiceInstance("server-" + i, SERVICE, "127.0.0.1", Addresses.port(i), false));
        }

        @Override
        public String getServiceId() {
            return SERVICE;
        }

        @Override
        public Flux<List<ServiceInstance>> get() {
            return Flux.just(instances);
        }
    }
}
