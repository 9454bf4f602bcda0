package io.github.evenkeel.examples.gateway;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Adds a server to a running gateway. */
@Command(
        name = "add-server",
        sortOptions = false,
        description = {"Adds a server to a running gateway, which begins to check and to use it at once.", ""})
final class AddServer implements Callable<Integer> {
    @Option(names = "--url", required = true, paramLabel = "URL", description = "Where it listens.")
    private String url = "";

    @Option(names = "--name", paramLabel = "NAME", description = "What to call it; its host and port unless given.")
    private @Nullable String name;

    @Option(
            names = "--weight",
            paramLabel = "N",
            defaultValue = "1",
            description = "How much it should get relative to the others; ${DEFAULT-VALUE} unless given.")
    private int weight;

    @Option(
            names = "--health-check-period",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How often to check it; ${DEFAULT-VALUE} seconds unless given.")
    private BigDecimal healthCheckPeriod = BigDecimal.TEN;

    @Option(names = "--pool", paramLabel = "POOL", description = "The pool to add it to; the default one unless given.")
    private @Nullable String pool;

    @Mixin
    private final ApiClient api = new ApiClient();

    @Override
    public Integer call() throws Failure, InterruptedException {
        Map<String, Object> server = new LinkedHashMap<>();
        server.put("url", url);
        server.put("weight", weight);
        server.put("health_check_period", healthCheckPeriod);
        if (name != null) {
            server.put("name", name);
        }
        if (pool != null) {
            server.put("pool", pool);
        }
        System.out.println("added " + api.post("/add", server).path("added").asText());
        return 0;
    }
}
