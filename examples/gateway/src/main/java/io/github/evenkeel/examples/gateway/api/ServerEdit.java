package io.github.evenkeel.examples.gateway.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.evenkeel.examples.gateway.balancing.Refusal;
import io.github.evenkeel.examples.gateway.configuration.Configuration;
import io.github.evenkeel.examples.gateway.configuration.ServerEntry;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says of a server: {@code {"url", "name", "weight", "health_check_period"}}. Whatever is left out stays as
 * it is.
 */
record ServerEdit(
        URI url,
        String pool,
        @Nullable String name,
        @Nullable Integer weight,
        @Nullable Duration period,
        @Nullable Boolean backup) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final double LONGEST_SECONDS = 86_400;

    /** A new server. */
    static ServerEdit ofNew(String json) {
        return of(json, Set.of("url", "name", "weight", "health_check_period", "backup", "pool"));
    }

    /** A server that there is. */
    static ServerEdit ofKnown(String json) {
        return of(json, Set.of("url", "name", "weight", "health_check_period", "backup"));
    }

    /** Just which server: its URL as it is, as a JSON string, or {@code {"url"}}. */
    static URI url(String body) {
        String text = body.strip();
        if (text.startsWith("{")) {
            return of(text, Set.of("url")).url();
        }
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return url("the body", quoted ? text.substring(1, text.length() - 1) : text);
    }

    private static ServerEdit of(String json, Set<String> known) {
        JsonNode edit = parsed(json);
        edit.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                throw senseless("'" + field + "' is unknown here; known are " + new TreeSet<>(known));
            }
        });
        String url = text(edit, "url");
        if (url == null) {
            throw senseless("url is missing; say where the server listens, as in {\"url\": \"http://10.0.0.1:8080\"}");
        }
        String pool = text(edit, "pool");
        return new ServerEdit(
                url("url", url),
                pool == null ? Configuration.DEFAULT_POOL : pool,
                text(edit, "name"),
                whole(edit, "weight"),
                seconds(edit, "health_check_period"),
                flag(edit, "backup"));
    }

    private static JsonNode parsed(String json) {
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw senseless("not JSON: " + e.getOriginalMessage() + " at line "
                    + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr());
        }
        if (!node.isObject()) {
            throw senseless("the body must be a JSON object such as {\"url\": \"http://10.0.0.1:8080\"}");
        }
        return node;
    }

    private static URI url(String what, String text) {
        try {
            return ServerEntry.url(text);
        } catch (IllegalArgumentException e) {
            throw senseless(what + ": " + e.getMessage());
        }
    }

    private static @Nullable String text(JsonNode edit, String field) {
        JsonNode value = edit.get(field);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw senseless(field + " must be a text but was " + value);
        }
        return value.textValue();
    }

    private static @Nullable Integer whole(JsonNode edit, String field) {
        JsonNode value = edit.get(field);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw senseless(field + " must be a whole number but was " + value);
        }
        return value.intValue();
    }

    private static @Nullable Duration seconds(JsonNode edit, String field) {
        JsonNode value = edit.get(field);
        if (value == null) {
            return null;
        }
        if (!value.isNumber() || !(Math.abs(value.doubleValue()) <= LONGEST_SECONDS)) {
            throw senseless(field + " must be a number of seconds, at most 86400, but was " + value);
        }
        return Duration.ofNanos((long) (value.doubleValue() * 1e9));
    }

    private static @Nullable Boolean flag(JsonNode edit, String field) {
        JsonNode value = edit.get(field);
        if (value == null) {
            return null;
        }
        if (!value.isBoolean()) {
            throw senseless(field + " must be true or false but was " + value);
        }
        return value.booleanValue();
    }

    private static Refusal senseless(String message) {
        return new Refusal(Refusal.Reason.SENSELESS, message);
    }

    /** The server as it would be. */
    ServerEntry applyTo(ServerEntry server) {
        try {
            ServerEntry changed = server;
            changed = name == null ? changed : changed.withName(name);
            changed = weight == null ? changed : changed.withWeight(weight);
            changed = period == null ? changed : changed.withHealthCheckPeriod(period);
            return backup == null ? changed : changed.withBackup(backup);
        } catch (IllegalArgumentException e) {
            throw senseless(String.valueOf(e.getMessage()));
        }
    }
}
