package io.github.evenkeel.examples.gateway;

import io.github.evenkeel.examples.gateway.balancing.Balancer;
import io.github.evenkeel.examples.gateway.configuration.ConfigurationException;
import io.github.evenkeel.examples.gateway.configuration.ConfigurationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Takes up a changed file; one that makes no sense changes nothing, and is said so. Looks at what is in it rather than at
 * its time: it may be a link that points elsewhere now, as files of a ConfigMap are.
 */
final class FileWatch {
    private static final long PERIOD_MILLIS = 500;

    private final Path file;
    private final Balancer balancer;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "file-watch");
        thread.setDaemon(true);
        return thread;
    });

    /** Both of the timer's thread, once it runs. */
    private byte[] taken;

    private byte[] seen;

    @SuppressWarnings("FutureReturnValueIgnored") // look never throws, and ends with the process
    FileWatch(Path file, Balancer balancer) {
        this.file = file;
        this.balancer = balancer;
        this.taken = content();
        this.seen = taken;
        timer.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private byte[] content() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            return new byte[0]; // between two versions, or gone for good: reading it says so
        }
    }

    private void look() {
        byte[] now = content();
        boolean stable = Arrays.equals(now, seen); // or somebody may be writing: half a file can make sense too
        seen = now;
        if (!stable || Arrays.equals(now, taken)) {
            return;
        }
        taken = now;
        try {
            balancer.reload(ConfigurationFile.read(file));
            System.err.println("gateway: took up the changed " + file);
        } catch (ConfigurationException e) {
            System.err.println("gateway: goes on as before, since the changed file cannot be used:\n" + e.getMessage());
        } catch (RuntimeException e) {
            System.err.println("gateway: goes on as before, since " + file + " cannot be taken up: " + e);
        }
    }
}
