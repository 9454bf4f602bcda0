package io.github.evenkeel.httpclient;

import io.github.evenkeel.core.server.Server;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;

/**
 * What {@code send} returns for a request to a pool. {@link #request()} and {@link #uri()} are what the caller asked
 * for, as if one server had that name; here is what became of it.
 *
 * @param <T> the type of the body
 */
public interface LoadBalancedResponse<T> extends HttpResponse<T> {
    /**
     * Who answered.
     *
     * @return the server
     */
    Server server();

    /**
     * How often the request was sent, as far as we know: the JDK client may repeat a GET on its own.
     *
     * @return 1 if the first attempt answered
     */
    int attempts();

    /**
     * Who was asked before the server that answered, and failed, or was slower if it was hedged.
     *
     * @return the servers in the order of the attempts; none if the first attempt answered
     */
    List<Server> earlierServers();

    /**
     * What the answering server was asked.
     *
     * @return the request's URI with that server's scheme, host and port
     */
    URI physicalUri();
}
