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

/** Apache Dubbo's balancers. */
final class Dubbo {
    private Dubbo() {}

    static Operation roundRobin(int servers) {
        return pick(new RoundRobinLoadBalance(), servers);
    }

    static Operation random(int servers) {
        return pick(new RandomLoadBalance(), servers);
    }

    static Operation leastActive(int servers) {
        return pick(new LeastActiveLoadBalance(), servers);
    }

    @SuppressWarnings("deprecation") // the constructors that are not want a whole service model
    private static Operation pick(LoadBalance balancer, int servers) {
        List<Invoker<Object>> invokers = Addresses.each(servers, Remote::new);
        RpcInvocation invocation = new RpcInvocation();
        invocation.setMethodName("get");
        URL url = invokers.get(0).getUrl();
        return () -> balancer.select(invokers, url, invocation);
    }

    private static final class Remote implements Invoker<Object> {
        private final URL url;

        Remote(int server) {
            url = URL.valueOf("dubbo://127.0.0.1:" + Addresses.port(server) + "/orders?weight=100");
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
