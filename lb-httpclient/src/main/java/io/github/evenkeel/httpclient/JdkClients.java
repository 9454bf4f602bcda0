package io.github.evenkeel.httpclient;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.httpclient.exchange.Clients;
import io.github.evenkeel.httpclient.tls.IdentityContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's clients: one for hosts with names of their own, and one more for each name that servers given as addresses
 * must prove. They cannot share one: a connection to an address is not one to any name. And one for each server whose
 * pool wants that: a client is the least that can be closed.
 */
final class JdkClients implements Clients {
    private final HttpClient plain;
    private final @Nullable Supplier<HttpClient.Builder> alike;

    /** Each made with the first request that needs it, and then kept. */
    private final Map<String, HttpClient> byTlsName = new ConcurrentHashMap<>();

    /** Those that are one server's alone. */
    private final Map<Server, HttpClient> byServer = new ConcurrentHashMap<>();

    /** Those that were, until the last request under way has ended. */
    private final Set<HttpClient> leaving = ConcurrentHashMap.newKeySet();

    /** Set once, before it is applied to all there are; read by who may just have made one more. */
    private volatile @Nullable Consumer<HttpClient> end;

    /**
     * Starts with one.
     *
     * @param plain sends to hosts with names
     * @param alike makes builders of clients with the same settings, null if nobody knows all of these
     */
    JdkClients(HttpClient plain, @Nullable Supplier<HttpClient.Builder> alike) {
        this.plain = plain;
        this.alike = alike;
    }

    /** The caller's own, ready-made: it is the only one, and stays open when we close. */
    static JdkClients given(HttpClient client) {
        return new JdkClients(client, null);
    }

    boolean areOurs() {
        return alike != null;
    }

    @Override
    public HttpClient plain() {
        return plain;
    }

    /** All there are by now. */
    List<HttpClient> all() {
        return Stream.of(Set.of(plain), byTlsName.values(), byServer.values(), leaving)
                .flatMap(Collection::stream)
                .toList();
    }

    @Override
    public HttpClient to(Server server, String tlsName) {
        HttpClient own = byServer.get(server);
        if (own != null) {
            return own;
        }
        return needsTlsName(server.origin()) ? notAfterEnd(byTlsName.computeIfAbsent(tlsName, this::proving)) : plain;
    }

    /** Gives a server a client of its own, if it has none. */
    void own(Server server, String tlsName) {
        notAfterEnd(byServer.computeIfAbsent(
                server,
                its -> needsTlsName(its.origin()) ? proving(tlsName) : builder().build()));
    }

    /**
     * Takes a server's own client away. Requests under way go on; after the last one, or at once, its connections are
     * closed. Before JDK 21 that is when it is collected.
     */
    void letGo(Server server) {
        HttpClient own = byServer.get(server);
        if (own == null) {
            return;
        }
        if (LaterJdk.clientsCanBeShutDown()) {
            leaving.removeIf(LaterJdk::isTerminated);
            leaving.add(own); // first, or for a moment it would be none of all
            byServer.remove(server, own);
            LaterJdk.shutdown(own);
        } else {
            byServer.remove(server, own);
        }
    }

    private HttpClient notAfterEnd(HttpClient client) {
        Consumer<HttpClient> now = end;
        if (now != null) {
            now.accept(client);
        }
        return client;
    }

    /** Whether a server has no name that its certificate could be for. */
    static boolean needsTlsName(URI origin) {
        return origin.getScheme().equals("https") && isAddress(origin.getHost());
    }

    /** As RFC 3986 tells them from names: the last label of a name begins with a letter. */
    private static boolean isAddress(String host) {
        char last = host.charAt(host.lastIndexOf('.') + 1);
        return host.startsWith("[") || (last >= '0' && last <= '9');
    }

    private HttpClient.Builder builder() {
        if (alike == null) {
            throw new IllegalStateException("what a client given ready-made cannot be, as was to be checked");
        }
        return alike.get();
    }

    private HttpClient proving(String tlsName) {
        SSLParameters parameters = plain.sslParameters();
        parameters.setServerNames(List.of(new SNIHostName(tlsName)));
        return builder()
                .sslContext(IdentityContext.of(plain.sslContext(), tlsName))
                .sslParameters(parameters)
                .build();
    }

    /** Ends each, and what a request under way should still make. */
    void end(Consumer<HttpClient> shutdown) {
        end = shutdown;
        all().forEach(shutdown);
    }
}
