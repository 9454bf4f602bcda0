package io.github.evenkeel.benchmarks.peers;

import io.servicetalk.client.api.ConnectionFactory;
import io.servicetalk.client.api.DefaultServiceDiscovererEvent;
import io.servicetalk.client.api.LoadBalancedConnection;
import io.servicetalk.client.api.LoadBalancer;
import io.servicetalk.client.api.ServiceDiscovererEvent;
import io.servicetalk.concurrent.api.Completable;
import io.servicetalk.concurrent.api.Publisher;
import io.servicetalk.concurrent.api.Single;
import io.servicetalk.context.api.ContextMap;
import io.servicetalk.loadbalancer.LoadBalancers;
import io.servicetalk.loadbalancer.LoadBalancingPolicies;
import io.servicetalk.loadbalancer.LoadBalancingPolicy;
import io.servicetalk.transport.api.TransportObserver;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

/** ServiceTalk's balancers, with a connection to every server open. */
final class ServiceTalk {
    private static final int PICKS_TO_CONNECT = 30;

    /** What the latest selection of this thread gave. */
    private static final ThreadLocal<Latest> LATEST = ThreadLocal.withInitial(Latest::new);

    private ServiceTalk() {}

    static Operation roundRobin(int servers) {
        return pick(LoadBalancingPolicies.roundRobin().build(), servers);
    }

    static Operation powerOfTwoChoices(int servers) {
        return pick(LoadBalancingPolicies.p2c().build(), servers);
    }

    private static Operation pick(LoadBalancingPolicy<InetSocketAddress, Connection> policy, int servers) {
        List<ServiceDiscovererEvent<InetSocketAddress>> found = Addresses.each(
                servers,
                i -> new DefaultServiceDiscovererEvent<>(Addresses.of(i), ServiceDiscovererEvent.Status.AVAILABLE));
        LoadBalancer<Connection> balancer = LoadBalancers.<InetSocketAddress, Connection>builder("orders")
                .loadBalancingPolicy(policy)
                .build()
                .newLoadBalancer(
                        Publisher.<List<ServiceDiscovererEvent<InetSocketAddress>>>from(found)
                                .concat(Publisher.never()),
                        new Connections(),
                        "orders");
        Operation pick = () -> {
            Latest latest = LATEST.get();
            balancer.selectConnection(connection -> true, null).subscribe(latest);
            return latest.connection;
        };
        for (int i = 0; i < PICKS_TO_CONNECT * servers; i++) {
            pick.run();
        }
        return pick;
    }

    private static final class Latest implements Consumer<Connection> {
        private Connection connection;

        @Override
        public void accept(Connection selected) {
            connection = selected;
        }
    }

    private static final class Connections implements ConnectionFactory<InetSocketAddress, Connection> {
        @Override
        public Single<Connection> newConnection(
                InetSocketAddress address, ContextMap context, TransportObserver observer) {
            return Single.succeeded(new Connection());
        }

        @Override
        public Completable onClose() {
            return Completable.never();
        }

        @Override
        public Completable closeAsync() {
            return Completable.completed();
        }
    }

    private static final class Connection implements LoadBalancedConnection {
        @Override
        public int score() {
            return 1;
        }

        @Override
        public Result tryRequest() {
            return Result.Accepted;
        }

        @Override
        public void requestFinished() {}

        @Override
        public boolean tryReserve() {
            return true;
        }

        @Override
        public Completable releaseAsync() {
            return Completable.completed();
        }

        @Override
        public Completable onClose() {
            return Completable.never();
        }

        @Override
        public Completable closeAsync() {
            return Completable.completed();
        }
    }
}
