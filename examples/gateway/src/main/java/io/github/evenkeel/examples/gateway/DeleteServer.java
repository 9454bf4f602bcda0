package io.github.evenkeel.examples.gateway;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes a server from a running gateway. */
@Command(
        name = "delete-server",
        sortOptions = false,
        description = {"Removes a server from a running gateway; it finishes the requests it has.", ""})
final class DeleteServer implements Callable<Integer> {
    @Option(names = "--url", required = true, paramLabel = "URL", description = "Which server.")
    private String url = "";

    @Mixin
    private final ApiClient api = new ApiClient();

    @Override
    public Integer call() throws Failure, InterruptedException {
        System.out.println("deleted "
                + api.post("/delete", Map.of("url", url)).path("deleted").asText());
        return 0;
    }
}
