package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.StateCause;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One change of a pool's members, as a function of the members before, so that it can be tried again after a lost race.
 * Servers that it needs are made once, however often it is tried; so each change has a roster of its own.
 */
final class Roster {
    private final String pool;
    private final Function<ServerSpec, Server> newServer;
    private final Consumer<Server> newcomer;
    private final Map<String, Server> made = new HashMap<>();

    /**
     * Begins one change.
     *
     * @param newServer makes a server
     * @param newcomer hears of each server that joins others, or comes back after draining, before it does; of the same
     *     one again if the change is tried again
     */
    Roster(String pool, Function<ServerSpec, Server> newServer, Consumer<Server> newcomer) {
        this.pool = pool;
        this.newServer = newServer;
        this.newcomer = newcomer;
    }

    /** Just these from now on; whoever stays keeps its state. */
    List<Member> replace(Collection<ServerSpec> specs, List<Member> before) {
        Set<String> ids = new HashSet<>();
        for (ServerSpec spec : specs) {
            if (!ids.add(spec.id())) {
                throw new IllegalArgumentException(
                        "server id '" + spec.id() + "' occurs twice in pool '" + pool + "'; ids must be unique");
            }
        }
        Map<String, Member> known = new HashMap<>();
        before.forEach(member -> known.put(member.spec().id(), member));
        boolean besideOthers = specs.stream().anyMatch(spec -> stays(known.get(spec.id()), spec));
        return specs.stream()
                .map(spec -> member(spec, known.get(spec.id()), besideOthers))
                .toList();
    }

    List<Member> add(ServerSpec spec, List<Member> before) {
        if (find(spec.id(), before) != null) {
            throw new IllegalArgumentException(
                    "server '" + spec.id() + "' is in pool '" + pool + "' already; change it or remove it first");
        }
        List<Member> members = new ArrayList<>(before);
        members.add(member(spec, null, !before.isEmpty()));
        return members;
    }

    List<Member> change(String id, UnaryOperator<ServerSpec> change, List<Member> before) {
        Member old = get(pool, id, before);
        ServerSpec spec = change.apply(old.spec());
        if (!spec.id().equals(id)) {
            throw new IllegalArgumentException("the id of server '" + id + "' must stay but became '" + spec.id()
                    + "'; add that server and remove this one");
        }
        return with(member(spec, old, before.size() > 1), old, before);
    }

    static List<Member> remove(String id, List<Member> before) {
        return before.stream().filter(member -> !member.spec().id().equals(id)).toList();
    }

    List<Member> drain(String id, long deadlineNanos, List<Member> before) {
        Member old = get(pool, id, before);
        return with(old.under(new Drain(old.server(), deadlineNanos)), old, before);
    }

    List<Member> readmit(String id, List<Member> before) {
        Member old = get(pool, id, before);
        return with(returned(old, old.under(null)), old, before);
    }

    static Member get(String pool, String id, List<Member> members) {
        Member member = find(id, members);
        if (member == null) {
            throw new IllegalArgumentException("pool '" + pool + "' has no server '" + id + "', only "
                    + members.stream().map(each -> each.spec().id()).collect(Collectors.joining(", ", "[", "]")));
        }
        return member;
    }

    private static @Nullable Member find(String id, List<Member> members) {
        return members.stream()
                .filter(member -> member.spec().id().equals(id))
                .findFirst()
                .orElse(null);
    }

    private static List<Member> with(Member changed, Member old, List<Member> before) {
        return before.stream()
                .map(member -> member.server() == old.server() ? changed : member)
                .toList();
    }

    private static boolean stays(@Nullable Member old, ServerSpec spec) {
        return old != null && old.server().origin().equals(spec.origin());
    }

    private Member member(ServerSpec spec, @Nullable Member old, boolean besideOthers) {
        if (old != null && stays(old, spec)) {
            return returned(old, old.as(spec));
        }
        Server server = made.computeIfAbsent(spec.id(), id -> newServer.apply(spec));
        if (besideOthers) {
            newcomer.accept(server);
        }
        return new Member(server, spec, null, ServerState.ACTIVE, Standing.of(0, StateCause.JOINED, ""));
    }

    private Member returned(Member old, Member now) {
        if (old.isDraining() && !now.isDraining()) {
            newcomer.accept(old.server());
        }
        return now;
    }
}
