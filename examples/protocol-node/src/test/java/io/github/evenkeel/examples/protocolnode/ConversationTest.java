package io.github.evenkeel.examples.protocolnode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationTest {

    private final Session session = Session.about("s1", "lb", "s2", "s3");

    @ParameterizedTest
    @CsvSource({"0,1,healthy", "2,3,healthy", "3,3,unhealthy", "4,3,unhealthy", "9223372036854775807,1,unhealthy"})
    void aServerIsUnhealthyFromTheThresholdOn(long failures, long threshold, String status) {
        assertEquals(status, report("s1", failures, threshold));
    }

    @Test
    void eachReportCountsAndHealthyServersKeepTheirOrder() {
        report("s1", 3, 3);
        report("s3", 3, 3);
        assertEquals("[\"s2\"]", healthy());

        report("s3", 0, 3);
        report("s1", 2, 3);
        assertEquals("[\"s1\",\"s2\",\"s3\"]", healthy());
    }

    @Test
    void routesGoRoundThoseThatAreHealthy() {
        assertEquals(List.of("s1", "s2", "s3", "s1"), List.of(route(), route(), route(), route()));

        report("s2", 5, 3);

        assertEquals(List.of("s3", "s1", "s3"), List.of(route(), route(), route()));
    }

    @Test
    void aCircuitOpensAfterFiveFailuresInARowAndATrialClosesIt() {
        assertEquals("closed", fail("s1", 4));
        assertEquals("closed", record("s1", "success"));
        assertEquals("closed", fail("s1", 4));
        assertEquals("open", fail("s1", 1));
        assertEquals(List.of("s2", "s3", "s2"), List.of(route(), route(), route()));

        tick(4499);
        assertEquals("open", state("s1"));
        tick(1001);
        assertEquals("half_open", state("s1"));
        assertEquals("closed", state("s2"));
        assertEquals(List.of("s3", "s1", "s2", "s3", "s2"), List.of(route(), route(), route(), route(), route()));

        assertEquals("half_open", state("s1"));
        assertEquals("closed", record("s1", "success"));
        assertEquals(List.of("s3", "s1"), List.of(route(), route()));
    }

    @Test
    void afterATrialOutcomesCountLikeBefore() {
        fail("s1", 5);
        tick(5500);
        assertEquals(List.of("s1", "s2"), List.of(route(), route()));
        assertEquals("closed", record("s1", "success"));

        assertEquals("closed", fail("s1", 4));
        assertEquals("open", fail("s1", 1));
    }

    @Test
    void aFailedTrialOpensItForLonger() {
        fail("s1", 5);
        tick(5500);
        assertEquals("open", fail("s1", 1));
        tick(5500);
        assertEquals("open", state("s1"));
        tick(5500);
        assertEquals("half_open", state("s1"));
    }

    @Test
    void whatIsRecordedOfAnOpenCircuitChangesNothing() {
        fail("s1", 5);

        assertEquals("open", record("s1", "success"));
        assertEquals("open", state("s1"));
    }

    @Test
    void aTrialThatNobodyTellsTheOutcomeOfIsGivenUp() {
        Session alone = Session.about("lb", "s1");
        for (int i = 0; i < 5; i++) {
            alone.ask("record", "server", "s1", "outcome", "failure");
        }
        alone.ask("tick", "millis", 5500);
        assertEquals("s1", alone.ask("route").path("server").asText());
        assertError(11, alone.ask("route"));

        alone.ask("tick", "millis", 30_000);
        assertEquals("s1", alone.ask("route").path("server").asText());
        assertEquals(
                "closed",
                alone.ask("record", "server", "s1", "outcome", "success")
                        .path("state")
                        .asText());
    }

    @Test
    void halfOfTwentyOutcomesOpenItToo() {
        for (int i = 0; i < 19; i++) {
            assertEquals("closed", record("s1", i % 2 == 0 ? "failure" : "success"));
        }
        assertEquals("open", record("s1", "failure"));
    }

    @Test
    void whenEveryCircuitIsOpenThereIsNoRoute() {
        fail("s1", 5);
        fail("s2", 5);
        assertEquals("s3", route());
        fail("s3", 5);

        JsonNode error = assertError(11, session.ask("route"));
        assertEquals(
                "no server to route to: of 3, 0 unhealthy, 3 with a circuit that is not closed",
                error.path("text").asText());
        assertEquals("[\"s1\",\"s2\",\"s3\"]", healthy());

        tick(60_000);
        assertEquals("s1", route());
    }

    @Test
    void whenNoServerIsHealthyThereIsNoRoute() {
        report("s1", 1, 1);
        report("s2", 1, 1);
        report("s3", 1, 1);

        assertError(11, session.ask("route"));
        assertEquals("[]", healthy());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "\r",
                "{",
                "nonsense",
                "[]",
                "null",
                "12",
                "\"text\"",
                "{}",
                "{\"src\":\"c\",\"dest\":\"lb\"}",
                "{\"src\":\"c\",\"dest\":\"lb\",\"body\":null}",
                "{\"src\":\"c\",\"dest\":\"lb\",\"body\":[]}",
                "{\"src\":\"c\",\"dest\":\"lb\",\"body\":{}}",
                "{\"src\":\"c\",\"dest\":\"lb\",\"body\":{\"type\":null}}",
                "{\"src\":\"c\",\"dest\":\"lb\",\"body\":{\"type\":7}}",
                "{\"dest\":\"lb\",\"body\":{\"type\":\"route\"}}",
                "{\"src\":1,\"dest\":\"lb\",\"body\":{\"type\":\"route\"}}",
                "{\"src\":\"c\",\"dest\":\"lb\",\"body\":{\"type\":\"route\",\"msg_id\":\"1\"}}",
                "{\"src\":\"c\",\"dest\":\"lb\",\"body\":{\"type\":\"route\",\"msg_id\":1.0}}",
                "{\"src\":\"c\",\"dest\":\"lb\",\"body\":{\"type\":\"route\",\"msg_id\":-1}}",
                "{\"src\":\"c\",\"dest\":\"lb\",\"body\":{\"type\":\"route\",\"msg_id\":9223372036854775808}}",
                "{\"src\":\"c\",\"dest\":\"lb\",\"body\":{\"type\":\"route\"}} {}",
            })
    void whatIsNoMessageIsAnsweredWithAnError(String line) {
        assertError(12, session.send(line));
        assertEquals("s1", route());
    }

    @Test
    void noSizeIsTooMuch() {
        assertError(12, session.send("[".repeat(1_000_000)));
        assertError(12, session.send("{\"src\":" + "9".repeat(1_000_000) + "}"));
        assertError(12, session.send(" ".repeat(Lines.LONGEST + 1)));
        assertError(1, session.ask("circuit_state", "server", "s".repeat(1_000_000)));
        assertEquals(
                "s1",
                session.ask("route", "padding", "p".repeat(5_000_000))
                        .path("server")
                        .asText());
    }

    @Test
    void whatAMessageLacksIsNamed() {
        assertEquals(
                "server is missing",
                assertError(12, session.ask("circuit_state")).path("text").asText());
        assertEquals(
                "server must be a string but was 5",
                assertError(12, session.ask("circuit_state", "server", 5))
                        .path("text")
                        .asText());
        assertEquals(
                "outcome must be success or failure but was meh",
                assertError(12, session.ask("record", "server", "s1", "outcome", "meh"))
                        .path("text")
                        .asText());
        assertError(12, session.ask("health_status", "server", "s1", "threshold", 3));
        assertError(12, reportRaw("s1", -1, 3));
        assertError(12, reportRaw("s1", 1, 0));
        assertError(12, reportRaw("s1", "1", 3));
        assertError(12, reportRaw("s1", 1.5, 3));
        assertError(12, reportRaw("s1", 1, BigInteger.TEN.pow(30)));
        assertError(12, session.ask("tick"));
        assertError(12, session.ask("tick", "millis", -1));
        assertError(12, session.ask("tick", "millis", Long.MAX_VALUE));
        assertEquals("[\"s1\",\"s2\",\"s3\"]", healthy());
        assertEquals(0, session.ask("tick", "millis", 0).path("now_millis").asInt(-1));
    }

    @Test
    void unknownServersAndTypesAreErrors() {
        assertError(1, reportRaw("s9", 5, 3));
        assertError(1, session.ask("record", "server", "s9", "outcome", "failure"));
        assertError(1, session.ask("circuit_state", "server", "lb"));
        assertError(10, session.ask("restart"));
        assertEquals("[\"s1\",\"s2\",\"s3\"]", healthy());
    }

    @Test
    void nothingGoesBeforeInitAndInitGoesOnce() {
        Session silent = new Session();
        for (String type :
                List.of("get_healthy_servers", "route", "health_status", "record", "circuit_state", "tick")) {
            assertError(22, silent.ask(type));
        }
        assertError(12, silent.ask("init", "node_id", "lb"));
        assertError(12, silent.ask("init", "node_id", 1, "node_ids", List.of()));
        assertError(12, silent.ask("init", "node_id", "lb", "node_ids", List.of("s1", 2)));
        assertError(12, silent.ask("init", "node_id", "lb", "node_ids", List.of("s1", "s1")));
        assertEquals(
                "init_ok",
                silent.ask("init", "node_id", "lb", "node_ids", List.of("s1", "s2"))
                        .path("type")
                        .asText());
        assertError(22, silent.ask("init", "node_id", "x", "node_ids", List.of("s7")));
        assertEquals(
                "[\"s1\",\"s2\"]",
                silent.ask("get_healthy_servers").path("healthy").toString());
    }

    @Test
    void namesMayBeOfAnyScript() {
        Session unicode = Session.about("lb", "сервер", "サーバ", "\uD83D\uDE00", "\"\\\n");

        assertEquals("сервер", unicode.ask("route").path("server").asText());
        assertEquals("サーバ", unicode.ask("route").path("server").asText());
        assertEquals("\uD83D\uDE00", unicode.ask("route").path("server").asText());
        assertEquals("\"\\\n", unicode.ask("route").path("server").asText());
        assertError(10, unicode.send("{\"src\":\"\\ud800\",\"dest\":\"\",\"body\":{\"type\":\"\\udc00\"}}"));
        assertError(12, unicode.send(new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'}));
    }

    @Test
    void anAnswerRefersToTheMessageIfThatHasANumber() {
        assertEquals(
                77,
                session.send(Session.message("nope", 77)).path("in_reply_to").asInt());
        JsonNode answer = session.send("{\"src\":\"c\",\"dest\":\"lb\",\"body\":{\"type\":\"route\",\"new\":{}}}");
        assertEquals("route_ok", answer.path("type").asText());
        assertFalse(answer.has("in_reply_to"));
        assertTrue(answer.has("msg_id"));
    }

    private String report(String server, long failures, long threshold) {
        return reportRaw(server, failures, threshold).path("status").asText();
    }

    private JsonNode reportRaw(String server, Object failures, Object threshold) {
        return session.ask("health_status", "server", server, "consecutive_failures", failures, "threshold", threshold);
    }

    private String healthy() {
        return session.ask("get_healthy_servers").path("healthy").toString();
    }

    private String route() {
        return session.ask("route").path("server").asText();
    }

    private String fail(String server, int times) {
        for (int i = 1; i < times; i++) {
            record(server, "failure");
        }
        return record(server, "failure");
    }

    private String record(String server, String outcome) {
        return session.ask("record", "server", server, "outcome", outcome)
                .path("state")
                .asText();
    }

    private String state(String server) {
        return session.ask("circuit_state", "server", server).path("state").asText();
    }

    private void tick(int millis) {
        assertEquals(
                "tick_ok", session.ask("tick", "millis", millis).path("type").asText());
    }

    private static JsonNode assertError(int code, JsonNode answer) {
        assertEquals("error", answer.path("type").asText(), answer::toString);
        assertEquals(code, answer.path("code").asInt(-1), answer::toString);
        assertFalse(answer.path("text").asText().isBlank());
        assertTrue(answer.path("text").asText().length() < 300, answer::toString);
        return answer;
    }
}
