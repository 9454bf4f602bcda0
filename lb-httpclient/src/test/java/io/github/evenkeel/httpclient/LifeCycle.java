package io.github.evenkeel.httpclient;

import java.lang.reflect.InvocationTargetException;
import java.net.http.HttpClient;
import java.time.Duration;

/** Ends a client as callers do who see it as a HttpClient, which since JDK 21 has the methods for it. */
final class LifeCycle {
    static final boolean KNOWN_TO_THE_JDK = Runtime.version().feature() >= 21;
    private static final Class<?> OWNER = KNOWN_TO_THE_JDK ? HttpClient.class : LoadBalancedHttpClient.class;

    private LifeCycle() {}

    static void shutdown(HttpClient client) {
        call(client, "shutdown");
    }

    static void shutdownNow(HttpClient client) {
        call(client, "shutdownNow");
    }

    static void close(HttpClient client) {
        call(client, "close");
    }

    static boolean isTerminated(HttpClient client) {
        return (boolean) call(client, "isTerminated");
    }

    static boolean awaitTermination(HttpClient client, Duration longest) {
        return (boolean) call(client, "awaitTermination", longest);
    }

    private static Object call(HttpClient client, String name, Duration... arguments) {
        Class<?>[] types = arguments.length == 0 ? new Class<?>[0] : new Class<?>[] {Duration.class};
        try {
            return OWNER.getMethod(name, types).invoke(client, (Object[]) arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
