package io.github.evenkeel.httpclient.probe;

import io.github.evenkeel.core.health.Finding;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A check in code of the user's. It runs on one of four threads that do nothing else, so that it may block: at its
 * timeout the thread is interrupted, the stage is cancelled and the check has failed, and so it has if it throws,
 * returns null or completes with null. If all four threads are held by checks that heed no interrupt, further custom
 * checks of the pool fail; other probes and requests do not notice.
 *
 * @param name names it in logs and statistics
 * @param function looks at one server; must be thread-safe, since servers are looked at side by side
 */
public record CustomCheck(String name, Function<ProbeTarget, ? extends CompletionStage<Finding>> function)
        implements Check {
    /** Checks that nothing is missing. */
    public CustomCheck {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(function, "function");
    }
}
