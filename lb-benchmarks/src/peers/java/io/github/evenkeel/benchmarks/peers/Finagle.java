package io.github.evenkeel.benchmarks.peers;

import com.twitter.finagle.NoBrokersAvailableException;
import com.twitter.finagle.Service;
import com.twitter.finagle.ServiceFactory;
import com.twitter.finagle.Stack;
import com.twitter.finagle.loadbalancer.Balancers;
import com.twitter.finagle.loadbalancer.EndpointFactory;
import com.twitter.finagle.loadbalancer.LazyEndpointFactory;
import com.twitter.finagle.loadbalancer.LoadBalancerFactory;
import com.twitter.util.Activity;
import com.twitter.util.Future;
import java.util.List;
import scala.collection.immutable.IndexedSeq;
import scala.jdk.javaapi.CollectionConverters;

/** Finagle's balancers: a session is acquired from one, and closed. */
final class Finagle {
    private Finagle() {}

    static Operation roundRobin(int servers) {
        return cycle(Balancers.roundRobin(), servers);
    }

    static Operation powerOfTwoChoices(int servers) {
        return cycle(Balancers.p2c(Balancers.p2c$default$1()), servers);
    }

    static Operation peakEwma(int servers) {
        return cycle(
                Balancers.p2cPeakEwma(Balancers.p2cPeakEwma$default$1(), Balancers.p2cPeakEwma$default$2()), servers);
    }

    static Operation heap(int servers) {
        return cycle(Balancers.heap(Balancers.heap$default$1()), servers);
    }

    private static Operation cycle(LoadBalancerFactory factory, int servers) {
        List<EndpointFactory<String, Integer>> endpoints = Addresses.each(servers, Finagle::endpoint);
        IndexedSeq<EndpointFactory<String, Integer>> all =
                CollectionConverters.asScala(endpoints).toVector();
        ServiceFactory<String, Integer> balancer = factory.newBalancer(
                Activity.value(all), new NoBrokersAvailableException("orders"), Stack.Params$.MODULE$.empty());
        return () -> {
            Service<String, Integer> session = balancer.apply().poll().get().get();
            session.close();
            return session;
        };
    }

    private static EndpointFactory<String, Integer> endpoint(int server) {
        Service<String, Integer> service = Service.mk(request -> Future.value(server));
        return new LazyEndpointFactory<>(
                () -> ServiceFactory.constant(service),
                com.twitter.finagle.Addresses.newInetAddress(Addresses.of(server)));
    }
}
