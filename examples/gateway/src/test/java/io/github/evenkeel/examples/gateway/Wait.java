package io.github.evenkeel.examples.gateway;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for what must come, for as long as a busy machine may take. */
final class Wait {
    private static final int TRIES = 1500;

    private Wait() {}

    static void until(String what, Callable<Boolean> condition) {
        Exception last = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                if (condition.call()) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } catch (Exception e) {
                last = e;
            }
        }
        throw new AssertionError("not within half a minute: " + what, last);
    }
}
