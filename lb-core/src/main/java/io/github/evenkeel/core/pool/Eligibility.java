package io.github.evenkeel.core.pool;

import io.github.evenkeel.core.health.CircuitBreaker;
import io.github.evenkeel.core.health.HealthReport;
import io.github.evenkeel.core.health.HealthStatus;
import io.github.evenkeel.core.health.OpeningCause;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Who gets requests: the one place where membership, health and breakers meet. A judgement is made on change only.
 *
 * <ol>
 *   <li>Draining and unhealthy servers are out, and those that are not ready or asked for a pause.
 *   <li>Degraded servers are used only where the healthy ones are too few to carry the load with 40 % more than their
 *       share each, which is Envoy's over-provisioning: fewer than 5 of 7 (draining servers aside).
 *   <li>Servers with an open breaker, or on trial, are out too, but at least half of the pool (rounded up, and at least
 *       one; draining servers aside) is never lost to breakers: those whose trial is due first are retained. One error
 *       that all servers share must not leave one server with everybody's traffic.
 *   <li>Nor is a server lost that fails its requests while even the best quarter of the pool fails 15 % of its own, as
 *       long as it serves a quarter as many as those, and has served any: that is overload, which half of the servers
 *       bear worse than all.
 *   <li>If that leaves nobody, or too few by the pool's own measure, and the pool fails open, the least bad are used
 *       too: one {@link ServerState} after the other, until there are enough. Draining servers are used instead of
 *       nobody only.
 * </ol>
 *
 * @param members all members, each in the state it is judged to be in
 * @param used the states whose servers get requests
 * @param trials servers whose open breaker will admit a trial now
 * @param failOpen whether some of the eligible are merely the least bad
 * @param due when a trial, the readmission of a server or the end of its pause is next due, and the judgement will
 *     differ though nothing is recorded
 */
record Eligibility(List<Member> members, Set<ServerState> used, List<Server> trials, boolean failOpen, Due due) {

    /** A server lost to its breaker and when its next trial is due, read once: sorting must not see it change. */
    private record Ejected(int index, long dueInNanos) {}

    /** Where all fail so much of their latest requests, failures say nothing of a server: five in a row are chance. */
    private static final double OVERLOADED = 0.15;

    /** Who serves so much less than the others is not merely overloaded: ten failures in a row make that likely. */
    private static final double NOT_WORSE = 0.25;

    static Eligibility judge(List<Member> members, boolean mayFailOpen, int panicPercent, long nowNanos) {
        List<Member> judged = new ArrayList<>(members.size());
        List<Server> trials = new ArrayList<>();
        List<Ejected> ejected = new ArrayList<>();
        Due next = Due.NEVER;
        for (Member member : members) {
            HealthReport health = member.server().health();
            long pauseLeft = member.server().pauseLeftNanos(nowNanos);
            ServerState state = state(member, health.status(nowNanos), pauseLeft > 0);
            judged.add(member.in(state));
            CircuitBreaker breaker = member.server().breaker();
            boolean forced = breaker.state() == CircuitBreaker.State.FORCED_OPEN; // neither tried nor retained
            boolean lost = !forced && (state == ServerState.EJECTED || state == ServerState.TRIAL);
            boolean held = state == ServerState.NOT_READY && health.held();
            boolean paused = state == ServerState.PAUSED;
            if (!lost && !held && !paused) {
                continue;
            }
            long pauseEnd = nowNanos + pauseLeft;
            long due = paused ? pauseEnd : held ? health.readmissionNanos() : breaker.trialDueNanos();
            if (lost && pauseLeft > 0 && pauseEnd - due > 0) {
                due = pauseEnd; // no trial before it wants one
            }
            if (lost) {
                ejected.add(new Ejected(judged.size() - 1, due - nowNanos));
            }
            if (nowNanos - due >= 0) {
                trials.add(member.server());
            } else {
                next = next.orAt(due);
            }
        }
        useDegradedIfNeeded(judged);
        if (!ejected.isEmpty()) {
            retainOverloaded(judged, ejected, nowNanos);
            retainEnough(judged, ejected);
        }
        Set<ServerState> used = EnumSet.of(ServerState.ACTIVE, ServerState.RETAINED);
        boolean failOpen = mayFailOpen && useLeastBad(judged, used, panicPercent);
        return new Eligibility(List.copyOf(judged), used, List.copyOf(trials), failOpen, next);
    }

    /** Adds states to those that are used, from the least bad on, until enough servers are in one of them. */
    private static boolean useLeastBad(List<Member> judged, Set<ServerState> used, int panicPercent) {
        long inService = count(judged, state -> state != ServerState.DRAINING);
        long enough = Math.max(1, (inService * panicPercent + 99) / 100);
        boolean added = false;
        for (ServerState state : ServerState.values()) {
            long eligible = count(judged, used::contains);
            boolean wanted = state == ServerState.DRAINING ? eligible == 0 : eligible < enough;
            if (wanted && !used.contains(state) && count(judged, state::equals) > 0) {
                used.add(state);
                added = true;
            }
        }
        return added;
    }

    /** Those that get requests, in the order of the members. */
    List<Member> eligible() {
        return members.stream().filter(this::isEligible).toList();
    }

    boolean isEligible(Member member) {
        return used.contains(member.state());
    }

    /** The same with these standings, one for each member in order. */
    Eligibility with(List<Member> standing) {
        return new Eligibility(standing, used, trials, failOpen, due);
    }

    private static ServerState state(Member member, HealthStatus health, boolean paused) {
        if (member.isDraining()) {
            return ServerState.DRAINING;
        }
        return switch (health) {
            case UNHEALTHY -> ServerState.UNHEALTHY;
            case NOT_READY -> ServerState.NOT_READY;
            case DEGRADED -> byBreaker(member, paused ? ServerState.PAUSED : ServerState.DEGRADED);
            case UNKNOWN, HEALTHY -> byBreaker(member, paused ? ServerState.PAUSED : ServerState.ACTIVE);
        };
    }

    private static ServerState byBreaker(Member member, ServerState closed) {
        CircuitBreaker.State breaker = member.server().breaker().state();
        return switch (breaker) {
            case CLOSED, DISABLED -> closed;
            case OPEN, FORCED_OPEN -> ServerState.EJECTED;
            case HALF_OPEN -> ServerState.TRIAL;
        };
    }

    private static void useDegradedIfNeeded(List<Member> judged) {
        long inService = count(judged, state -> state != ServerState.DRAINING);
        long active = count(judged, state -> state == ServerState.ACTIVE);
        if (7 * active < 5 * inService) {
            judged.replaceAll(one -> one.state() == ServerState.DEGRADED ? one.in(ServerState.RETAINED) : one);
        }
    }

    private static void retainOverloaded(List<Member> judged, List<Ejected> ejected, long nowNanos) {
        double usual = failureShareOfBestQuarter(judged, ejected, nowNanos);
        if (usual < OVERLOADED) {
            return;
        }
        ejected.removeIf(one -> {
            Server server = judged.get(one.index).server();
            double served = 1 - failureShare(server, nowNanos);
            boolean overloaded = server.successes() > 0 && served > NOT_WORSE * (1 - usual);
            boolean retained = overloaded && failsRequests(server, nowNanos);
            if (retained) {
                judged.set(one.index, judged.get(one.index).in(ServerState.RETAINED));
            }
            return retained;
        });
    }

    /** The most that any server of the best quarter fails, of those that get requests or would but for their breakers. */
    private static double failureShareOfBestQuarter(List<Member> judged, List<Ejected> ejected, long nowNanos) {
        double[] shares = Stream.concat(
                        judged.stream().filter(one -> one.state() == ServerState.ACTIVE),
                        ejected.stream().map(one -> judged.get(one.index)))
                .mapToDouble(one -> failureShare(one.server(), nowNanos))
                .sorted()
                .toArray();
        return shares[(shares.length - 1) / 4];
    }

    /** Of its latest requests, however long ago: what is ejected gets none. */
    private static double failureShare(Server server, long nowNanos) {
        return server.failureShare(nowNanos, Long.MAX_VALUE);
    }

    private static boolean failsRequests(Server server, long nowNanos) {
        OpeningCause cause = server.breaker().metrics(nowNanos).lastCause();
        return cause == OpeningCause.CONSECUTIVE_FAILURES
                || cause == OpeningCause.FAILURE_RATE
                || cause == OpeningCause.TRIAL;
    }

    private static void retainEnough(List<Member> judged, List<Ejected> ejected) {
        long inService = count(judged, state -> state != ServerState.DRAINING);
        long active = count(judged, state -> state == ServerState.ACTIVE || state == ServerState.RETAINED);
        long keep = Math.max(1, (inService + 1) / 2);
        ejected.stream()
                .sorted(Comparator.comparingLong(Ejected::dueInNanos))
                .limit(Math.max(0, keep - active))
                .forEach(one -> judged.set(one.index, judged.get(one.index).in(ServerState.RETAINED)));
    }

    private static long count(List<Member> judged, Predicate<ServerState> which) {
        return judged.stream().map(Member::state).filter(which).count();
    }
}
