package io.github.evenkeel.examples.gateway.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.evenkeel.examples.gateway.balancing.Balancer;
import io.github.evenkeel.examples.gateway.balancing.Refusal;
import io.github.evenkeel.examples.gateway.configuration.Configuration.Api;
import io.github.evenkeel.examples.gateway.configuration.ServerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The API: each answer is JSON, and each refusal says why. */
public final class ApiHandler extends Handler.Abstract {
    private static final int LONGEST_BODY = 64 * 1024;
    private static final JsonMapper JSON = new JsonMapper();

    /** What can be asked without the token: whether anybody is there, and the page that asks for the token. */
    private static final List<String> OPEN = List.of("GET /healthz", "GET /");

    private final Balancer balancer;
    private final Reports reports;
    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();

    /** Answers one kind of request. */
    private interface Endpoint {
        void answer(Request request, Response response, Callback callback) throws IOException;
    }

    /** Does what the body of a request says, and tells what was done. */
    private interface Change {
        Map<String, Object> make(String body);
    }

    public ApiHandler(Balancer balancer, Reports reports, Metrics metrics, LivePage page) {
        this.balancer = balancer;
        this.reports = reports;
        endpoints.put("POST /add", change(this::add));
        endpoints.put("POST /update", change(this::update));
        endpoints.put("POST /delete", change(this::delete));
        endpoints.put("POST /drain", change(this::drain));
        endpoints.put("POST /readmit", change(this::readmit));
        endpoints.put(
                "GET /servers",
                (request, response, callback) -> json(response, HttpStatus.OK_200, reports.servers(), callback));
        endpoints.put(
                "GET /healthz",
                (request, response, callback) -> json(response, HttpStatus.OK_200, Map.of("status", "ok"), callback));
        endpoints.put(
                "GET /metrics",
                (request, response, callback) ->
                        text(response, HttpStatus.OK_200, metrics.type(), metrics.text(), callback));
        endpoints.put("GET /", page::html);
        endpoints.put("GET /events", page::events);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        Api api = balancer.configuration().api();
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        String path = request.getHttpURI().getCanonicalPath();
        String asked = method + " " + path;
        Optional<String> foreign = Guard.foreign(api, request);
        Endpoint endpoint = endpoints.get(asked);
        if (foreign.isPresent()) {
            refuse(response, HttpStatus.FORBIDDEN_403, foreign.get(), callback);
        } else if (!OPEN.contains(asked) && !Guard.knowsToken(api, request)) {
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
            refuse(response, HttpStatus.UNAUTHORIZED_401, "send the token as Authorization: Bearer TOKEN", callback);
        } else if (endpoint != null) {
            answer(endpoint, request, response, callback);
        } else {
            unknown(path, response, callback);
        }
        return true;
    }

    private static void answer(Endpoint endpoint, Request request, Response response, Callback callback)
            throws IOException {
        try {
            endpoint.answer(request, response, callback);
        } catch (Refusal refusal) {
            int status = switch (refusal.reason()) {
                case SENSELESS -> HttpStatus.BAD_REQUEST_400;
                case UNKNOWN -> HttpStatus.NOT_FOUND_404;
                case DUPLICATE -> HttpStatus.CONFLICT_409;
            };
            refuse(response, status, refusal.getMessage(), callback);
        }
    }

    private void unknown(String path, Response response, Callback callback) throws IOException {
        for (String method : List.of("GET", "POST")) {
            if (endpoints.containsKey(method + " " + path)) {
                response.getHeaders().put(HttpHeader.ALLOW, method.equals("GET") ? "GET, HEAD" : method);
                refuse(response, HttpStatus.METHOD_NOT_ALLOWED_405, path + " takes " + method, callback);
                return;
            }
        }
        refuse(
                response,
                HttpStatus.NOT_FOUND_404,
                "there is no " + path + " here; there are " + new TreeSet<>(endpoints.keySet()),
                callback);
    }

    private static Endpoint change(Change change) {
        return (request, response, callback) -> json(response, HttpStatus.OK_200, change.make(body(request)), callback);
    }

    private static String body(Request request) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] body = in.readNBytes(LONGEST_BODY + 1);
            if (body.length > LONGEST_BODY) {
                throw new Refusal(Refusal.Reason.SENSELESS, "the body is longer than " + LONGEST_BODY + " bytes");
            }
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private Map<String, Object> add(String body) {
        ServerEdit edit = ServerEdit.ofNew(body);
        ServerEntry server = edit.applyTo(ServerEntry.at(edit.url()));
        balancer.add(edit.pool(), server);
        return done("added", server.url());
    }

    private Map<String, Object> update(String body) {
        ServerEdit edit = ServerEdit.ofKnown(body);
        balancer.update(edit.url(), edit::applyTo);
        return done("updated", edit.url());
    }

    private Map<String, Object> delete(String body) {
        URI url = ServerEdit.url(body);
        balancer.delete(url);
        return done("deleted", url);
    }

    private Map<String, Object> drain(String body) {
        URI url = ServerEdit.url(body);
        balancer.drain(url);
        return done("drained", url);
    }

    private Map<String, Object> readmit(String body) {
        URI url = ServerEdit.url(body);
        balancer.readmit(url);
        return done("readmitted", url);
    }

    private Map<String, Object> done(String what, URI url) {
        reports.changed();
        return Map.of(what, url.toString());
    }

    private static void refuse(Response response, int status, String why, Callback callback) throws IOException {
        json(response, status, Map.of("error", why), callback);
    }

    private static void json(Response response, int status, Object body, Callback callback)
            throws JsonProcessingException {
        text(response, status, "application/json", JSON.writeValueAsString(body) + "\n", callback);
    }

    private static void text(Response response, int status, String type, String body, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        Content.Sink.write(response, true, body, callback);
    }
}
