package io.github.evenkeel.examples.protocolnode;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The fields of a JSON object, each of the type that is asked for; whatever else is in it does not matter. */
record Fields(JsonNode object) {

    private JsonNode get(String name) throws Refusal {
        JsonNode value = object.path(name);
        if (value.isMissingNode()) {
            throw Refusal.malformed(name + " is missing");
        }
        return value;
    }

    boolean has(String name) {
        return object.has(name);
    }

    Fields fields(String name) throws Refusal {
        JsonNode value = get(name);
        if (!value.isObject()) {
            throw wrong(name, "an object", value);
        }
        return new Fields(value);
    }

    String text(String name) throws Refusal {
        JsonNode value = get(name);
        if (!value.isTextual()) {
            throw wrong(name, "a string", value);
        }
        return value.textValue();
    }

    List<String> texts(String name) throws Refusal {
        JsonNode value = get(name);
        if (!value.isArray()) {
            throw wrong(name, "an array of strings", value);
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw wrong(name, "an array of strings", value);
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    long number(String name, long least, long most) throws Refusal {
        JsonNode value = get(name);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw wrong(name, "a whole number from " + least + " to " + most, value);
        }
        return value.longValue();
    }

    private static Refusal wrong(String name, String wanted, JsonNode value) {
        return Refusal.malformed(name + " must be " + wanted + " but was " + Refusal.quote(value));
    }
}
