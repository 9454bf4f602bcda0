package io.github.evenkeel.httpclient.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void everyKindOfValueIsRead() throws Exception {
        assertEquals(
                Map.of(
                        "a", List.of(1.0, -0.5, 2e3, true, false, Json.Null.NULL, "x"),
                        "b", Map.of("", List.of(), "c", Map.of())),
                Json.parse(" {\"a\" : [1, -0.5,2E+3,true,false , null,\"x\"],\n\"b\":{\"\":[],\"c\":{}}}\t"));
        assertEquals("a\"\\/\b\f\n\r\t\u20ac", Json.parse("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u20aC\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "\"",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "[1,]",
                "[1 2]",
                "{a:1}",
                "'a'",
                "01",
                "1.",
                ".5",
                "+1",
                "-",
                "1e",
                "NaN",
                "Infinity",
                "tru",
                "nul",
                "True",
                "1 1",
                "[1]]",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u12\"",
                "\"a\nb\"",
                "/* a */ 1",
                "\uFEFF1",
                "{\"a\":1,\"a\":1}",
                "[1}",
                "\u0000"
            })
    void whatIsNotJsonIsRefused(String text) {
        assertThrows(JsonException.class, () -> Json.parse(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            value = {
                "[1,] | expected a value but found ']' at character 4",
                "{\"a\" 1} | expected ':' but found '1' at character 6",
                "[1 | expected ']' but found the end at character 3",
                "{\"a\":1,\"a\":2} | a name for the second time at character 8",
                "1 2 | expected the end but found '2' at character 3"
            })
    void saysWhatIsWrongAndWhere(String text, String message) {
        assertEquals(
                message,
                assertThrows(JsonException.class, () -> Json.parse(text)).getMessage());
    }

    @Test
    void depthIsBounded() throws Exception {
        String deep = "[".repeat(64) + "]".repeat(64);
        assertTrue(Json.parse(deep) instanceof List);
        assertThrows(JsonException.class, () -> Json.parse("[" + deep + "]"));
        assertThrows(JsonException.class, () -> Json.parse("[".repeat(100_000)));
        assertThrows(JsonException.class, () -> Json.parse("{\"a\":".repeat(100_000)));
    }

    @Property
    void nothingElseIsEverThrown(@ForAll String text) {
        try {
            Json.parse(text);
        } catch (JsonException expected) {
            assertTrue(expected.getMessage().contains(" at character "));
        }
    }

    @Property(tries = 20_000)
    void nothingElseIsEverThrownOverWhatLooksLikeJson(
            @ForAll
                    @StringLength(max = 30)
                    @CharRange(from = '{', to = '}')
                    @CharRange(from = '[', to = ']')
                    @CharRange(from = '+', to = '1')
                    @CharRange(from = 't', to = 'u')
                    @net.jqwik.api.constraints.Chars({'"', ':', ',', 'e', 'r', 'n', 'l', ' ', '\\'})
                    String text) {
        nothingElseIsEverThrown(text);
    }

    @Property
    void everyStringIsReadBack(@ForAll String text) throws Exception {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            json.append(c < ' ' || c == '"' || c == '\\' ? String.format("\\u%04X", (int) c) : String.valueOf(c));
        }
        assertEquals(text, Json.parse(json.append('"').toString()));
    }

    @Property
    void everyNumberIsReadBack(@ForAll double number) throws Exception {
        assertEquals(number, Json.parse(Double.toString(number)));
    }
}
