package io.github.evenkeel.httpclient.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.evenkeel.core.health.Finding;
import io.github.evenkeel.core.health.ProbeResult;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonVerdictTest {
    private static Finding judge(String json, String... required) {
        return JsonVerdict.of(Set.of(required), json.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({
        "UP, PASSED",
        "ok, PASSED",
        "pass, PASSED",
        "Healthy, PASSED",
        "Degraded, DEGRADED",
        "warn, DEGRADED",
        "WARNING, DEGRADED",
        "DOWN, FAILED",
        "OUT_OF_SERVICE, FAILED",
        "fail, FAILED",
        "UNKNOWN, FAILED",
        "'', FAILED"
    })
    void theWordOfTheWholeDecides(String word, ProbeResult result) {
        assertEquals(result, judge("{'status':'" + word + "'}").result());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            value = {
                "spring | {'status':'UP','components':{'db':{'status':'UP'},'redis':{'status':'DOWN','details':{}}}}",
                "older spring | {'status':'UP','details':{'db':{'status':'UP'},'redis':{'status':'DOWN'}}}",
                "microprofile | {'status':'UP','checks':[{'name':'db','status':'UP'},{'name':'redis','status':'DOWN'}]}",
                "asp.net | {'status':'Healthy','entries':{'redis':{'status':'DOWN'},'db':{'status':'Healthy'}}}",
                "health+json | {'status':'pass','checks':{'redis':[{'status':'pass'},{'status':'DOWN'}]}}",
                "plain | {'status':'ok','dependencies':{'redis':'DOWN','db':'ok'}}"
            })
    void aDependencyThatIsDownMakesAServerThatIsUpDegraded(String style, String json) {
        Finding finding = judge(json);
        assertEquals(ProbeResult.DEGRADED, finding.result(), style);
        assertTrue(finding.evidence().endsWith(": redis is DOWN"), finding::evidence);
    }

    @Test
    void aServerThatCallsItselfDownFailsAndSaysWhy() {
        assertEquals(
                Finding.failed("status is DOWN: db is DOWN"),
                judge("{'status':'DOWN','components':{'db':{'status':'DOWN'},'redis':{'status':'UP'}}}"));
    }

    @Test
    void requiredDependenciesDecide() {
        String json = "{'status':'DOWN','components':{'db':{'status':'UP'},'redis':{'status':'DOWN'}}}";
        assertEquals(Finding.degraded("status is DOWN: redis is DOWN"), judge(json, "db"));
        assertEquals(Finding.failed("required dependency redis is DOWN"), judge(json, "db", "redis"));
        assertEquals(Finding.failed("required dependency disk, mail is not in the JSON"), judge(json, "mail", "disk"));
        assertEquals(
                Finding.failed("status is OUT_OF_SERVICE"),
                judge("{'status':'OUT_OF_SERVICE','components':{'db':{'status':'UP'}}}", "db"));
        assertEquals(Finding.passed(), judge("{'status':'UP','components':{'db':{'status':'UP'}}}", "db"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[]", "3", "{}", "{\"status\":1}", "{\"status\":null}", "{\"state\":\"UP\"}", "\"UP\""})
    void aDocumentWithoutAStatusFails(String json) {
        assertEquals(Finding.failed("the JSON has no field \"status\" with a word in it"), judge(json));
    }

    @Test
    void whatIsNotJsonFails() {
        Finding finding = judge("<html>");
        assertEquals(Finding.failed("not JSON: expected a value but found '<' at character 1"), finding);
    }

    @Test
    void aThousandDependenciesFitIntoALine() {
        StringBuilder parts = new StringBuilder("{'status':'UP','components':{'a':'DOWN'");
        for (int i = 0; i < 1000; i++) {
            parts.append(",'b").append(i).append("':{'status':'DOWN'}");
        }
        assertTrue(judge(parts.append("}}").toString()).evidence().endsWith(" and 996 more"));
    }

    @Property
    void nothingIsEverThrown(@ForAll String text, @ForAll String word) {
        assertEquals(ProbeResult.FAILED, judge(text).result());
        String quoted = word.replaceAll("[\\\\'\"\\p{Cntrl}]", "");
        assertNotNull(judge("{'status':'" + quoted + "','checks':[['" + quoted + "'],{'name':1},null]}"));
        assertFalse(judge("{'status':'x" + quoted + "'}", quoted).evidence().isEmpty());
    }
}
