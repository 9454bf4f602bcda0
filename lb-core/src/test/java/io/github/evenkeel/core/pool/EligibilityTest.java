package io.github.evenkeel.core.pool;

import static io.github.evenkeel.core.Time.HOURS;
import static io.github.evenkeel.core.Time.SECONDS;
import static io.github.evenkeel.core.server.ServerState.ACTIVE;
import static io.github.evenkeel.core.server.ServerState.DEGRADED;
import static io.github.evenkeel.core.server.ServerState.DRAINING;
import static io.github.evenkeel.core.server.ServerState.EJECTED;
import static io.github.evenkeel.core.server.ServerState.NOT_READY;
import static io.github.evenkeel.core.server.ServerState.PAUSED;
import static io.github.evenkeel.core.server.ServerState.RETAINED;
import static io.github.evenkeel.core.server.ServerState.TRIAL;
import static io.github.evenkeel.core.server.ServerState.UNHEALTHY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.Breakers;
import io.github.evenkeel.core.health.Finding;
import io.github.evenkeel.core.health.ProbeKind;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.ServerSpec;
import io.github.evenkeel.core.server.ServerState;
import io.github.evenkeel.core.server.Servers;
import io.github.evenkeel.core.server.StateCause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EligibilityTest {
    /** A member that has come into a state, or for EJECTED and TRIAL did so at that time. */
    private static Member member(String name, ServerState state, long sinceNanos) {
        Server server = Servers.server(name, Breakers.TWO_IN_A_ROW, nowNanos -> {});
        if (state == UNHEALTHY) {
            server.recordProbe(false, sinceNanos);
        }
        if (state == NOT_READY) {
            server.recordProbe(ProbeKind.READINESS, Finding.failed(""), sinceNanos);
        }
        if (state == DEGRADED) {
            server.recordProbe(ProbeKind.READINESS, Finding.degraded(""), sinceNanos);
        }
        if (state == PAUSED) {
            server.pause(HOURS, 0);
        }
        if (state == EJECTED || state == TRIAL) {
            Servers.fail(server, 2, sinceNanos);
        }
        if (state == TRIAL) {
            server.acquireTrial(server.breaker().trialDueNanos(), null);
        }
        return member(server, Servers.spec(name).withDraining(state == DRAINING));
    }

    private static Member member(Server server, ServerSpec spec) {
        return new Member(server, spec, null, ACTIVE, Standing.of(0, StateCause.JOINED, ""));
    }

    private static List<Member> members(ServerState... states) {
        List<Member> members = new ArrayList<>();
        for (ServerState state : states) {
            members.add(member("s" + members.size(), state, members.size()));
        }
        return members;
    }

    private static List<ServerState> states(Eligibility eligibility) {
        return eligibility.members().stream().map(Member::state).toList();
    }

    private static List<String> names(List<Member> members) {
        return members.stream().map(member -> member.server().id()).toList();
    }

    private static long due(Member member) {
        return member.server().breaker().trialDueNanos();
    }

    @Test
    void activeServersAreEligibleAndOthersAreNot() {
        List<Member> members = members(ACTIVE, DRAINING, ACTIVE, UNHEALTHY, EJECTED, ACTIVE, TRIAL);
        Eligibility eligibility = Eligibility.judge(members, true, 0, 0);
        assertEquals(List.of(ACTIVE, DRAINING, ACTIVE, UNHEALTHY, EJECTED, ACTIVE, TRIAL), states(eligibility));
        assertEquals(List.of("s0", "s2", "s5"), names(eligibility.eligible()));
        assertFalse(eligibility.failOpen());
    }

    @Test
    void unchangedMemberIsKept() {
        List<Member> members = members(ACTIVE, ACTIVE);
        assertSame(
                members.get(0), Eligibility.judge(members, true, 0, 0).members().get(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void breakersNeverTakeMoreThanHalf(int servers) {
        for (int open = 0; open <= servers; open++) {
            List<Member> members = new ArrayList<>();
            for (int i = 0; i < servers; i++) {
                members.add(member("s" + i, i < open ? EJECTED : ACTIVE, i * SECONDS));
            }
            int eligible = Eligibility.judge(members, true, 0, 0).eligible().size();
            assertEquals(Math.max(servers - open, (servers + 1) / 2), eligible);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 15 * SECONDS, Long.MAX_VALUE / 2 - 8 * SECONDS, -15 * SECONDS})
    void thoseWhoseTrialIsDueFirstAreRetained(long origin) {
        List<Member> members = List.of(
                member("late", EJECTED, origin + 20 * SECONDS),
                member("first", EJECTED, origin),
                member("latest", EJECTED, origin + 30 * SECONDS),
                member("second", EJECTED, origin + 10 * SECONDS));
        Eligibility eligibility = Eligibility.judge(members, true, 0, origin);
        assertEquals(List.of("first", "second"), names(eligibility.eligible()));
        assertEquals(List.of(EJECTED, RETAINED, EJECTED, RETAINED), states(eligibility));
    }

    /** The lone server of a pool would else be lost to its own trial. */
    @Test
    void serversOnTrialCountAsLostToBreakersToo() {
        Eligibility alone = Eligibility.judge(members(TRIAL), false, 0, 0);
        assertEquals(List.of("s0"), names(alone.eligible()));
        assertEquals(List.of(RETAINED), states(alone));
        assertFalse(alone.failOpen());
        assertEquals(
                2,
                Eligibility.judge(members(TRIAL, TRIAL, TRIAL, EJECTED), false, 0, 0)
                        .eligible()
                        .size());
    }

    @Test
    void unhealthyServersAreNotRetainedAndDrainingOnesAreNoPartOfThePool() {
        assertEquals(
                List.of("s2", "s3"),
                names(Eligibility.judge(members(UNHEALTHY, UNHEALTHY, EJECTED, ACTIVE), true, 0, 0)
                        .eligible()));
        assertEquals(
                List.of("s3"),
                names(Eligibility.judge(members(DRAINING, DRAINING, EJECTED, ACTIVE), true, 0, 0)
                        .eligible()));
    }

    @Test
    void serversThatAreNotReadyGetNoNewRequests() {
        Eligibility eligibility = Eligibility.judge(members(NOT_READY, ACTIVE, NOT_READY), true, 0, 0);
        assertEquals(List.of("s1"), names(eligibility.eligible()));
        assertEquals(List.of(NOT_READY, ACTIVE, NOT_READY), states(eligibility));
        assertEquals(
                List.of("s0"),
                names(Eligibility.judge(members(NOT_READY, UNHEALTHY, DRAINING), true, 0, 0)
                        .eligible()));
    }

    /** Oracle T13: with an over-provisioning factor of 1.4 less than 71.4 % healthy servers spill over. */
    @ParameterizedTest
    @CsvSource({
        "100, 72, false",
        "100, 71, true",
        "1, 0, true",
        "2, 1, true",
        "3, 2, true",
        "4, 3, false",
        "5, 4, false",
        "6, 4, true",
        "7, 5, false",
        "7, 4, true",
        "10, 8, false",
        "10, 7, true"
    })
    void oracleT13DegradedServersAreUsedWhereHealthyOnesAreTooFew(int servers, int healthy, boolean used) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < servers; i++) {
            members.add(member("s" + i, i < healthy ? ACTIVE : DEGRADED, 0));
        }
        members.add(member("leaving", DRAINING, 0));
        Eligibility eligibility = Eligibility.judge(members, true, 0, 0);
        assertEquals(used ? servers : healthy, eligibility.eligible().size());
        assertEquals(used ? RETAINED : DEGRADED, states(eligibility).get(servers - 1));
        assertFalse(eligibility.failOpen());
    }

    @Test
    void unhealthyServersMakeHealthyOnesFewToo() {
        List<ServerState> wanted = List.of(ACTIVE, ACTIVE, ACTIVE, UNHEALTHY, EJECTED, DEGRADED);
        Eligibility eligibility = Eligibility.judge(members(wanted.toArray(ServerState[]::new)), true, 0, 0);
        assertEquals(List.of(ACTIVE, ACTIVE, ACTIVE, UNHEALTHY, EJECTED, RETAINED), states(eligibility));
    }

    @Test
    void degradedServersComeBeforeThoseThatFailRequests() {
        Eligibility eligibility = Eligibility.judge(members(EJECTED, DEGRADED, EJECTED, DEGRADED), true, 0, 0);
        assertEquals(List.of("s1", "s3"), names(eligibility.eligible()));
        Eligibility tooFew = Eligibility.judge(members(EJECTED, EJECTED, EJECTED, DEGRADED), true, 0, 0);
        assertEquals(2, tooFew.eligible().size());
        assertEquals(RETAINED, states(tooFew).get(3));
    }

    @Test
    void degradedServerWithAnOpenBreakerIsEjected() {
        Member member = member("a", EJECTED, 0);
        member.server().recordProbe(ProbeKind.LIVENESS, Finding.degraded(""), 0);
        Eligibility eligibility = Eligibility.judge(List.of(member, member("b", ACTIVE, 0)), true, 0, 0);
        assertEquals(List.of(EJECTED, ACTIVE), states(eligibility));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - SECONDS, -SECONDS})
    void knowsWhenAHeldServerComesBack(long origin) {
        Member held = member("a", ACTIVE, 0);
        for (int fall = 0; fall < 2; fall++) {
            held.server().recordProbe(true, origin);
            held.server().recordProbe(true, origin);
            for (int i = 0; i < 3; i++) {
                held.server().recordProbe(false, origin);
            }
        }
        held.server().recordProbe(true, origin);
        held.server().recordProbe(true, origin);
        List<Member> members =
                List.of(held, member("b", EJECTED, origin), member("c", ACTIVE, 0), member("d", ACTIVE, 0));
        long trial = due(members.get(1));
        long readmission = origin + 10 * SECONDS;

        Eligibility before = Eligibility.judge(members, true, 0, origin);
        assertEquals(List.of(NOT_READY, EJECTED, ACTIVE, ACTIVE), states(before));
        assertEquals(trial, before.due().nanos());
        Eligibility between = Eligibility.judge(members, true, 0, readmission - 1);
        assertTrue(between.due().ever());
        assertEquals(readmission, between.due().nanos());
        assertEquals(List.of(members.get(1).server()), between.trials());
        Eligibility after = Eligibility.judge(members, true, 0, readmission);
        assertEquals(List.of(ACTIVE, EJECTED, ACTIVE, ACTIVE), states(after));
        assertFalse(after.due().ever());
    }

    @Test
    void whenNobodyIsLeftTheLeastBadAreUsed() {
        Eligibility eligibility = Eligibility.judge(members(DRAINING, UNHEALTHY, DRAINING, UNHEALTHY), true, 0, 0);
        assertTrue(eligibility.failOpen());
        assertEquals(List.of("s1", "s3"), names(eligibility.eligible()));
        Eligibility draining = Eligibility.judge(members(DRAINING, DRAINING), true, 0, 0);
        assertTrue(draining.failOpen());
        assertEquals(List.of("s0", "s1"), names(draining.eligible()));
    }

    /** One server of ten that is healthy would else carry the load of all: probes may be wrong, arithmetic is not. */
    @Test
    void panicsWhenFewerAreLeftThanItsShare() {
        List<Member> members = members(ACTIVE, UNHEALTHY, UNHEALTHY, NOT_READY, DRAINING);
        assertEquals(
                List.of("s0"), names(Eligibility.judge(members, true, 25, 0).eligible()));
        assertFalse(Eligibility.judge(members, true, 25, 0).failOpen());
        Eligibility some = Eligibility.judge(members, true, 26, 0);
        assertEquals(List.of("s0", "s3"), names(some.eligible()), "two of four, the least bad first");
        assertTrue(some.failOpen());
        assertEquals(
                List.of("s0", "s3"),
                names(Eligibility.judge(members, true, 50, 0).eligible()));
        assertEquals(
                List.of("s0", "s1", "s2", "s3"),
                names(Eligibility.judge(members, true, 51, 0).eligible()),
                "a whole state at a time");
        assertEquals(
                List.of("s0", "s1", "s2", "s3"),
                names(Eligibility.judge(members, true, 100, 0).eligible()),
                "but nobody who drains");
        assertEquals(
                List.of("s0"), names(Eligibility.judge(members, false, 100, 0).eligible()));
    }

    @Test
    void withoutFailOpenNobodyIsLeft() {
        Eligibility eligibility = Eligibility.judge(members(DRAINING, UNHEALTHY), false, 0, 0);
        assertFalse(eligibility.failOpen());
        assertEquals(List.of(), eligibility.eligible());
    }

    @Test
    void poolWithoutServersDoesNotFailOpen() {
        Eligibility eligibility = Eligibility.judge(List.of(), true, 0, 0);
        assertFalse(eligibility.failOpen());
        assertFalse(eligibility.due().ever());
        assertEquals(List.of(), eligibility.eligible());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - SECONDS, -SECONDS})
    void knowsWhenTheNextTrialIsDue(long origin) {
        Member first = member("a", EJECTED, origin);
        Member second = member("b", EJECTED, origin + 5 * SECONDS);
        List<Member> members = List.of(second, first, member("c", ACTIVE, 0), member("d", ACTIVE, 0));

        Eligibility before = Eligibility.judge(members, true, 0, due(first) - 1);
        assertEquals(List.of(), before.trials());
        assertTrue(before.due().ever());
        assertEquals(due(first), before.due().nanos());

        Eligibility at = Eligibility.judge(members, true, 0, due(first));
        assertEquals(List.of(first.server()), at.trials());
        assertTrue(at.due().ever());
        assertEquals(due(second), at.due().nanos());

        Eligibility after = Eligibility.judge(members, true, 0, due(second));
        assertEquals(List.of(second.server(), first.server()), after.trials());
        assertFalse(after.due().ever());
    }

    @Test
    void lostTrialIsDueAgain() {
        Member lost = member("a", TRIAL, 0);
        List<Member> members = List.of(lost, member("b", ACTIVE, 0));
        Eligibility under = Eligibility.judge(members, true, 0, due(lost) - 1);
        assertEquals(List.of(), under.trials());
        assertEquals(due(lost), under.due().nanos());
        assertEquals(
                List.of(lost.server()),
                Eligibility.judge(members, true, 0, due(lost)).trials());
    }

    @Test
    void drainingAndUnhealthyServersGetNoTrial() {
        Member draining = member("a", EJECTED, 0);
        Member sick = member("b", EJECTED, 0);
        sick.server().recordProbe(false, 0);
        List<Member> members =
                List.of(member(draining.server(), draining.spec().withDraining(true)), sick, member("c", ACTIVE, 0));
        Eligibility eligibility = Eligibility.judge(members, true, 0, 1000 * SECONDS);
        assertEquals(List.of(), eligibility.trials());
        assertEquals(List.of(DRAINING, UNHEALTHY, ACTIVE), states(eligibility));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - SECONDS, -SECONDS})
    void knowsWhenAPauseEnds(long origin) {
        Member paused = member("a", ACTIVE, 0);
        paused.server().pause(origin + 9 * SECONDS, origin);
        Member ejected = member("b", EJECTED, origin);
        List<Member> members = List.of(paused, ejected, member("c", ACTIVE, 0), member("d", ACTIVE, 0));
        long trial = due(ejected);

        Eligibility before = Eligibility.judge(members, true, 0, origin);
        assertEquals(List.of(PAUSED, EJECTED, ACTIVE, ACTIVE), states(before));
        assertEquals(trial, before.due().nanos());
        Eligibility between = Eligibility.judge(members, true, 0, origin + 9 * SECONDS - 1);
        assertEquals(List.of(PAUSED, EJECTED, ACTIVE, ACTIVE), states(between));
        assertTrue(between.due().ever());
        assertEquals(origin + 9 * SECONDS, between.due().nanos());
        assertEquals(List.of(ejected.server()), between.trials());
        Eligibility after = Eligibility.judge(members, true, 0, origin + 9 * SECONDS);
        assertEquals(List.of(ACTIVE, EJECTED, ACTIVE, ACTIVE), states(after));
        assertFalse(after.due().ever());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - SECONDS, -SECONDS})
    void pausedServerGetsNoTrial(long origin) {
        Member ejected = member("a", EJECTED, origin);
        List<Member> members = List.of(ejected, member("b", ACTIVE, 0));
        long end = due(ejected) + 5 * SECONDS;
        ejected.server().pause(end, due(ejected));

        Eligibility before = Eligibility.judge(members, true, 0, end - 1);
        assertEquals(List.of(EJECTED, ACTIVE), states(before), "a pause does not excuse its failures");
        assertEquals(List.of(), before.trials());
        assertTrue(before.due().ever());
        assertEquals(end, before.due().nanos());
        Eligibility after = Eligibility.judge(members, true, 0, end);
        assertEquals(List.of(ejected.server()), after.trials());
    }

    @Test
    void pauseThatEndsBeforeTheTrialIsDueDoesNotBringItForward() {
        Member ejected = member("a", EJECTED, 0);
        ejected.server().pause(1, 0);
        Eligibility eligibility = Eligibility.judge(List.of(ejected, member("b", ACTIVE, 0)), true, 0, 0);
        assertEquals(due(ejected), eligibility.due().nanos());
        assertEquals(List.of(), eligibility.trials());
    }

    @Test
    void pausedServersAreTheFirstToHelpOutButDegradedOnesAndGoneOnesStayWhatTheyAre() {
        Member degraded = member("a", DEGRADED, 0);
        degraded.server().pause(HOURS, 0);
        Member sick = member("b", UNHEALTHY, 0);
        sick.server().pause(HOURS, 0);
        Member draining = member("c", DRAINING, 0);
        draining.server().pause(HOURS, 0);
        Eligibility eligibility = Eligibility.judge(List.of(degraded, sick, draining), true, 0, 0);
        assertEquals(List.of(PAUSED, UNHEALTHY, DRAINING), states(eligibility));
        assertTrue(eligibility.failOpen());
        assertEquals(List.of("a"), names(eligibility.eligible()));
    }

    @Property(tries = 500, seed = "1")
    void judgesLikeTheRulesSay(
            @ForAll @Size(max = 9) List<ServerState> wanted,
            @ForAll @Size(9) List<@IntRange(max = 60) Integer> since,
            @ForAll boolean mayFailOpen,
            @ForAll @IntRange(max = 70) int nowSeconds) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            members.add(member("s" + i, wanted.get(i), since.get(i) * SECONDS));
        }
        Eligibility eligibility = Eligibility.judge(members, mayFailOpen, 0, nowSeconds * SECONDS);

        List<Member> active = withState(members, wanted, List.of(ACTIVE, RETAINED));
        int healthy = active.size();
        List<Member> open = withState(members, wanted, List.of(EJECTED, TRIAL));
        long inService = wanted.stream().filter(state -> state != DRAINING).count();
        if (1.4 * healthy < inService - 1e-9) {
            active = withState(members, wanted, List.of(ACTIVE, RETAINED, DEGRADED));
        }
        long keep = Math.max(1, (inService + 1) / 2);
        List<Member> expected = new ArrayList<>(active);
        open.stream()
                .sorted(Comparator.comparingLong(EligibilityTest::due))
                .limit(Math.max(0, keep - active.size()))
                .forEach(expected::add);
        boolean failOpen = expected.isEmpty() && mayFailOpen && !members.isEmpty();
        if (failOpen) {
            ServerState best = wanted.stream().min(Comparator.naturalOrder()).orElseThrow();
            expected = withState(members, wanted, List.of(best));
        }
        List<String> names = new ArrayList<>(names(expected));
        names.sort(Comparator.naturalOrder());
        assertEquals(names, names(eligibility.eligible()), "in the order of the members, which are named in order");
        assertEquals(failOpen, eligibility.failOpen());
        for (Member member : open) {
            boolean isDue = due(member) <= nowSeconds * SECONDS;
            assertEquals(isDue, eligibility.trials().contains(member.server()));
            assertTrue(isDue || eligibility.due().ever() && eligibility.due().nanos() <= due(member));
        }
    }

    private static List<Member> withState(List<Member> members, List<ServerState> states, List<ServerState> which) {
        return members.stream()
                .filter(member -> which.contains(states.get(members.indexOf(member))))
                .toList();
    }
}
