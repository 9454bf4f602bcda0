package io.github.evenkeel.httpclient.exchange;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The end of an attempt as its driver sees it, and the attempt to follow because this one's status is not to be handed
 * over. Who takes the successor, or the body? The driver, when the attempt is over; but a cancel, a timeout or an
 * interrupt may end it while the response's head is still being looked at. Then there is no driver any more, and neither
 * the successor's lease nor the body may be left to anybody. Each side writes before it reads what the other wrote, and
 * only one can take.
 */
final class Succession<T> {
    private static final VarHandle SUCCESSOR;

    static {
        try {
            SUCCESSOR = MethodHandles.lookup().findVarHandle(Succession.class, "successor", Attempt.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Written by the JDK's thread that looks at the head; taken by that or by the driver. */
    @SuppressWarnings("UnusedVariable") // through SUCCESSOR
    private volatile @Nullable Attempt<T> successor;

    /** Written by who ends the attempt; read by the JDK's thread after it has written a successor or a body. */
    private volatile boolean over;

    boolean isOver() {
        return over;
    }

    void end() {
        over = true;
    }

    /** The driver's, its lease open. */
    @SuppressWarnings("unchecked") // nothing else is ever written
    @Nullable
    Attempt<T> take() {
        return (Attempt<T>) SUCCESSOR.getAndSet(this, null);
    }

    /** Leaves the next attempt to the driver, if there still is one. */
    void leave(Attempt<T> next) {
        successor = next;
        if (over && SUCCESSOR.compareAndSet(this, next, null)) {
            next.unused();
        }
    }
}
