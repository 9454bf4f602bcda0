package io.github.evenkeel.examples.protocolnode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ProtocolNodeTest {

    private static final String ALONE =
            "{\"src\":\"c0\",\"dest\":\"n1\",\"body\":{\"type\":\"init\",\"msg_id\":1,\"node_id\":\"n1\",\"node_ids\":[\"n1\"]}}";

    private static final String ALONE_OK =
            "{\"src\":\"n1\",\"dest\":\"c0\",\"body\":{\"type\":\"init_ok\",\"in_reply_to\":1,\"msg_id\":0}}";

    /** A message and the answer it must get, byte for byte. */
    private record Case(String in, String out) {

        static List<Case> all() throws IOException {
            List<Case> cases = new ArrayList<>();
            try (InputStream file = ProtocolNodeTest.class.getResourceAsStream("/health-node.jsonl")) {
                for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList()) {
                    JsonNode pair = Session.JSON.readTree(line);
                    cases.add(new Case(
                            pair.path("in").toString(), pair.path("out").toString()));
                }
            }
            assertFalse(cases.isEmpty());
            return cases;
        }
    }

    @Test
    void theSessionIsAnsweredAsExpectedEachMessageBeforeTheNextIsSent() throws Exception {
        try (NodeProcess node = NodeProcess.start()) {
            for (Case one : Case.all()) {
                node.say(one.in + "\n");
                assertEquals(one.out, node.hear());
            }
            node.hangUp();
            assertNull(node.hear());
            assertEquals(0, node.status());
        }
    }

    @Test
    void theSessionIsAnsweredAsExpectedAllAtOnce() throws IOException {
        StringBuilder messages = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (Case one : Case.all()) {
            messages.append(one.in).append('\n');
            expected.add(one.out);
        }

        assertEquals(expected, answers(messages.toString().getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aNodeAloneHasNoServers() throws Exception {
        try (NodeProcess node = NodeProcess.start()) {
            node.say(ALONE + "\r\n" + Session.message("get_healthy_servers", 2));
            node.hangUp();

            assertEquals(ALONE_OK, node.hear());
            assertEquals(
                    "{\"src\":\"n1\",\"dest\":\"c1\",\"body\":"
                            + "{\"type\":\"get_healthy_servers_ok\",\"in_reply_to\":2,\"msg_id\":1,\"healthy\":[]}}",
                    node.hear());
            assertNull(node.hear());
            assertEquals(0, node.status());
        }
    }

    @Test
    void withoutInputItEnds() throws Exception {
        try (NodeProcess node = NodeProcess.start()) {
            node.hangUp();

            assertNull(node.hear());
            assertEquals(0, node.status());
        }
    }

    @Test
    void argumentsAreRefused() throws Exception {
        try (NodeProcess node = NodeProcess.start("--help")) {
            assertNull(node.hear());
            assertEquals(2, node.status());
        }
    }

    /** Whatever bytes come, each line gets one line, numbered on, and the last message is answered like the first. */
    @Test
    void nothingThatIsSentEndsTheNode() throws IOException {
        Random random = new Random(1);
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int lines = 2000;
        List<Case> cases = Case.all();
        for (int i = 0; i < lines; i++) {
            byte[] line = cases.get(random.nextInt(cases.size())).in.getBytes(StandardCharsets.UTF_8);
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                byte changed = (byte) random.nextInt(256);
                line[random.nextInt(line.length)] = changed == '\n' ? (byte) '}' : changed;
            }
            messages.writeBytes(line);
            messages.write('\n');
        }
        messages.writeBytes(Session.message("tick", 1, "millis", 5).getBytes(StandardCharsets.UTF_8));

        List<String> answers = answers(messages.toByteArray());

        assertEquals(lines + 1, answers.size());
        for (int i = 0; i < answers.size(); i++) {
            assertEquals(
                    i, Session.JSON.readTree(answers.get(i)).at("/body/msg_id").asInt(-1), answers.get(i));
        }
        assertEquals(
                5,
                Session.JSON.readTree(answers.get(lines)).at("/body/now_millis").asInt());
    }

    @Test
    void aLineIsCutWhereItIsTooLongAndTheNextIsWhole() throws IOException {
        byte[] input = new byte[Lines.LONGEST + 100];
        input[Lines.LONGEST + 97] = '\n';
        input[Lines.LONGEST + 98] = 'a';
        input[Lines.LONGEST + 99] = 'b';
        Lines lines = new Lines(new ByteArrayInputStream(input));

        assertEquals(Lines.LONGEST + 1, lines.next().length);
        assertArrayEquals(new byte[] {'a', 'b'}, lines.next());
        assertNull(lines.next());
    }

    private static List<String> answers(byte[] messages) throws IOException {
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        ProtocolNode.serve(new ByteArrayInputStream(messages), answers, Session.NO_LOG);
        return answers.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
