package io.github.evenkeel.examples.gateway;

import io.github.evenkeel.examples.gateway.balancing.Balancer;
import io.github.evenkeel.examples.gateway.proxy.ProxyHandler;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What happens on SIGTERM: no new connection, the requests under way are answered, and the process ends with 0. */
final class Ending {
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final Balancer balancer;
    private final ProxyHandler proxy;
    private final Listener listener;
    private final PrintStream out;

    Ending(Balancer balancer, ProxyHandler proxy, Listener listener, PrintStream out) {
        this.balancer = balancer;
        this.proxy = proxy;
        this.listener = listener;
        this.out = out;
    }

    /** Does not return: the process ends. */
    void awaitSignal() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "ending"));
        new CountDownLatch(1).await();
    }

    private void end() {
        Duration patience = balancer.configuration().timeouts().drain();
        System.err.println("gateway: ending, " + proxy.underWay() + " requests under way");
        proxy.end();
        listener.endAccepting();
        boolean all = allAnswered(System.nanoTime() + patience.toNanos());
        System.err.println(
                all ? "gateway: all requests are answered" : "gateway: gave up " + proxy.underWay() + " requests");
        out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(0); // the JVM itself would end with 143
    }

    private boolean allAnswered(long deadlineNanos) {
        while (proxy.underWay() > 0) {
            if (System.nanoTime() - deadlineNanos > 0) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException hurry) {
                return false;
            }
        }
        return true;
    }
}
