package io.github.evenkeel.httpclient;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Methods of the JDK client that JDK 17, which we compile for, does not have; called where the running JDK does. */
final class LaterJdk {
    private static final @Nullable MethodHandle SHUTDOWN = find(HttpClient.class, "shutdown", void.class);
    private static final @Nullable MethodHandle SHUTDOWN_NOW = find(HttpClient.class, "shutdownNow", void.class);
    private static final @Nullable MethodHandle IS_TERMINATED = find(HttpClient.class, "isTerminated", boolean.class);
    private static final @Nullable MethodHandle AWAIT_TERMINATION =
            find(HttpClient.class, "awaitTermination", boolean.class, Duration.class);
    private static final @Nullable MethodHandle LOCAL_ADDRESS =
            find(HttpClient.Builder.class, "localAddress", HttpClient.Builder.class, InetAddress.class);
    private static final @Nullable MethodHandle CONNECTION_LABEL =
            find(HttpResponse.class, "connectionLabel", Optional.class);

    private LaterJdk() {}

    /**
     * What the JDK's builder has since JDK 19. Implemented, it makes the compiler add the method that returns the JDK's
     * type; without that one ours, which returns its own type, overrides nothing.
     */
    interface Builder {
        HttpClient.Builder localAddress(@Nullable InetAddress localAddress);
    }

    private static @Nullable MethodHandle find(Class<?> owner, String name, Class<?> result, Class<?>... parameters) {
        try {
            return MethodHandles.publicLookup().findVirtual(owner, name, MethodType.methodType(result, parameters));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null; // an older JDK
        }
    }

    /** Whether clients can be shut down: since JDK 21. */
    static boolean clientsCanBeShutDown() {
        return SHUTDOWN != null;
    }

    static void shutdown(HttpClient client) {
        call(SHUTDOWN, client);
    }

    static void shutdownNow(HttpClient client) {
        call(SHUTDOWN_NOW, client);
    }

    static boolean isTerminated(HttpClient client) {
        return (boolean) call(IS_TERMINATED, client);
    }

    static boolean awaitTermination(HttpClient client, Duration longest) throws InterruptedException {
        try {
            return (boolean) call(AWAIT_TERMINATION, client, longest);
        } catch (Interrupted e) {
            throw e.cause;
        }
    }

    static void localAddress(HttpClient.Builder builder, @Nullable InetAddress address) {
        if (LOCAL_ADDRESS == null) {
            throw new UnsupportedOperationException("localAddress needs JDK 19 or later");
        }
        call(LOCAL_ADDRESS, builder, address);
    }

    @SuppressWarnings("unchecked")
    static Optional<String> connectionLabel(HttpResponse<?> response) {
        return CONNECTION_LABEL == null ? Optional.empty() : (Optional<String>) call(CONNECTION_LABEL, response);
    }

    private static Object call(@Nullable MethodHandle method, @Nullable Object... arguments) {
        if (method == null) {
            throw new IllegalStateException("not on this JDK; ask clientsCanBeShutDown() first");
        }
        try {
            return method.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (InterruptedException e) {
            throw new Interrupted(e);
        } catch (Throwable e) {
            throw new IllegalStateException(e); // none of these methods declares another
        }
    }

    /** Carries the one checked exception through {@link #call}. */
    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient InterruptedException cause;

        Interrupted(InterruptedException cause) {
            super(cause);
            this.cause = cause;
        }
    }
}
