package io.github.evenkeel.examples.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real browser, driven by the WebDriver protocol. */
final class Chromium implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private final Process driver;
    private final URI session;

    private Chromium(Process driver, URI session) {
        this.driver = driver;
        this.session = session;
    }

    /** The driver, if it and the browser are installed. */
    static Optional<Path> installed() {
        return program("chromium").or(() -> program("chrome")).flatMap(browser -> program("chromedriver"));
    }

    private static Optional<Path> program(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Chromium start(Path program, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path output = folder.resolve("driver");
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "--port=0")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("HOME", folder.toString()); // nothing of the user's is touched
        Process driver = builder.start();
        try {
            Wait.until(
                    "chromedriver",
                    () -> STARTED.matcher(Files.readString(output)).find());
            Matcher started = STARTED.matcher(Files.readString(output));
            started.find();
            URI sessions = URI.create("http://127.0.0.1:" + started.group(1) + "/session");
            List<String> arguments = List.of(
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--disable-dev-shm-usage",
                    "--window-size=1360,900",
                    "--user-data-dir=" + folder.resolve("profile"));
            JsonNode session = call(
                    "POST",
                    sessions,
                    Map.of(
                            "capabilities",
                            Map.of("alwaysMatch", Map.of("goog:chromeOptions", Map.of("args", arguments)))));
            return new Chromium(
                    driver, URI.create(sessions + "/" + session.get("sessionId").asText()));
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            driver.destroyForcibly();
            throw e;
        }
    }

    private static JsonNode call(String method, URI uri, Map<String, ?> body) throws IOException, InterruptedException {
        HttpResponse<String> response = Http.send(HttpRequest.newBuilder(uri)
                .method(
                        method,
                        method.equals("POST")
                                ? BodyPublishers.ofString(JSON.writeValueAsString(body))
                                : BodyPublishers.noBody()));
        JsonNode value = JSON.readTree(response.body()).get("value");
        if (response.statusCode() != 200) {
            throw new IOException("the browser says " + value);
        }
        return value;
    }

    void open(URI page) throws IOException, InterruptedException {
        call("POST", at("/url"), Map.of("url", page.toString()));
    }

    private URI at(String command) {
        return URI.create(session + command);
    }

    /** What the page shows of an element; an exception if there is none. */
    String text(String selector) throws IOException, InterruptedException {
        return call("GET", at("/element/" + element(selector) + "/text"), Map.of())
                .asText();
    }

    void click(String selector) throws IOException, InterruptedException {
        call("POST", at("/element/" + element(selector) + "/click"), Map.of());
    }

    /** Types into an element; some keys have characters of their own in the protocol. */
    void type(String selector, String keys) throws IOException, InterruptedException {
        call("POST", at("/element/" + element(selector) + "/value"), Map.of("text", keys));
    }

    /** Runs a function's body in the page. */
    JsonNode run(String script) throws IOException, InterruptedException {
        return call("POST", at("/execute/sync"), Map.of("script", script, "args", List.of()));
    }

    void resize(int width, int height) throws IOException, InterruptedException {
        call("POST", at("/window/rect"), Map.of("width", width, "height", height));
    }

    private String element(String selector) throws IOException, InterruptedException {
        return call("POST", at("/element"), Map.of("using", "css selector", "value", selector))
                .get(ELEMENT)
                .asText();
    }

    @Override
    public void close() throws IOException {
        try {
            call("DELETE", session, Map.of());
            driver.destroy();
            driver.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            driver.destroyForcibly();
        }
    }
}
