package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Server;
import java.net.URI;
import java.util.Arrays;
import java.util.function.Function;

/** What servers are hashed by, so that all clients agree on a key whatever the order of their views. */
final class Identity {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private Identity() {}

    /** A hash of each server's id: not seeded, since all clients must compute the same. */
    static long[] seeds(PoolView view) {
        long[] seeds = new long[view.size()];
        Arrays.setAll(seeds, i -> seed(view.server(i)));
        return seeds;
    }

    static long seed(Server server) {
        return XxHash64.UNSEEDED.hash(server.id());
    }

    /** Each server's name. */
    static String[] names(PoolView view, Function<Server, String> name) {
        String[] names = new String[view.size()];
        Arrays.setAll(names, i -> name.apply(view.server(i)));
        return names;
    }

    /** What proxies know a server by: {@code host:port}, with the port written out. */
    static String address(Server server) {
        return server.origin().getHost() + ":" + port(server);
    }

    static int port(Server server) {
        URI origin = server.origin();
        if (origin.getPort() >= 0) {
            return origin.getPort();
        }
        return origin.getScheme().equals("https") ? HTTPS_PORT : HTTP_PORT;
    }

    /** Whether a table made for one view serves the other: the same servers with the same weights at the same places. */
    static boolean same(PoolView one, PoolView other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            Server server = one.server(i);
            Server otherServer = other.server(i);
            if (one.weight(i) != other.weight(i)
                    || !server.id().equals(otherServer.id())
                    || !server.origin().equals(otherServer.origin())) {
                return false;
            }
        }
        return true;
    }
}
