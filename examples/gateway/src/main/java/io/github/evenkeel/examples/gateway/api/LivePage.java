package io.github.evenkeel.examples.gateway.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The page to watch the servers on, and the stream of events that keeps it up to date. */
public final class LivePage {
    private final Reports reports;
    private final byte[] html;

    public LivePage(Reports reports) throws IOException {
        this.reports = reports;
        try (InputStream in = Objects.requireNonNull(LivePage.class.getResourceAsStream("page.html"))) {
            this.html = in.readAllBytes();
        }
    }

    void html(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html; charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        // Nothing but what is in the page itself, whatever a server's name may hold.
        response.getHeaders()
                .put(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; "
                                + "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.write(true, ByteBuffer.wrap(html), callback);
    }

    void events(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        request.addIdleTimeoutListener(timeout -> false);
        new EventStream(reports, response, callback).start();
    }
}
