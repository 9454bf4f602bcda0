package io.github.evenkeel.examples.gateway;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Changes a server of a running gateway. */
@Command(
        name = "update-server",
        sortOptions = false,
        description = {"Changes a server of a running gateway; what is not given stays as it is.", ""})
final class UpdateServer implements Callable<Integer> {
    @Option(names = "--url", required = true, paramLabel = "URL", description = "Which server.")
    private String url = "";

    @Option(names = "--name", paramLabel = "NAME", description = "What to call it.")
    private @Nullable String name;

    @Option(names = "--weight", paramLabel = "N", description = "How much it should get relative to the others.")
    private @Nullable Integer weight;

    @Option(names = "--health-check-period", paramLabel = "SECONDS", description = "How often to check it.")
    private @Nullable BigDecimal healthCheckPeriod;

    @Mixin
    private final ApiClient api = new ApiClient();

    @Override
    public Integer call() throws Failure, InterruptedException {
        Map<String, Object> server = new LinkedHashMap<>();
        server.put("url", url);
        if (name != null) {
            server.put("name", name);
        }
        if (weight != null) {
            server.put("weight", weight);
        }
        if (healthCheckPeriod != null) {
            server.put("health_check_period", healthCheckPeriod);
        }
        System.out.println(
                "updated " + api.post("/update", server).path("updated").asText());
        return 0;
    }
}
