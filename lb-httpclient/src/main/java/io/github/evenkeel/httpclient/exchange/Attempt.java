package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.core.server.FailureKind;
import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of an exchange: the request as this server gets it, the handler of its response, and the lease, which it
 * closes exactly once, when the attempt is over for the server: at the end of the response's body, or with what went
 * wrong before.
 */
public final class Attempt<T> implements BodyHandler<T> {
    private final Exchange<T> exchange;
    private final Lease lease;
    private final int number;
    private final HttpRequest request;

    /*
     * Written by the JDK's threads as the response arrives; read by the driver when the attempt is over. The JDK
     * completes the attempt's future after the last of these writes that matters to the driver, except for bodyBroke
     * and handedOver: see there.
     */
    private volatile boolean responseBegun;
    private volatile boolean callerFailed;
    private volatile StatusVerdict verdict = StatusVerdict.SUCCESS;
    private volatile @Nullable Attempt<T> successor;
    private volatile @Nullable BodyAccount<T> body;

    /*
     * Who closes the lease when the body breaks? Before the response is handed over the driver does, because only it
     * sees whether the caller broke it (a cancelled future and an interrupted send break the body too). Afterwards
     * there is no driver. Each side sets its own flag before it reads the other's, so at least one sees both; closing
     * twice is harmless.
     */
    private volatile boolean bodyBroke;
    private volatile boolean handedOver;

    Attempt(Exchange<T> exchange, Lease lease, int number, HttpRequest request) {
        this.exchange = exchange;
        this.lease = lease;
        this.number = number;
        this.request = request;
    }

    /**
     * Whom it is sent to.
     *
     * @return the server
     */
    public Server server() {
        return lease.server();
    }

    /**
     * The how-manieth attempt of its exchange it is.
     *
     * @return 1 for the first
     */
    public int number() {
        return number;
    }

    /**
     * What is sent.
     *
     * @return the request with the server's URI
     */
    public HttpRequest request() {
        return request;
    }

    Lease lease() {
        return lease;
    }

    boolean responseBegun() {
        return responseBegun;
    }

    /** The attempt that follows because this one's status was not to be handed over; its lease is open already. */
    @Nullable
    Attempt<T> successor() {
        return successor;
    }

    @Override
    public BodySubscriber<T> apply(ResponseInfo head) {
        responseBegun = true;
        verdict = StatusVerdict.of(head.statusCode());
        successor = exchange.insteadOf(this, head.statusCode());
        if (successor != null) {
            closeByVerdict();
            return new DiscardedBody<>();
        }
        if (verdict == StatusVerdict.SUCCESS) {
            lease.respond(System.nanoTime());
        }
        try {
            BodyAccount<T> account = new BodyAccount<>(exchange.handler().apply(head), this);
            body = account;
            return account;
        } catch (Throwable failure) {
            callerFailed();
            throw failure;
        }
    }

    void bodyEnded() {
        closeByVerdict();
    }

    void bodyBroke() {
        bodyBroke = true;
        if (handedOver) {
            lease.fail(FailureKind.BODY, System.nanoTime());
        }
    }

    void bodyClosedEarly() {
        lease.cancel(System.nanoTime());
    }

    void callerFailed() {
        callerFailed = true;
        lease.cancel(System.nanoTime());
    }

    void handedOver() {
        handedOver = true;
        if (bodyBroke) {
            lease.fail(FailureKind.BODY, System.nanoTime());
        }
    }

    /** The response came but nobody will take it. */
    void abandoned() {
        BodyAccount<T> account = body;
        if (account != null) {
            account.abandon();
        }
        cancel();
    }

    /** Ends the attempt by what the driver saw: closes the lease, unless the body did. */
    void failed(FailureClass failureClass) {
        FailureKind blame = callerFailed ? null : failureClass.blame();
        if (blame == null) {
            lease.cancel(System.nanoTime());
        } else {
            lease.fail(blame, System.nanoTime());
        }
    }

    void cancel() {
        lease.cancel(System.nanoTime());
    }

    private void closeByVerdict() {
        long now = System.nanoTime();
        switch (verdict) {
            case SUCCESS -> lease.succeed(now);
            case FAILURE -> lease.fail(FailureKind.STATUS, now);
            case NEUTRAL -> lease.cancel(now);
        }
    }
}
