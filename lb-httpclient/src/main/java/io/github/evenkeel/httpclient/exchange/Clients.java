package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.core.server.Server;
import java.net.http.HttpClient;

/** The clients that do the sending. Not to be kept: before JDK 21 they end when nobody refers to them. */
public interface Clients {
    /**
     * The client for one server.
     *
     * @param server that a request is about to be sent to
     * @param tlsName what its certificate must be for if it is given as an address
     * @return the client that checks that
     */
    HttpClient to(Server server, String tlsName);

    /**
     * The client for all hosts that are no server of ours.
     *
     * @return the client
     */
    HttpClient plain();
}
