package io.github.evenkeel.examples.protocolnode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A conversation with a node in this JVM. */
final class Session {

    static final ObjectMapper JSON = new ObjectMapper();
    static final PrintStream NO_LOG = new PrintStream(OutputStream.nullOutputStream());

    private final Conversation conversation = new Conversation(NO_LOG);
    private int messages;

    /** With a node that has been told of these servers. */
    static Session about(String... servers) {
        Session session = new Session();
        session.ask("init", "node_id", "lb", "node_ids", List.of(servers));
        return session;
    }

    /** Sends a line as it is; returns the body of the answer. */
    JsonNode send(String line) {
        return send(line.getBytes(StandardCharsets.UTF_8));
    }

    JsonNode send(byte[] line) {
        String answer = new String(conversation.answer(line), StandardCharsets.UTF_8);
        try {
            return JSON.readTree(answer).path("body");
        } catch (JsonProcessingException e) {
            throw new AssertionError(answer, e);
        }
    }

    /** Sends a message; returns the body of the answer. */
    JsonNode ask(String type, Object... fields) {
        return send(message(type, ++messages, fields));
    }

    static String message(String type, int id, Object... fields) {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("type", type, "msg_id", id));
        for (int i = 0; i < fields.length; i += 2) {
            body.put((String) fields[i], fields[i + 1]);
        }
        try {
            return JSON.writeValueAsString(Map.of("src", "c1", "dest", "lb", "body", body));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
