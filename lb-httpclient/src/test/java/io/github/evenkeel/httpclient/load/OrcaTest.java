package io.github.evenkeel.httpclient.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.evenkeel.core.selection.LoadReport;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrcaTest {
    private static LoadReport report(String header) {
        return Orca.report(HttpHeaders.of(Map.of("Endpoint-Load-Metrics", List.of(header)), (name, value) -> true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TEXT cpu_utilization=0.3, mem_utilization=0.8, rps_fractional=10.0, eps=1, named_metrics.x=0.4|0.3|10|1",
                "text cpu_utilization=0.3|0.3|-1|-1",
                "TEXT application_utilization=0.7,cpu_utilization=0.3|0.7|-1|-1",
                "TEXT cpu_utilization=0.3,application_utilization=0|0.3|-1|-1",
                "TEXT cpu_utilization:0.3,rps_fractional:10|0.3|10|-1",
                "TEXT cpu_utilization = 1.5e-1 ,  eps = 0|0.15|-1|0",
                "TEXT named_metrics.cpu_utilization=0.9, rps_fractional=5|-1|5|-1",
                "TEXT cpu_utilization=-0.3, rps_fractional=5|-1|5|-1",
                "TEXT cpu_utilization=0.3abc, rps_fractional=5|-1|5|-1",
                "TEXT cpu_utilization=NaN, rps_fractional=5|-1|5|-1",
                "JSON {\"cpu_utilization\": 0.3, \"rps_fractional\": 10.0, \"eps\": 1}|0.3|10|1",
                "JSON {\"cpuUtilization\":0.3,\"rpsFractional\":10}|0.3|10|-1",
                "JSON {\"applicationUtilization\":0.7,\"cpuUtilization\":0.3}|0.7|-1|-1",
                "JSON {\"named_metrics\":{\"cpu_utilization\":0.9}, \"eps\": 1}|-1|-1|1",
                "JSON {\"a\":\"{\",\"cpu_utilization\":0.3}|0.3|-1|-1",
                "JSON {\"a\":[{\"eps\":1}],\"cpu_utilization\":0.3}|0.3|-1|-1",
                "JSON {\"a\":\"\\\"cpu_utilization\\\":0.9\",\"eps\":1}|-1|-1|1"
            })
    void reportsAreReadInBothForms(String header, double utilisation, double rate, double errors) {
        assertEquals(LoadReport.ofUtilisation(utilisation, rate, errors), report(header));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "TEXT",
                "TEXT ,,,",
                "TEXT cpu_utilization",
                "TEXT named_metrics.x=1",
                "JSON",
                "JSON {}",
                "JSON {{{{{{",
                "JSON }}}}",
                "JSON \"\\",
                "JSON {\"cpu_utilization\":\"0.3\"}",
                "BIN CAESCQkzMzMzMzPTPw==",
                "cpu_utilization=0.3",
                "XML <a/>"
            })
    void whatIsNoReportIsNone(String header) {
        assertNull(report(header));
    }

    @Test
    void binaryReportsAreNotRead() {
        HttpHeaders headers = HttpHeaders.of(
                Map.of("endpoint-load-metrics-bin", List.of("CAESCQkzMzMzMzPTPw==")), (name, value) -> true);
        assertNull(Orca.report(headers));
    }

    @Test
    void reportsBeyondReasonAreNotSearched() {
        assertNull(report("TEXT cpu_utilization=0.3, " + "x=1,".repeat(10_000)));
        assertNotNull(report("TEXT cpu_utilization=0.3, " + "x=1,".repeat(1_000)));
        assertNull(report("JSON " + "{".repeat(16_000)));
    }

    @Property
    void nothingThrows(@ForAll("nearReports") String header) {
        report(header);
    }

    /** Pieces of reports in any order, with anything between them. */
    @Provide
    Arbitrary<String> nearReports() {
        Arbitrary<String> piece = Arbitraries.of(
                "TEXT ",
                "JSON ",
                "{",
                "}",
                "[",
                "]",
                "\"",
                "\\",
                ",",
                ":",
                "=",
                " ",
                "cpu_utilization",
                "eps",
                "0.3",
                "-",
                "1e999",
                "99999999999999999999",
                "named_metrics.");
        return Arbitraries.oneOf(piece, Arbitraries.strings().ofMaxLength(3))
                .list()
                .ofMaxSize(20)
                .map(pieces -> String.join("", pieces))
                .flatMap(text -> Arbitraries.of("", "TEXT ", "JSON ").map(form -> form + text));
    }

    @Property
    void numbersComeOutAsTheyWentIn(
            @ForAll @DoubleRange(min = 0.01, max = 100_000) double utilisation, @ForAll("forms") String form) {
        assertEquals(
                utilisation,
                report(String.format(java.util.Locale.ROOT, form, utilisation)).utilisation(),
                1e-9);
    }

    @Provide
    Arbitrary<String> forms() {
        return Arbitraries.of(
                "TEXT cpu_utilization=%.12f", "JSON {\"cpu_utilization\":%.12f}", "TEXT eps=1,cpu_utilization=%.12e");
    }

    @Test
    void requestsAskUnlessTheyDoAlready() {
        HttpHeaders plain = HttpHeaders.of(Map.of("X-A", List.of("1", "2")), (name, value) -> true);
        HttpHeaders asking = Orca.asking(plain);
        assertEquals(List.of("TEXT"), asking.allValues("Endpoint-Load-Metrics-Format"));
        assertEquals(List.of("1", "2"), asking.allValues("x-a"));
        HttpHeaders json =
                HttpHeaders.of(Map.of("Endpoint-Load-Metrics-Format", List.of("JSON")), (name, value) -> true);
        assertSame(json, Orca.asking(json));
    }
}
