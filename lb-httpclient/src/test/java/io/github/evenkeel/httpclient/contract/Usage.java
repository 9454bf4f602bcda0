package io.github.evenkeel.httpclient.contract;

import static io.github.evenkeel.httpclient.contract.Row.row;

import java.io.IOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;

/** Futures, threads, settings and WebSockets. */
final class Usage {
    /** How many answers that the server holds back it may give. */
    static final Semaphore HELD = new Semaphore(0);

    private Usage() {}

    static Stream<Row> rows() {
        return Stream.of(futures(), threads(), settings(), webSockets()).flatMap(Function.identity());
    }

    private static CompletableFuture<HttpResponse<String>> sent(Subject subject, String target) {
        return subject.client()
                .sendAsync(subject.request(target).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    private static Stream<Row> futures() {
        return Stream.of(
                row("copy", it -> Subject.shown(sent(it, "/").copy().thenApply(Subject::shown))),
                row(
                        "minimal stage",
                        it -> Subject.shown(sent(it, "/")
                                .minimalCompletionStage()
                                .toCompletableFuture()
                                .thenApply(Subject::shown))),
                row("obtrude", it -> thrown(() -> sent(it, "/").obtrudeValue(null))),
                row("obtrude a failure", it -> thrown(() -> sent(it, "/").obtrudeException(new IOException("mine")))),
                row("join", it -> thrown(() -> sent(it, "/fin").join())),
                row("orTimeout", it -> Subject.shown(sent(it, "/hang").orTimeout(100, TimeUnit.MILLISECONDS))),
                row("thread of what follows", it -> followed(it, "/held")),
                row("thread of what follows a failure", it -> followed(it, "/held-cut")));
    }

    /** On which thread a dependent runs that was there before the answer. */
    private static String followed(Subject subject, String target) throws Exception {
        CompletableFuture<String> thread = sent(subject, target)
                .handle((answer, failure) -> Thread.currentThread().getName().replaceAll("\\d+", "#"));
        HELD.release();
        return thread.get(50, TimeUnit.SECONDS);
    }

    private static String thrown(Runnable action) {
        try {
            action.run();
            return "nothing";
        } catch (RuntimeException e) {
            return e.getClass() + " of " + (e.getCause() == null ? null : Subject.told(e.getCause()));
        }
    }

    private static Stream<Row> threads() {
        return Stream.of(
                row("handler on the executor", it -> {
                    ExecutorService threads = Executors.newCachedThreadPool(task -> new Thread(task, "mine"));
                    try {
                        return it.builder()
                                .get()
                                .executor(threads)
                                .build()
                                .send(
                                        it.get("/"),
                                        info -> HttpResponse.BodySubscribers.replacing(
                                                Thread.currentThread().getName()))
                                .body();
                    } finally {
                        threads.shutdown();
                    }
                }),
                row("interrupted before", it -> {
                    Thread.currentThread().interrupt();
                    return interrupted(it) + Thread.interrupted();
                }),
                row("interrupted before sendAsync", it -> {
                    Thread.currentThread().interrupt();
                    CompletableFuture<?> answer = sent(it, "/").thenApply(Subject::shown);
                    return Thread.interrupted() + Subject.shown(answer);
                }));
    }

    private static String interrupted(Subject subject) throws IOException {
        try {
            return Subject.shown(subject.client().send(subject.get("/hang"), BodyHandlers.ofString()));
        } catch (InterruptedException e) {
            return Subject.told(e);
        }
    }

    private static Stream<Row> settings() {
        Stream<Row> refused = Stream.of(
                set("no cookieHandler", builder -> builder.cookieHandler(null)),
                set("no connectTimeout", builder -> builder.connectTimeout(null)),
                set("connectTimeout 0", builder -> builder.connectTimeout(Duration.ZERO)),
                set("connectTimeout -1 s", builder -> builder.connectTimeout(Duration.ofSeconds(-1))),
                set("no sslContext", builder -> builder.sslContext(null)),
                set("no sslParameters", builder -> builder.sslParameters(null)),
                set("no executor", builder -> builder.executor(null)),
                set("no followRedirects", builder -> builder.followRedirects(null)),
                set("no version", builder -> builder.version(null)),
                set("no proxy", builder -> builder.proxy(null)),
                set("no authenticator", builder -> builder.authenticator(null)),
                set("priority 0", builder -> builder.priority(0)),
                set("priority 1", builder -> builder.priority(1)),
                set("priority 256", builder -> builder.priority(256)),
                set("priority 257", builder -> builder.priority(257)));
        Stream<Row> others = Stream.of(
                row("the last one counts", it -> {
                    HttpClient.Builder builder = it.builder().get();
                    HttpClient client = builder.connectTimeout(Duration.ofSeconds(1))
                            .connectTimeout(Duration.ofSeconds(3))
                            .version(HttpClient.Version.HTTP_2)
                            .followRedirects(HttpClient.Redirect.ALWAYS)
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .build();
                    builder.connectTimeout(Duration.ofSeconds(5)).version(HttpClient.Version.HTTP_1_1);
                    return List.of(client.connectTimeout(), client.version(), client.followRedirects());
                }),
                row("sslParameters are copied both ways", it -> {
                    SSLParameters parameters = new SSLParameters(null, new String[] {"TLSv1.3"});
                    HttpClient.Builder builder = it.builder().get().sslParameters(parameters);
                    parameters.setProtocols(new String[] {"TLSv1.2"});
                    HttpClient client = builder.build();
                    client.sslParameters().setProtocols(new String[] {"TLSv1.1"});
                    return List.of(client.sslParameters().getProtocols());
                }),
                row("authenticator", it -> {
                    Authenticator user = new Authenticator() {
                        @Override
                        protected PasswordAuthentication getPasswordAuthentication() {
                            return new PasswordAuthentication("user", new char[] {'x'});
                        }
                    };
                    HttpClient client = it.builder().get().authenticator(user).build();
                    return Subject.both(client, it.get("/asks"), BodyHandlers.ofString());
                }));
        return Stream.concat(refused, others);
    }

    private static Row set(String name, Consumer<HttpClient.Builder> setting) {
        return row(name, it -> thrown(() -> setting.accept(it.builder().get())));
    }

    private static Stream<Row> webSockets() {
        Stream<Row> places = Stream.of("/", "/status/404", "/status/401", "/fin", "/#part")
                .map(target -> row("WebSocket to " + target, it -> opened(it, "ws:", target, builder -> {})));
        Stream<Row> others = Stream.of(
                row("WebSocket by http", it -> opened(it, "http:", "/", builder -> {})),
                row(
                        "WebSocket to nowhere",
                        it -> thrown(
                                () -> it.client().newWebSocketBuilder().buildAsync(null, new WebSocket.Listener() {}))),
                row(
                        "WebSocket without a listener",
                        it -> thrown(() -> it.client()
                                .newWebSocketBuilder()
                                .buildAsync(URI.create(it.origin().replace("http:", "ws:")), null))),
                opened("WebSocket, header of the JDK's own", builder -> builder.header("Sec-WebSocket-Key", "mine")),
                opened("WebSocket, header Host", builder -> builder.header("Host", "mine")),
                opened("WebSocket, header with two lines", builder -> builder.header("X", "1\r\nEvil: 2")),
                opened("WebSocket, no header", builder -> builder.header(null, null)),
                opened("WebSocket, subprotocol of two words", builder -> builder.subprotocols("a b")),
                opened("WebSocket, twice one subprotocol", builder -> builder.subprotocols("a", "a")),
                opened("WebSocket, connectTimeout 0", builder -> builder.connectTimeout(Duration.ZERO)));
        return Stream.concat(places, others);
    }

    private static Row opened(String name, Consumer<WebSocket.Builder> setting) {
        return row(name, it -> opened(it, "ws:", "/", setting));
    }

    private static String opened(Subject subject, String scheme, String target, Consumer<WebSocket.Builder> setting) {
        WebSocket.Builder builder = subject.client().newWebSocketBuilder();
        try {
            setting.accept(builder);
        } catch (RuntimeException e) {
            return "setting throws " + Subject.told(e);
        }
        URI uri = URI.create(subject.origin().replace("http:", scheme) + target);
        return Subject.shown(
                builder.buildAsync(uri, new WebSocket.Listener() {}).thenApply(socket -> "opens"));
    }
}
