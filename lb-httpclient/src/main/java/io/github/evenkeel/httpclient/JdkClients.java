package io.github.evenkeel.httpclient;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.httpclient.exchange.Clients;
import io.github.evenkeel.httpclient.tls.IdentityContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's clients: one for hosts with names of their own, and one more for each name that servers given as addresses
 * must prove. They cannot share one: a connection to an address is not one to any name.
 */
final class JdkClients implements Clients {
    private final HttpClient plain;
    private final @Nullable Supplier<HttpClient.Builder> alike;

    /** Each made with the first request that needs it, and then kept. */
    private final Map<String, HttpClient> byTlsName = new ConcurrentHashMap<>();

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

    /** Throws, saying why and what to do, if no client here can check a server. It refers to none: it is to be kept. */
    Consumer<ServerSpec> check() {
        return areOurs() ? server -> {} : JdkClients::refuseAddress;
    }

    private static void refuseAddress(ServerSpec server) {
        if (needsTlsName(server.origin())) {
            throw new IllegalArgumentException(
                    server.origin() + " is an address and has no name to prove, and a client "
                            + "that was given ready-made checks no other; give the server's host name, or set up the client "
                            + "with newBuilder()");
        }
    }

    HttpClient plain() {
        return plain;
    }

    /** All there are by now. */
    List<HttpClient> all() {
        return Stream.concat(Stream.of(plain), byTlsName.values().stream()).toList();
    }

    @Override
    public HttpClient to(Server server, String tlsName) {
        if (!needsTlsName(server.origin())) {
            return plain;
        }
        HttpClient client = byTlsName.computeIfAbsent(tlsName, this::proving);
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

    private HttpClient proving(String tlsName) {
        if (alike == null) {
            throw new IllegalStateException("a server that check refuses");
        }
        SSLParameters parameters = plain.sslParameters();
        parameters.setServerNames(List.of(new SNIHostName(tlsName)));
        return alike.get()
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
