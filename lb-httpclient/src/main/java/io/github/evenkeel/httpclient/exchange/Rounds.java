package io.github.evenkeel.httpclient.exchange;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ObjLongConsumer;

/**
 * Looks at all that is open, again and again as long as something is: one timer for all of them, where a timer for each
 * would wake a thread for each. Thread-safe.
 */
final class Rounds<T> {
    private final Executor nextRound;
    private final ObjLongConsumer<T> look;
    private final Set<T> open = ConcurrentHashMap.newKeySet();

    /** Whether a round is to come. Set by whoever brings the first to look at, cleared by a round that finds none left. */
    private final AtomicBoolean roundToCome = new AtomicBoolean();

    /**
     * Nothing is open yet.
     *
     * @param pauseNanos from one round to the next
     * @param look is told the time
     */
    Rounds(long pauseNanos, ObjLongConsumer<T> look) {
        this.nextRound = CompletableFuture.delayedExecutor(pauseNanos, TimeUnit.NANOSECONDS);
        this.look = look;
    }

    void add(T one) {
        open.add(one);
        callNextRound();
    }

    void remove(T one) {
        open.remove(one);
    }

    private void callNextRound() {
        if (!roundToCome.get() && roundToCome.compareAndSet(false, true)) {
            nextRound.execute(this::round);
        }
    }

    private void round() {
        long now = System.nanoTime();
        open.forEach(one -> look.accept(one, now));
        roundToCome.set(false);
        if (!open.isEmpty()) {
            callNextRound();
        }
    }
}
