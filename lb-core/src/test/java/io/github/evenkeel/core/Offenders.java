package io.github.evenkeel.core;

import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

/** Classes that each break one rule of {@link ArchitectureTest}. Nobody runs them. */
final class Offenders {
    private static final Map<ArchRule, List<Class<?>>> BY_RULE = Map.of(
            ArchitectureTest.READS_NO_CLOCK, List.of(NanoTime.class, Millis.class, InstantNow.class, ClockField.class),
            ArchitectureTest.DRAWS_NOTHING_OF_ITS_OWN,
                    List.of(MathRandom.class, JavaRandom.class, ThreadLocal.class, Unseeded.class),
            ArchitectureTest.TAKES_NO_LOCK, List.of(Lock.class, Permits.class, Latch.class, Queue.class),
            ArchitectureTest.STARTS_NO_THREAD,
                    List.of(
                            NewThread.class,
                            Sleep.class,
                            Pool.class,
                            JavaTimer.class,
                            Future.class,
                            FutureElsewhere.class),
            ArchitectureTest.HAS_NO_SYNCHRONIZED_METHOD, List.of(SynchronizedMethod.class));

    private Offenders() {}

    static List<Class<?>> of(ArchRule rule) {
        return BY_RULE.getOrDefault(rule, List.of());
    }

    static class NanoTime {
        long take() {
            return System.nanoTime();
        }
    }

    static class Millis {
        long take() {
            return System.currentTimeMillis();
        }
    }

    static class InstantNow {
        Instant take() {
            return Instant.now();
        }
    }

    static class ClockField {
        Clock clock = Clock.systemUTC();
    }

    static class MathRandom {
        double take() {
            return Math.random();
        }
    }

    static class JavaRandom {
        Random random = new Random(1);
    }

    static class ThreadLocal {
        int take() {
            return ThreadLocalRandom.current().nextInt();
        }
    }

    static class Unseeded {
        SplittableRandom random = new SplittableRandom();
    }

    static class Lock {
        ReentrantLock lock = new ReentrantLock();
    }

    static class Permits {
        Semaphore semaphore = new Semaphore(1);
    }

    static class Latch {
        CountDownLatch latch = new CountDownLatch(1);
    }

    static class Queue {
        ArrayBlockingQueue<Object> queue = new ArrayBlockingQueue<>(1);
    }

    static class NewThread {
        Thread thread = new Thread(() -> {});
    }

    static class Sleep {
        void take() throws InterruptedException {
            Thread.sleep(1);
        }
    }

    static class Pool {
        void take() {
            Executors.newCachedThreadPool().execute(() -> {});
        }
    }

    static class JavaTimer {
        Timer timer = new Timer();
    }

    static class Future {
        Object take(CompletableFuture<Object> future) {
            return future.join();
        }
    }

    static class FutureElsewhere {
        void take(CompletableFuture<Object> future) {
            future.thenRunAsync(() -> {});
        }
    }

    static class SynchronizedMethod {
        synchronized void take() {}
    }

    static class SynchronizedBlock {
        int taken;

        void take() {
            synchronized (this) {
                taken++;
            }
        }
    }
}
