package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.health.OutlierDetector;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerState;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells a pool's listener what differs between two snapshots. An exception of the listener is logged and goes no further. */
final class Announcer {
    private static final System.Logger LOGGER = System.getLogger(ServerPool.class.getName());

    private final String pool;
    private final PoolListener listener;

    Announcer(String pool, PoolListener listener) {
        this.pool = pool;
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    void announce(PoolSnapshot before, PoolSnapshot after) {
        if (before.view() == after.view()) {
            return; // the same members in the same states
        }
        Former former = new Former(before.members());
        List<Member> members = after.members();
        for (int i = 0; i < members.size(); i++) {
            Member was = former.of(members.get(i).server(), i);
            if (was == null) {
                tell(new PoolEvent.ServerAdded(
                        pool, members.get(i).server(), members.get(i).spec()));
            } else {
                announceChange(was, members.get(i));
            }
        }
        Former left = new Former(members);
        for (int i = 0; i < before.members().size(); i++) {
            Server server = before.members().get(i).server();
            if (left.of(server, i) == null) {
                tell(new PoolEvent.ServerRemoved(pool, server));
            }
        }
        if (before.failOpen() != after.failOpen()) {
            tell(new PoolEvent.FailOpenChanged(pool, after.failOpen(), after.failOpenReason()));
        }
    }

    private void announceChange(Member was, Member member) {
        // Whether discovery says that it drains shows in its state.
        if (!was.spec().withDraining(member.spec().draining()).equals(member.spec())) {
            tell(new PoolEvent.ServerChanged(pool, member.server(), was.spec(), member.spec()));
        }
        announceDrains(was.drain(), member.drain());
        ServerState state = member.state();
        if (state != was.state()) {
            if (state == ServerState.EJECTED && !Standings.isOut(was.state())) {
                member.server().countEjection();
            }
            Standing standing = member.standing();
            tell(new PoolEvent.StateChanged(
                    pool, member.server(), was.state(), state, standing.cause(), standing.evidence()));
        }
    }

    private void announceDrains(@Nullable Drain was, @Nullable Drain is) {
        if (was != is) {
            if (was != null) {
                end(was, DrainOutcome.CANCELLED, was.server().inFlight());
            }
            if (is != null) {
                tell(new PoolEvent.DrainBegan(pool, is.server(), is.server().inFlight()));
            }
        }
    }

    /** Ends a draining and tells it, unless it is over. */
    void end(Drain drain, DrainOutcome outcome, int inFlight) {
        if (drain.end(outcome)) {
            tell(new PoolEvent.DrainEnded(pool, drain.server(), outcome, inFlight));
        }
    }

    void outlier(Server server, OutlierDetector.Verdict verdict) {
        tell(new PoolEvent.OutlierFound(pool, server, verdict));
    }

    private void tell(PoolEvent event) {
        try {
            listener.onEvent(event);
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.WARNING, "pool listener failed on " + event, e);
        }
    }
}
