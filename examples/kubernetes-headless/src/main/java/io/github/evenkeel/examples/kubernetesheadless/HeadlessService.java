package io.github.evenkeel.examples.kubernetesheadless;

import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.Pool;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * A name with many addresses, as a headless service of Kubernetes has one for each of its pods.
 *
 * @param host such as {@code orders.shop.svc.cluster.local}
 * @param port where each pod listens
 */
record HeadlessService(String host, int port) {

    /** A server for each of its addresses. */
    List<ServerSpec> servers() throws UnknownHostException {
        return Stream.of(InetAddress.getAllByName(host))
                .map(address -> address instanceof Inet6Address
                        ? "[" + address.getHostAddress() + "]"
                        : address.getHostAddress())
                .map(address -> ServerSpec.of("http://" + address + ":" + port))
                .distinct()
                .toList();
    }

    /** Call it every few seconds: brings the pool up to date, or leaves it as it is while there is no answer. */
    void refresh(Pool pool) {
        try {
            pool.update(servers()); // what is known of those that stay is kept
        } catch (UnknownHostException noAnswer) {
            System.out.println(host + " has no address now; going on with the last ones");
        }
    }
}
