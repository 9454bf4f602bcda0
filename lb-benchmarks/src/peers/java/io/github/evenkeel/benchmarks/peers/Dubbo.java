package io.github.evenkeel.benchmarks.peers;

import java.util.List;
import org.apache.dubbo.common.URL;
import org.apache.dubbo.rpc.Invocation;
import org.apache.dubbo.rpc.Invoker;
import org.apache.dubbo.rpc.Result;
import org.apache.dubbo.rpc.RpcInvocation;
import org.apache.dubbo.rpc.cluster.LoadBalance;
import org.apache.dubbo.rpc.cluster.loadbalance.LeastActiveLoadBalance;
import org.apache.dubbo.rpc.cluster.loadbalance.RandomLoadBalance;
import org.apache.dubbo.rpc.cluster.loadbalance.RoundRobinLoadBalance;

/**
 * Apache Dubbo's balancers. All but random without weights ask each server's URL for its parameters on every pick, which
 * is where their time goes.
 */
final class Dubbo {
    private Dubbo() {}

    static Operation roundRobin(int servers) {
        return pick(new RoundRobinLoadBalance(), Addresses.each(servers, Remote::new));
    }

    static Operation random(int servers) {
        return pick(new RandomLoadBalance(), Addresses.each(servers, Remote::new));
    }

    /** Of weights 1 to 5; an equal weight given to all would take as long. */
    static Operation weightedRandom(int servers) {
        return pick(new RandomLoadBalance(), Addresses.each(servers, i -> new Remote(i, "?weight=" + (1 + i % 5))));
    }

    static Operation leastActive(int servers) {
        return pick(new LeastActiveLoadBalance(), Addresses.each(servers, Remote::new));
    }

    @SuppressWarnings("deprecation") // the constructors that are not want a whole service model
    private static Operation pick(LoadBalance balancer, List<Invoker<Object>> invokers) {
        RpcInvocation invocation = new RpcInvocation();
        invocation.setMethodName("get");
        URL url = invokers.get(0).getUrl();
        return () -> balancer.select(invokers, url, invocation);
    }

    private static final class Remote implements Invoker<Object> {
        private final URL url;

        Remote(int server) {
            this(server, "");
        }

        Remote(int server, String parameters) {
            url = URL.valueOf("dubbo://127.0.0.1:" + Addresses.port(server) + "/orders" + parameters);
        }

        @Override
        public Class<Object> getInterface() {
            return Object.class;
        }

        @Override
        public Result invoke(Invocation invocation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public URL getUrl() {
            return url;
        }

        @Override
        public boolean isAvailable() {
            return true;
        }

        @Override
        public void destroy() {}
    }
}
