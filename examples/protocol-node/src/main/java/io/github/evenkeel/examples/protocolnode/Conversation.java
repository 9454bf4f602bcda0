package io.github.evenkeel.examples.protocolnode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.evenkeel.examples.protocolnode.Refusal.Code;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Envelopes: who asked whom what, and which answer belongs to it. What is asked is the {@link Node}'s part. */
final class Conversation {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Node node = new Node();
    private final PrintStream log;
    private long nextMessageId;

    /** What can be told of a message before it is judged; null is what cannot. */
    private record Envelope(
            @Nullable String from,
            @Nullable String to,
            @Nullable Long messageId) {

        static final Envelope NONE = new Envelope(null, null, null);

        static Envelope of(JsonNode message) {
            JsonNode id = message.path("body").path("msg_id");
            return new Envelope(
                    message.path("src").textValue(),
                    message.path("dest").textValue(),
                    id.isIntegralNumber() && id.canConvertToLong() ? id.longValue() : null);
        }
    }

    Conversation(PrintStream log) {
        this.log = log;
    }

    /** The answer to one line, as a line. */
    byte[] answer(byte[] line) {
        Envelope envelope = Envelope.NONE;
        ObjectNode body;
        try {
            JsonNode message = parse(line);
            envelope = Envelope.of(message);
            body = answer(new Fields(message));
        } catch (Refusal refusal) {
            body = error(refusal.code(), String.valueOf(refusal.getMessage()));
        } catch (RuntimeException crash) {
            crash.printStackTrace(log);
            body = error(Code.CRASH, crash.toString());
        }
        return write(envelope, body);
    }

    private static JsonNode parse(byte[] line) throws Refusal {
        if (line.length > Lines.LONGEST) {
            throw Refusal.malformed("a line may have " + Lines.LONGEST + " bytes, and this one has more");
        }
        JsonNode message;
        try {
            message = JSON.readTree(line);
        } catch (JsonProcessingException notJson) {
            throw Refusal.malformed("not JSON: " + Refusal.quote(notJson.getOriginalMessage()));
        } catch (IOException notText) {
            throw Refusal.malformed("not UTF-8: " + Refusal.quote(notText));
        }
        if (message.isMissingNode()) {
            throw Refusal.malformed("an empty line is no message");
        }
        if (!message.isObject()) {
            throw Refusal.malformed("a message is an object but this is " + Refusal.quote(message));
        }
        return message;
    }

    private ObjectNode answer(Fields message) throws Refusal {
        Fields body = message.fields("body");
        String type = body.text("type");
        message.text("src");
        message.text("dest");
        if (body.has("msg_id")) {
            body.number("msg_id", 0, Long.MAX_VALUE);
        }
        ObjectNode answer = JSON.createObjectNode().put("type", type + "_ok");
        node.answer(type, body, answer);
        return answer;
    }

    private ObjectNode error(Code code, String text) {
        log.println("protocol-node: error " + code.number() + ": " + text);
        return JSON.createObjectNode()
                .put("type", "error")
                .put("code", code.number())
                .put("text", text);
    }

    private byte[] write(Envelope envelope, ObjectNode content) {
        ObjectNode body = JSON.createObjectNode();
        body.set("type", content.remove("type"));
        if (envelope.messageId != null) {
            body.put("in_reply_to", envelope.messageId);
        }
        body.put("msg_id", nextMessageId++);
        body.setAll(content);
        String id = node.id();
        ObjectNode reply = JSON.createObjectNode()
                .put("src", id != null ? id : envelope.to)
                .put("dest", envelope.from);
        reply.set("body", body);
        // By way of a string: half a surrogate pair, which JSON can spell, becomes a question mark, not an exception.
        return (reply + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
