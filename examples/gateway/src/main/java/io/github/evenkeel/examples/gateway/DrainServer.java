package io.github.evenkeel.examples.gateway;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends a server of a running gateway no new requests. */
@Command(
        name = "drain-server",
        sortOptions = false,
        description = {"Sends a server of a running gateway no new requests; it finishes those it has.", ""})
final class DrainServer implements Callable<Integer> {
    @Option(names = "--url", required = true, paramLabel = "URL", description = "Which server.")
    private String url = "";

    @Mixin
    private final ApiClient api = new ApiClient();

    @Override
    public Integer call() throws Failure, InterruptedException {
        System.out.println("drained "
                + api.post("/drain", Map.of("url", url)).path("drained").asText());
        return 0;
    }
}
