package io.github.evenkeel.httpclient.probe;

import io.github.evenkeel.core.health.Finding;
import io.github.evenkeel.core.health.ProbeKind;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * An active health check and how often it is made. Immutable; change one value with its {@code with} method.
 *
 * <pre>{@code
 * Probe.http("/health")
 * Probe.of(HttpCheck.of("/health").withStatuses("200").withBody(BodyCheck.contains("OK")))
 * Probe.json("/actuator/health")
 * Probe.http("/ready").withKind(ProbeKind.READINESS)
 * Probe.custom("disk", target -> askDisk(target.origin()))
 * }</pre>
 *
 * <p>The first probes of many servers are spread over a second for each thousand, the second ones over the whole
 * interval, and from then on those of a pool that are due within a fiftieth of the interval (100 ms at most) begin
 * together, which costs a fraction of as many single ones. Beyond 1000 servers all waits grow with their number, so that
 * probing costs no more than for 1000, and a server whose requests prove it is probed once a minute only.
 *
 * @param check what to ask
 * @param kind what the answer is about
 * @param interval from the end of one probe to the start of the next, at least 10 ms
 * @param jitter how much the interval varies either way, as a share of it, 0 to 1: clients that started together must
 *     not probe together
 * @param timeout how long an answer may take, body included, at least 1 ms; a long poll's wait comes on top
 * @param changingInterval the interval while the latest results speak against the verdict and are too few yet to
 *     change it, at least 10 ms; longer than the interval means the same as that
 * @param provenInterval how long a probe of liveness is put off while requests do its work: at least ten have succeeded
 *     since the latest probe and none has failed; no longer than the interval puts nothing off. Beyond 1000 servers it
 *     is at least a minute for liveness; of fewer, each is heard by its interval, since a server that is about to stop
 *     says so in its answers to probes first, while requests still succeed
 */
public record Probe(
        Check check,
        ProbeKind kind,
        Duration interval,
        double jitter,
        Duration timeout,
        Duration changingInterval,
        Duration provenInterval) {
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofDays(1);

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value that is out of its range
     */
    public Probe {
        Objects.requireNonNull(check, "check");
        Objects.requireNonNull(kind, "kind");
        between("interval", interval, SHORTEST);
        between("timeout", timeout, Duration.ofMillis(1));
        between("changingInterval", changingInterval, SHORTEST);
        between("provenInterval", provenInterval, Duration.ZERO);
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("probe jitter must be from 0 to 1 but was " + jitter);
        }
        if (kind == ProbeKind.READINESS && !provenInterval.isZero()) {
            throw new IllegalArgumentException("a probe of readiness cannot have a provenInterval but it was "
                    + provenInterval + ": requests do not tell whether a server wants more of them");
        }
    }

    private static void between(String name, Duration value, Duration least) {
        Objects.requireNonNull(value, name);
        if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "probe " + name + " must be from " + least + " to " + LONGEST + " but was " + value);
        }
    }

    /**
     * A probe of liveness with the usual values: every 5 s ± 20 %, every second while the verdict is changing, timeout
     * 2 s, whatever the requests.
     *
     * @param check what to ask
     * @return the probe
     */
    public static Probe of(Check check) {
        return new Probe(
                check,
                ProbeKind.LIVENESS,
                Duration.ofSeconds(5),
                0.2,
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ZERO);
    }

    /**
     * GET of a path; a status from 200 to 399 passes.
     *
     * @param path what to ask for, beginning with {@code /}
     * @return the probe
     */
    public static Probe http(String path) {
        return of(HttpCheck.of(path));
    }

    /**
     * A health document, which may also say that the server is degraded.
     *
     * @param path where it is, such as {@code /actuator/health}
     * @return the probe
     */
    public static Probe json(String path) {
        return of(JsonCheck.of(path));
    }

    /**
     * Whether the port accepts a connection.
     *
     * @return the probe
     */
    public static Probe tcp() {
        return of(new TcpCheck());
    }

    /**
     * A check of one's own.
     *
     * @param name names it in logs and statistics
     * @param function looks at one server; see {@link CustomCheck}
     * @return the probe
     */
    public static Probe custom(String name, Function<ProbeTarget, ? extends CompletionStage<Finding>> function) {
        return of(new CustomCheck(name, function));
    }

    /**
     * The same about something else.
     *
     * @param newKind what the answer is about
     * @return changed probe
     */
    public Probe withKind(ProbeKind newKind) {
        return new Probe(check, newKind, interval, jitter, timeout, changingInterval, provenInterval);
    }

    /**
     * The same with another interval.
     *
     * @param newInterval from the end of one probe to the start of the next
     * @return changed probe
     */
    public Probe withInterval(Duration newInterval) {
        return new Probe(check, kind, newInterval, jitter, timeout, changingInterval, provenInterval);
    }

    /**
     * The same with another jitter.
     *
     * @param newJitter how much the interval varies either way, as a share of it
     * @return changed probe
     */
    public Probe withJitter(double newJitter) {
        return new Probe(check, kind, interval, newJitter, timeout, changingInterval, provenInterval);
    }

    /**
     * The same with another timeout.
     *
     * @param newTimeout how long an answer may take
     * @return changed probe
     */
    public Probe withTimeout(Duration newTimeout) {
        return new Probe(check, kind, interval, jitter, newTimeout, changingInterval, provenInterval);
    }

    /**
     * The same with another interval while the verdict is changing.
     *
     * @param newInterval the shorter interval
     * @return changed probe
     */
    public Probe withChangingInterval(Duration newInterval) {
        return new Probe(check, kind, interval, jitter, timeout, newInterval, provenInterval);
    }

    /**
     * The same, put off while requests do its work.
     *
     * @param newInterval the longer interval
     * @return changed probe
     */
    public Probe withProvenInterval(Duration newInterval) {
        return new Probe(check, kind, interval, jitter, timeout, changingInterval, newInterval);
    }
}
