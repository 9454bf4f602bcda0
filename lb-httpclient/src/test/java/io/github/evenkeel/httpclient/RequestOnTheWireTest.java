package io.github.evenkeel.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.evenkeel.httpclient.fixture.Call;
import io.github.evenkeel.httpclient.fixture.DeadServer;
import io.github.evenkeel.httpclient.fixture.TestServer;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server sees of a request, whoever made it and however, what it would see if the JDK client alone had sent it. */
class RequestOnTheWireTest {
    /** A request of the caller's to a URI. */
    private enum Asked {
        GET {
            @Override
            HttpRequest at(URI uri) {
                return HttpRequest.newBuilder(uri).build();
            }
        },
        HEADERS_OF_MANY_VALUES {
            @Override
            HttpRequest at(URI uri) {
                return HttpRequest.newBuilder(uri)
                        .headers("X-In", "a", "X-In", "b, c", "x-in", "", "Accept", "*/*", "User-Agent", "me")
                        .build();
            }
        },
        EMPTY_POST {
            @Override
            HttpRequest at(URI uri) {
                return HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()).build();
            }
        },
        BODY_OF_UNKNOWN_LENGTH {
            @Override
            HttpRequest at(URI uri) {
                return HttpRequest.newBuilder(uri)
                        .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(BODY.getBytes())))
                        .build();
            }
        },
        BODY_AFTER_CONTINUE {
            @Override
            HttpRequest at(URI uri) {
                return HttpRequest.newBuilder(uri)
                        .POST(BodyPublishers.ofString(BODY))
                        .expectContinue(true)
                        .build();
            }
        },
        COPY {
            @Override
            HttpRequest at(URI uri) {
                return HttpRequest.newBuilder(HEADERS_OF_MANY_VALUES.at(uri), (name, value) -> !value.equals("a"))
                        .build();
            }
        },
        COPY_WITH_BODY_AFTER_CONTINUE {
            @Override
            HttpRequest at(URI uri) {
                return HttpRequest.newBuilder(BODY_AFTER_CONTINUE.at(uri), (name, value) -> true)
                        .build();
            }
        },
        /** Which no builder makes: to a method that it knows not it gives an empty body. */
        METHOD_OF_ITS_OWN_WITHOUT_BODY {
            @Override
            HttpRequest at(URI uri) {
                return new OwnRequest(uri, "PURGE", null);
            }
        },
        COPY_OF_METHOD_OF_ITS_OWN {
            @Override
            HttpRequest at(URI uri) {
                return HttpRequest.newBuilder(METHOD_OF_ITS_OWN_WITHOUT_BODY.at(uri), (name, value) -> true)
                        .build();
            }
        },
        CLASS_OF_ITS_OWN {
            @Override
            HttpRequest at(URI uri) {
                return new OwnRequest(uri, "REPORT", BodyPublishers.ofString(BODY));
            }
        };

        abstract HttpRequest at(URI uri);
    }

    private static final String BODY = "the whole body";

    /** A request as wrappers make them. */
    private static final class OwnRequest extends HttpRequest {
        private final URI uri;
        private final String method;
        private final BodyPublisher body;

        OwnRequest(URI uri, String method, BodyPublisher body) {
            this.uri = uri;
            this.method = method;
            this.body = body;
        }

        @Override
        public Optional<BodyPublisher> bodyPublisher() {
            return Optional.ofNullable(body);
        }

        @Override
        public String method() {
            return method;
        }

        @Override
        public Optional<Duration> timeout() {
            return Optional.of(Duration.ofSeconds(50));
        }

        @Override
        public boolean expectContinue() {
            return false;
        }

        @Override
        public URI uri() {
            return uri;
        }

        @Override
        public Optional<Version> version() {
            return Optional.of(Version.HTTP_1_1);
        }

        @Override
        public HttpHeaders headers() {
            return HttpHeaders.of(Map.of("X-In", List.of("a", "b")), (name, value) -> true);
        }
    }

    @ParameterizedTest
    @EnumSource(Asked.class)
    void isAsTheJdkSendsIt(Asked asked) throws Exception {
        HttpClient jdk = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
        try (DeadServer dead = DeadServer.refusing();
                TestServer server = TestServer.answering(200, "fine");
                LoadBalancedHttpClient client = Clients.inOrder(server.origin());
                LoadBalancedHttpClient retrying = Clients.inOrder(dead.origin(), server.origin())) {
            URI logical = URI.create("http://orders/a%20b?c=d");
            for (Way way : Way.values()) {
                way.send(jdk, asked.at(URI.create(server.origin() + "/a%20b?c=d")), BodyHandlers.ofString());
                way.send(client, asked.at(logical), BodyHandlers.ofString());
                way.send(retrying, asked.at(logical), BodyHandlers.ofString());
            }
            List<Call> calls = server.calls();
            assertEquals(6, calls.size());
            for (Call call : calls) {
                assertEquals(calls.get(0).toString(), call.toString());
                assertEquals(calls.get(0).body(), call.body());
            }
        }
    }
}
