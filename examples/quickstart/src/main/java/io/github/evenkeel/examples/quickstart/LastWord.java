package io.github.evenkeel.examples.quickstart;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Turns SIGINT and SIGTERM into an interruption of the main thread, and lets it say its last line. */
final class LastWord {

    /** More than the requests in flight can take to finish. */
    private static final long PATIENCE_SECONDS = 10;

    private final CountDownLatch said = new CountDownLatch(1);
    private final Thread hook;

    private LastWord(Thread speaker) {
        hook = new Thread(() -> {
            speaker.interrupt();
            try {
                said.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException hurry) {
                Thread.currentThread().interrupt();
            }
        });
    }

    static LastWord ofThisThread() {
        LastWord lastWord = new LastWord(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(lastWord.hook);
        return lastWord;
    }

    /** Lets the program end. */
    void said() {
        said.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // A signal came: the hook is running, and is let go by the latch.
        }
    }
}
