package io.github.evenkeel.httpclient.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON text (RFC 8259), strictly: no comments, no trailing commas, no names twice, no more than 64 levels.
 *
 * <p>Our own, since all that is asked here is a status word in a small document, while the libraries that read JSON
 * are larger than this one, and users have one of them in a version of their own.
 */
public final class Json {
    private static final int DEEPEST = 64;

    /** The JSON null. */
    public enum Null {
        /** The only one. */
        NULL
    }

    private final String text;
    private int place;

    private Json(String text) {
        this.text = text;
    }

    /**
     * Reads a text.
     *
     * @param text the whole of it
     * @return a {@code Map<String, Object>} in the order of the text, {@code List<Object>}, {@code String},
     *     {@code Double}, {@code Boolean} or {@link Null}, unmodifiable
     * @throws JsonException saying what is wrong, and where
     */
    public static Object parse(String text) throws JsonException {
        Json reader = new Json(text);
        Object value = reader.value(1);
        reader.skipSpace();
        if (reader.place < text.length()) {
            throw reader.wrong("expected the end but found " + reader.shown());
        }
        return value;
    }

    private Object value(int depth) throws JsonException {
        if (depth > DEEPEST) {
            throw wrong("more than " + DEEPEST + " levels");
        }
        skipSpace();
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", Null.NULL);
            default -> number();
        };
    }

    private Map<String, Object> object(int depth) throws JsonException {
        Map<String, Object> members = new LinkedHashMap<>();
        place++;
        skipSpace();
        if (takes('}')) {
            return Map.of();
        }
        do {
            skipSpace();
            int start = place;
            String name = string();
            skipSpace();
            expect(':');
            if (members.put(name, value(depth + 1)) != null) {
                throw new JsonException("a name for the second time", start);
            }
            skipSpace();
        } while (takes(','));
        expect('}');
        return Collections.unmodifiableMap(members);
    }

    private List<Object> array(int depth) throws JsonException {
        List<Object> elements = new ArrayList<>();
        place++;
        skipSpace();
        if (takes(']')) {
            return List.of();
        }
        do {
            elements.add(value(depth + 1));
            skipSpace();
        } while (takes(','));
        expect(']');
        return List.copyOf(elements);
    }

    private Object word(String word, Object value) throws JsonException {
        if (!text.startsWith(word, place)) {
            throw wrong("expected " + word);
        }
        place += word.length();
        return value;
    }

    private String string() throws JsonException {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (true) {
            char c = take();
            if (c == '"') {
                return string.toString();
            }
            if (c < ' ') {
                place--;
                throw wrong("a control character in a string");
            }
            string.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() throws JsonException {
        char c = take();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> {
                place--;
                throw wrong("an unknown escape");
            }
        };
    }

    private char unicode() throws JsonException {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char c = take();
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                place--;
                throw wrong("expected a hexadecimal digit");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private Double number() throws JsonException {
        int start = place;
        takes('-');
        if (!takes('0')) {
            digits();
        }
        if (takes('.')) {
            digits();
        }
        if (takes('e') || takes('E')) {
            if (!takes('+')) {
                takes('-');
            }
            digits();
        }
        return Double.valueOf(text.substring(start, place));
    }

    private void digits() throws JsonException {
        int start = place;
        while (peek() >= '0' && peek() <= '9') {
            place++;
        }
        if (place == start) {
            throw wrong("expected a value but found " + shown());
        }
    }

    private void skipSpace() {
        while (place < text.length() && " \t\r\n".indexOf(text.charAt(place)) >= 0) {
            place++;
        }
    }

    /** The next character, and at the end one that no JSON begins with. */
    private char peek() {
        return place < text.length() ? text.charAt(place) : '\0';
    }

    private char take() throws JsonException {
        if (place >= text.length()) {
            throw wrong("the text ends within a string");
        }
        return text.charAt(place++);
    }

    private boolean takes(char c) {
        boolean there = peek() == c;
        if (there) {
            place++;
        }
        return there;
    }

    private void expect(char c) throws JsonException {
        if (!takes(c)) {
            throw wrong("expected '" + c + "' but found " + shown());
        }
    }

    private String shown() {
        return place < text.length() ? "'" + text.charAt(place) + "'" : "the end";
    }

    private JsonException wrong(String what) {
        return new JsonException(what, place);
    }
}
