package io.github.evenkeel.httpclient.exchange;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One attempt of an exchange: the request as this server gets it, and what is done with the head of its response. */
public final class Attempt<T> implements BodyHandler<T> {
    private final Exchange<T> exchange;
    private final List<Server> earlier;
    private final RoutedRequest request;
    private final Settlement settlement;

    /*
     * Written by the JDK's threads as the response arrives; read by the driver when the attempt is over. The JDK
     * completes the attempt's future after the last of these writes that matters to the driver.
     */
    private volatile boolean responseBegun;
    private volatile @Nullable HttpHeaders headers;
    private volatile @Nullable BodyAccount<T> body;

    private final Succession<T> succession = new Succession<>();

    /** That with its hedge, if there may be one; written before the attempt is sent. */
    private @Nullable Race<T> race;

    /** Written as its head comes, or as that of the other does; read by the driver when it is over. */
    private volatile boolean outOfRace;

    /** The page that this attempt was made instead of: it may be read for as long as this attempt takes. */
    private @Nullable DiscardedBody<T> discarded;

    /** Whether it had to be; of one driver step at a time. */
    private boolean sentAnew;

    /** Written by the driver as it sends, turned off as the head comes; whoever comes second of the two turns it off. */
    private volatile @Nullable Alarm alarm;

    Attempt(Exchange<T> exchange, Lease lease, List<Server> earlier, RoutedRequest request) {
        this.exchange = exchange;
        this.earlier = earlier;
        this.request = request;
        this.settlement = new Settlement(lease, exchange.claims(), request);
    }

    /**
     * Whom it is sent to.
     *
     * @return the server
     */
    public Server server() {
        return lease().server();
    }

    /**
     * The how-manieth attempt of its exchange it is.
     *
     * @return 1 for the first
     */
    public int number() {
        return earlier.size() + 1;
    }

    /**
     * Whom its exchange has tried before it, or, if it is a hedge, tries beside it.
     *
     * @return the servers, in order
     */
    public List<Server> earlier() {
        return earlier;
    }

    /**
     * What is sent.
     *
     * @return the request with the server's URI
     */
    RoutedRequest request() {
        return request;
    }

    /** Whom its exchange has tried by now. */
    List<Server> tried() {
        return Stream.concat(earlier.stream(), Stream.of(server())).toList();
    }

    Lease lease() {
        return settlement.lease();
    }

    @Nullable
    Race<T> race() {
        return race;
    }

    void enter(Race<T> newRace) {
        race = newRace;
    }

    /** The latest attempt of its exchange: its number counts all, and its lease leads to all servers tried. */
    Attempt<T> latest() {
        return race == null ? this : race.latest();
    }

    /** It rings unless the head comes in time. */
    void set(Alarm newAlarm) {
        alarm = newAlarm;
        if (responseBegun) {
            newAlarm.off();
        }
    }

    boolean responseBegun() {
        return responseBegun;
    }

    /** Whether it can be sent again as if it had not been: once, and by whose client did nothing. */
    boolean sendAnew() {
        boolean can = !responseBegun && !sentAnew;
        sentAnew = true;
        return can;
    }

    /**
     * Whether the caller's code has nothing yet of the response: it was not asked for a body subscriber, or gave one
     * that only gathers, and can be asked for another.
     */
    boolean leftNoTrace() {
        BodyAccount<T> account = body;
        return !responseBegun || (account != null && account.onlyGathers());
    }

    /** Whether it failed in the caller's code, and so says nothing of the server. */
    boolean callerFailed() {
        return settlement.hasCallerFailed();
    }

    /** Over for the driver: the attempt to follow because this one's status was not to be handed over, its lease open. */
    @Nullable
    Attempt<T> end() {
        succession.end();
        if (discarded != null) {
            discarded.cancel();
        }
        return succession.take();
    }

    @Override
    public BodySubscriber<T> apply(ResponseInfo head) {
        responseBegun = true;
        Alarm waiting = alarm;
        if (waiting != null) {
            waiting.off();
        }
        if (succession.isOver()) {
            return nobodys();
        }
        exchange.claims().answered(server(), head.headers());
        settlement.judge(
                StatusVerdict.of(head.statusCode(), RetryAfter.heed(server(), head.statusCode(), head.headers())));
        if (race != null && leftToOther(race, head.statusCode())) {
            return nobodys();
        }
        Attempt<T> next = exchange.insteadOf(this, head.statusCode());
        if (next != null) {
            settlement.bodyEnded(); // as far as anybody cares
            return discardedFor(next);
        }
        settlement.respond();
        try {
            BodyAccount<T> account =
                    new BodyAccount<>(exchange.handler().apply(asHandedOver(head)), settlement, exchange.bodies());
            body = account;
            exchange.limit(account, this);
            if (succession.isOver()) {
                account.abandon();
            }
            return account.front();
        } catch (Throwable failure) {
            settlement.callerFailed();
            throw failure;
        }
    }

    /** Whether another attempt of the exchange is ahead of this one, or still runs where this one brings but an error. */
    private boolean leftToOther(Race<T> with, int status) {
        boolean good = settlement.isGood() && !exchange.retriesOn(status);
        outOfRace = good ? !with.win(this) : with.leave(this, null);
        if (outOfRace) {
            settlement.cancel();
        }
        return outOfRace;
    }

    /** Whether another attempt decides how the exchange goes on, now that this one is over. */
    boolean leavesDecision(@Nullable Throwable failure) {
        return outOfRace || (failure != null && race != null && race.leave(this, failure));
    }

    /** The other attempt's head came first: ends without a verdict. */
    void lost() {
        outOfRace = true;
        succession.end();
        abandoned();
    }

    /** That of its hedge came first. */
    void overtaken() {
        settlement.overtaken();
        lost();
    }

    private ResponseInfo asHandedOver(ResponseInfo head) {
        HttpHeaders shown = exchange.claims().session().answered(server(), settlement.isGood(), head.headers());
        if (shown == null) {
            return head;
        }
        headers = shown;
        return new HandedOverHead(head.statusCode(), shown, head.version());
    }

    private record HandedOverHead(int statusCode, HttpHeaders headers, HttpClient.Version version)
            implements ResponseInfo {}

    /**
     * The response's headers for the caller.
     *
     * @param response as the JDK client gave it
     * @return its headers, and what the pool has added to them
     */
    public HttpHeaders headers(HttpResponse<T> response) {
        HttpHeaders shown = headers;
        return shown == null ? response.headers() : shown;
    }

    /**
     * The head came after the failure that ended the attempt. The caller's handler may be at work on another attempt's
     * response by now: the driver looks whether this one's has begun after it has set "over", so one of us two stops.
     */
    private DiscardedBody<T> nobodys() {
        DiscardedBody<T> late = new DiscardedBody<>();
        late.cancel();
        return late;
    }

    private DiscardedBody<T> discardedFor(Attempt<T> next) {
        DiscardedBody<T> page = new DiscardedBody<>();
        next.discarded = page;
        succession.leave(next);
        return page;
    }

    void handedOver() {
        BodyAccount<T> account = body;
        if (account != null) {
            account.watchFromNowOn();
        }
        settlement.handedOver();
    }

    /** The response came but nobody will take it. */
    public void abandoned() {
        BodyAccount<T> account = body;
        if (account != null) {
            account.abandon();
        }
        settlement.cancel();
    }

    /**
     * Ends the attempt by what the driver saw: closes the lease, unless the body did, and the body, should it have come
     * all the same. (The JDK forgets one that arrives together with a cancel, and its client then never terminates.)
     */
    void failed(FailureClass failureClass) {
        settlement.failed(failureClass);
        succession.end();
        abandoned();
    }

    /** Never begun: its exchange ended before it. */
    void unused() {
        settlement.cancel();
        end();
    }
}
