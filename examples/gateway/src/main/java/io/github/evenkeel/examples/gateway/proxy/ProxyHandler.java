package io.github.evenkeel.examples.gateway.proxy;

import io.github.evenkeel.examples.gateway.balancing.Balancer;
import io.github.evenkeel.examples.gateway.balancing.Generation;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Forwards every request. */
public final class ProxyHandler extends Handler.Abstract.NonBlocking {
    private final Balancer balancer;
    private final AccessLog log;
    private final AtomicInteger underWay = new AtomicInteger();

    /** Written once, when the gateway is to end; a request that does not see it yet keeps its connection a while. */
    private volatile boolean ending;

    public ProxyHandler(Balancer balancer, AccessLog log) {
        this.balancer = balancer;
        this.log = log;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        underWay.incrementAndGet();
        Generation generation = balancer.enter();
        Forwarding forwarding = new Forwarding(generation, request, response);
        Request.addCompletionListener(request, failure -> {
            generation.leave();
            log.log(forwarding, failure);
            underWay.decrementAndGet(); // after its line, which the end would not wait for
        });
        if (ending && request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2) {
            HttpFields.Mutable headers = response.getHeaders();
            headers.put(HttpHeader.CONNECTION, "close"); // the next request on it would find nobody
        }
        forwarding.start(callback);
        return true;
    }

    /** From now on every answer is the last of its connection. */
    public void end() {
        ending = true;
    }

    /** Requests begun and not answered to the end. */
    public int underWay() {
        return underWay.get();
    }
}
