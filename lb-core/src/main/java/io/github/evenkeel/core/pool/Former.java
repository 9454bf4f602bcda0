package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.server.Server;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members before a change, by server. Most changes leave the servers where they were in the list, so the place is
 * looked at first and a map is made only for those that have moved: with thousands of servers it is what takes longest.
 */
final class Former {
    private final List<Member> members;
    private @Nullable Map<Server, Member> byServer;

    Former(List<Member> members) {
        this.members = members;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** What the server was, or null if it was not there. */
    @Nullable
    Member of(Server server, int place) {
        if (place < members.size() && members.get(place).server() == server) {
            return members.get(place);
        }
        if (byServer == null) {
            byServer = new HashMap<>();
            for (Member member : members) {
                byServer.put(member.server(), member);
            }
        }
        return byServer.get(server);
    }
}
