package io.github.evenkeel.examples.gateway.proxy;

import io.github.evenkeel.examples.gateway.balancing.Generation;
import io.github.evenkeel.examples.gateway.configuration.Configuration;
import io.github.evenkeel.httpclient.LoadBalancedResponse;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** One request on its way to a server and back. */
final class Forwarding {
    private final Generation generation;
    private final Request request;
    private final Response response;

    /** Written before the request is sent, by the one thread that it has then. */
    private String pool = Configuration.DEFAULT_POOL;

    /** Null if the request has none. Written before it is sent. */
    private @Nullable RequestBody body;

    /*
     * Written by the thread that has the answer, before it begins to send it on; read when that is over, for the log, and
     * by the timer of idle connections, which may take note a little late.
     */
    private volatile @Nullable LoadBalancedResponse<?> answer;
    private volatile @Nullable Throwable failure;
    private volatile long answeredNanos;

    Forwarding(Generation generation, Request request, Response response) {
        this.generation = generation;
        this.request = request;
        this.response = response;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whichever way it completes, the callback hears of it
    void start(Callback callback) {
        CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> sent;
        try {
            sent = generation.client().sendAsync(forwarded(), BodyHandlers.ofPublisher());
        } catch (URISyntaxException | IllegalArgumentException e) {
            Failures.answer(response, HttpStatus.BAD_REQUEST_400, String.valueOf(e.getMessage()), callback);
            return;
        }
        // While a server thinks, the request's own timeout counts; a body that stalls either way is nobody's to wait
        // for.
        request.addIdleTimeoutListener(timeout -> answer != null);
        request.addFailureListener(gone -> sent.cancel(true));
        if (body != null) {
            watch(sent, body);
        }
        sent.whenComplete((got, failed) -> {
            answeredNanos = System.nanoTime();
            if (failed == null) {
                answered((LoadBalancedResponse<Flow.Publisher<List<ByteBuffer>>>) got, callback);
            } else {
                failed(Failures.unwrapped(failed), callback);
            }
        });
    }

    private HttpRequest forwarded() throws URISyntaxException {
        String target = request.getHttpURI().getPathQuery();
        HttpRequest.Builder builder = HttpRequest.newBuilder(Target.at(pool, target));
        RequestHeaders.copy(request, builder);
        builder.method(request.getMethod(), publisher());
        if (body == null) {
            builder.timeout(patience());
        }
        pool = generation.pool(builder.build());
        return builder.uri(Target.at(pool, target)).build();
    }

    private Duration patience() {
        return generation.configuration().timeouts().request();
    }

    /** A body may take as long as it likes to arrive, so the time for the answer counts from the last of it. */
    private void watch(CompletableFuture<?> sent, RequestBody arriving) {
        long left = patience().toNanos() - (System.nanoTime() - arriving.serversTurnNanos());
        if (left <= 0) {
            sent.completeExceptionally(new HttpTimeoutException("request timed out"));
        } else if (!sent.isDone()) {
            CompletableFuture.delayedExecutor(left, TimeUnit.NANOSECONDS).execute(() -> watch(sent, arriving));
        }
    }

    private BodyPublisher publisher() {
        long length = request.getLength();
        if (length == 0) {
            return BodyPublishers.noBody();
        }
        Content.Chunk first = length > 0 ? null : request.read();
        if (first != null && first.isLast() && !first.hasRemaining() && !Content.Chunk.isFailure(first)) {
            return BodyPublishers.noBody();
        }
        body = new RequestBody(request, first);
        return length > 0 ? BodyPublishers.fromPublisher(body, length) : BodyPublishers.fromPublisher(body);
    }

    private void answered(LoadBalancedResponse<Flow.Publisher<List<ByteBuffer>>> got, Callback callback) {
        answer = got;
        try {
            copyHead(got);
        } catch (RuntimeException e) { // a header that Jetty does not send
            got.body().subscribe(BodySubscribers.discarding());
            failed(e, callback);
            return;
        }
        long length = response.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
        got.body().subscribe(new ResponseBody(response, callback, length));
    }

    private void copyHead(HttpResponse<?> from) {
        response.setStatus(from.statusCode());
        Set<String> dropped = HopByHop.names(from.headers().allValues("connection"));
        from.headers().map().forEach((name, values) -> {
            if (!dropped.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
                values.forEach(value -> response.getHeaders().add(new HttpField(name, value)));
            }
        });
    }

    private void failed(Throwable why, Callback callback) {
        failure = why;
        if (why instanceof CancellationException) {
            callback.failed(why); // the client is gone
            return;
        }
        int status = Failures.status(why);
        Failures.answer(response, status, Failures.words(status, pool, why), callback);
    }

    Request request() {
        return request;
    }

    Response response() {
        return response;
    }

    String pool() {
        return pool;
    }

    Generation generation() {
        return generation;
    }

    /** What a server answered, or null if none did. */
    @Nullable
    LoadBalancedResponse<?> answer() {
        return answer;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    /** When the head of the answer came, or the last attempt failed. */
    long answeredNanos() {
        return answeredNanos;
    }
}
