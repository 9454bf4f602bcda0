package io.github.evenkeel.examples.gateway.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Server-sent events for one reader. One who is too slow for them all gets fewer. */
final class EventStream implements Consumer<Map<String, Object>>, Callback {
    private static final JsonMapper JSON = new JsonMapper();

    private final Reports reports;
    private final Response response;
    private final Callback whole;

    /** Set by whoever begins to write, unset when the bytes are on their way. */
    private final AtomicBoolean writing = new AtomicBoolean();

    EventStream(Reports reports, Response response, Callback whole) {
        this.reports = reports;
        this.response = response;
        this.whole = whole;
    }

    void start() {
        reports.listen(this);
        accept(reports.report());
    }

    @Override
    public void accept(Map<String, Object> report) {
        if (writing.compareAndSet(false, true)) {
            try {
                byte[] event = ("data: " + JSON.writeValueAsString(report) + "\n\n").getBytes(StandardCharsets.UTF_8);
                response.write(false, ByteBuffer.wrap(event), this);
            } catch (JsonProcessingException e) {
                failed(e);
            }
        }
    }

    @Override
    public void succeeded() {
        writing.set(false);
    }

    /** The reader is gone. It stays marked as writing, so that nothing more is written. */
    @Override
    public void failed(Throwable gone) {
        reports.forget(this);
        whole.failed(gone);
    }
}
