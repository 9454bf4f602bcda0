package io.github.evenkeel.examples.protocolnode;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.evenkeel.core.health.CircuitBreaker.State;
import io.github.evenkeel.examples.protocolnode.Refusal.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The servers and the time, as the messages tell of them. Not thread-safe: one message comes after the other. */
final class Node {

    private static final long LONGEST_TIME_MILLIS = Duration.ofDays(36500).toMillis();

    private final Map<String, ServerCircuit> servers = new LinkedHashMap<>();
    private @Nullable String id;
    private long nowMillis;

    /** Where in the order of the servers the search for the next route begins. */
    private int turn;

    /** Its name, once it has been told. */
    @Nullable
    String id() {
        return id;
    }

    /**
     * Does what a message asks.
     *
     * @param type which message
     * @param body what else it says
     * @param answer takes what there is to say beside that it was done
     */
    void answer(String type, Fields body, ObjectNode answer) throws Refusal {
        switch (type) {
            case "init" -> init(body);
            case "health_status" -> healthStatus(body, answer);
            case "get_healthy_servers" -> healthyServers(answer.putArray("healthy"));
            case "record" -> record(body, answer);
            case "circuit_state" -> circuitState(server(body), answer);
            case "route" -> route(answer);
            case "tick" -> tick(body, answer);
            default -> throw new Refusal(Code.UNKNOWN_TYPE, "there is no message type " + Refusal.quote(type));
        }
    }

    private void init(Fields body) throws Refusal {
        if (id != null) {
            throw new Refusal(Code.WRONG_MOMENT, "this node is " + Refusal.quote(id) + " already; init comes once");
        }
        String newId = body.text("node_id");
        Map<String, ServerCircuit> named = new LinkedHashMap<>();
        for (String server : body.texts("node_ids")) {
            if (named.containsKey(server)) {
                throw Refusal.malformed("node_ids names " + Refusal.quote(server) + " twice");
            }
            named.put(server, new ServerCircuit(named.size()));
        }
        named.remove(newId);
        servers.putAll(named);
        id = newId;
    }

    private void healthStatus(Fields body, ObjectNode answer) throws Refusal {
        ServerCircuit server = server(body);
        long failures = body.number("consecutive_failures", 0, Long.MAX_VALUE);
        long threshold = body.number("threshold", 1, Long.MAX_VALUE);
        server.probed(failures < threshold, nowNanos());
        answer.put("status", server.isHealthy(nowNanos()) ? "healthy" : "unhealthy");
    }

    private void healthyServers(ArrayNode healthy) throws Refusal {
        for (Map.Entry<String, ServerCircuit> server : all().entrySet()) {
            if (server.getValue().isHealthy(nowNanos())) {
                healthy.add(server.getKey());
            }
        }
    }

    private void record(Fields body, ObjectNode answer) throws Refusal {
        ServerCircuit server = server(body);
        String outcome = body.text("outcome");
        switch (outcome) {
            case "success" -> server.requested(true, nowNanos());
            case "failure" -> server.requested(false, nowNanos());
            default -> throw Refusal.malformed("outcome must be success or failure but was " + Refusal.quote(outcome));
        }
        circuitState(server, answer);
    }

    private void circuitState(ServerCircuit server, ObjectNode answer) {
        answer.put("state", server.state(nowNanos()).name().toLowerCase(Locale.ROOT));
    }

    /** One after the other, in their order; who is not healthy or has an open circuit is passed over. */
    private void route(ObjectNode answer) throws Refusal {
        List<String> names = new ArrayList<>(all().keySet());
        for (int i = 0; i < names.size(); i++) {
            int index = (turn + i) % names.size();
            String name = names.get(index);
            if (get(name).admits(nowNanos())) {
                turn = index + 1;
                answer.put("server", name);
                return;
            }
        }
        long unhealthy = servers.values().stream()
                .filter(server -> !server.isHealthy(nowNanos()))
                .count();
        long open = servers.values().stream()
                .filter(server -> server.isHealthy(nowNanos()) && server.state(nowNanos()) != State.CLOSED)
                .count();
        throw new Refusal(
                Code.NO_SERVER_LEFT,
                "no server to route to: of " + names.size() + ", " + unhealthy + " unhealthy, " + open
                        + " with a circuit that is not closed");
    }

    private void tick(Fields body, ObjectNode answer) throws Refusal {
        all();
        nowMillis += body.number("millis", 0, LONGEST_TIME_MILLIS - nowMillis);
        answer.put("now_millis", nowMillis);
    }

    private long nowNanos() {
        return Duration.ofMillis(nowMillis).toNanos();
    }

    private Map<String, ServerCircuit> all() throws Refusal {
        if (id == null) {
            throw new Refusal(Code.WRONG_MOMENT, "this node has no name yet; send init first");
        }
        return servers;
    }

    private ServerCircuit server(Fields body) throws Refusal {
        all();
        return get(body.text("server"));
    }

    private ServerCircuit get(String name) throws Refusal {
        ServerCircuit server = servers.get(name);
        if (server == null) {
            throw new Refusal(Code.UNKNOWN_SERVER, "there is no server " + Refusal.quote(name));
        }
        return server;
    }
}
