package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import org.jspecify.annotations.Nullable;

/**
 * A response that a server pushes. From its head to the end of its body it is in flight, since that is when it keeps the
 * server busy; but nobody asked for it, so it counts as no request, and for or against nobody.
 */
final class Pushed<T> implements BodyHandler<T>, BodyOwner {
    private final BodyHandler<T> handler;
    private final HttpPool pool;
    private final Server server;
    private final String name;

    /*
     * Written as the head comes, before they read whether somebody has abandoned it; who abandons it says so before
     * reading these. Whoever comes second ends it; that may be both, which is harmless.
     */
    private volatile @Nullable Lease lease;
    private volatile @Nullable BodyAccount<T> body;
    private volatile boolean abandoned;

    Pushed(BodyHandler<T> handler, HttpPool pool, Server server, String name) {
        this.handler = handler;
        this.pool = pool;
        this.server = server;
        this.name = name;
    }

    @Override
    public BodySubscriber<T> apply(ResponseInfo head) {
        if (abandoned) {
            DiscardedBody<T> nobodys = new DiscardedBody<>();
            nobodys.cancel();
            return nobodys;
        }
        // None of a server that is not used any more: what still comes of it need not be waited for.
        lease = pool.servers().acquireFrom(server, System.nanoTime());
        try {
            BodyAccount<T> account = new BodyAccount<>(handler.apply(head), this, pool.bodies());
            body = account;
            if (abandoned) {
                abandon();
            }
            return account.front();
        } catch (Throwable failure) {
            release();
            throw failure;
        }
    }

    /** The caller has the response; from now on its body is watched. */
    void handedOver() {
        BodyAccount<T> account = body;
        if (account != null) {
            account.watchFromNowOn();
        }
    }

    /** Nobody wants it. The JDK client cannot be told before its head has come. */
    void abandon() {
        abandoned = true;
        BodyAccount<T> account = body;
        if (account != null) {
            account.abandon();
        }
        release();
    }

    private void release() {
        Lease open = lease;
        if (open != null) {
            open.withdraw(System.nanoTime());
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void bodyEnded() {
        release();
    }

    @Override
    public void bodyBroke(Throwable failure) {
        release();
    }

    @Override
    public void bodyClosedEarly() {
        release();
    }

    @Override
    public void callerFailed() {
        release();
    }
}
