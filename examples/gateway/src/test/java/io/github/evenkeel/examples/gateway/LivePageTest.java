package io.github.evenkeel.examples.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LivePageTest {
    private static final String ENTER = "\ue007";
    private static final String CONTROL = "\ue009";

    @TempDir
    Path folder;

    private static Path missing() {
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            return fail("chromium is not installed, and nothing is skipped in CI");
        }
        return abort("chromium is not installed: this test needs it, as in apt-get install chromium chromium-driver");
    }

    private static String row(Backend server) {
        return "tr[data-url='" + server.origin() + "']";
    }

    @Test
    void itShowsTheServersAsTheyAreAndChangesThem() throws Exception {
        Path program = Chromium.installed().orElseGet(LivePageTest::missing);
        try (Backend one = Backend.named("one");
                Backend two = Backend.named("two");
                GatewayProcess gateway = GatewayProcess.listen(folder, """
                        servers:
                          - {url: '%s', name: one, health_check_period: 0.5}
                          - {url: '%s', name: '<b>two</b>', health_check_period: 0.5}
                        strategy: round_robin
                        """.formatted(one.origin(), two.origin()));
                Chromium browser = Chromium.start(program, folder.resolve("chromium"))) {
            browser.open(gateway.api("/"));
            Wait.until(
                    "the servers are shown",
                    () -> browser.text(row(one) + " .pill").equals("active"));
            assertEquals("<b>two</b>", browser.text(row(two) + " .name"), "a name is a text");
            assertEquals("2 of 2 active", browser.text(".count"));
            assertEquals("live", browser.text("#link"));

            // Traffic shows, as long as there is some.
            Wait.until("shares and a rate", () -> {
                for (int i = 0; i < 20; i++) {
                    Http.get(gateway.at("/"));
                }
                return browser.text(row(one) + " .share").equals("50 %")
                        && !browser.text("#rate").equals("0");
            });
            assertFalse(browser.text(row(one) + " td:nth-child(7)").startsWith("–"), "a latency");

            // A server is killed.
            two.kill();
            Wait.until(
                    "its death is shown",
                    () -> browser.text(row(two) + " .pill").equals("unhealthy"));
            assertTrue(browser.text(row(two) + " .event").contains("probe"), browser.text(row(two) + " .event"));
            assertEquals("1 of 2 active", browser.text(".count"));
            two.restart();
            Wait.until(
                    "its return is shown",
                    () -> browser.text(row(two) + " .pill").equals("active"));

            // A button drains one, another re-admits it.
            browser.click(row(one) + " .do button");
            Wait.until("it drains", () -> browser.text(row(one) + " .pill").equals("draining"));
            assertTrue(Http.get(gateway.api("/servers")).body().contains("\"state\":\"draining\""));
            assertEquals("Re-admit", browser.text(row(one) + " .do button"));
            browser.click(row(one) + " .do button");
            Wait.until("it is back", () -> browser.text(row(one) + " .pill").equals("active"));

            // By keyboard: another weight.
            browser.type(row(one) + " input", CONTROL + "a" + CONTROL + "7" + ENTER);
            Wait.until(
                    "it weighs more",
                    () -> Http.get(gateway.api("/servers")).body().contains("\"weight\":7"));

            // On a phone nothing sticks out, and on no screen does anything come from outside.
            browser.resize(500, 900);
            assertEquals(
                    0,
                    browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
                            .asInt());
            assertEquals(
                    0,
                    browser.run("return performance.getEntriesByType('resource')"
                                    + ".filter(it => !it.name.startsWith(location.origin)).length")
                            .asInt());

            // The gateway ends, and the page says so.
            gateway.terminate();
            Wait.until("the end is shown", () -> browser.text("#link").startsWith("no gateway"));
        }
    }

    @Test
    void itNeedsNothingFromOutside() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.listen(folder, "servers: []\n")) {
            HttpResponse<String> page = Http.get(gateway.api("/"));
            assertEquals(200, page.statusCode());
            assertTrue(page.headers()
                    .firstValue("Content-Security-Policy")
                    .orElse("")
                    .startsWith("default-src 'none'"));
        }
    }
}
