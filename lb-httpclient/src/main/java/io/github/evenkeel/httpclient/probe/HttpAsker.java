package io.github.evenkeel.httpclient.probe;

import io.github.evenkeel.core.health.Finding;
import io.github.evenkeel.core.health.ProbeResult;
import io.github.evenkeel.core.server.Server;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends an HTTP request and judges the answer. */
final class HttpAsker implements Asker {
    private static final int NOT_MODIFIED = 304;
    private static final int UNAVAILABLE = 503;

    private final HttpCheck check;

    /** The dependencies that a health document must not fail; null if no document is expected. */
    private final @Nullable Set<String> required;

    private final Supplier<@Nullable HttpClient> client;
    private final ProbeMeans means;
    private final HttpRequest request;
    private final Duration timeout;

    /** What the latest answer said, and its entity tag. Written by each answer, read by the next question. */
    private volatile Finding latest = Finding.passed();

    private volatile @Nullable String tag;

    /** What the latest question waits for. Written as its answer comes, read if that is overdue. */
    private volatile String wait = "";

    HttpAsker(Server server, HttpCheck check, @Nullable Set<String> required, long timeoutNanos, ProbeMeans means) {
        this.check = check;
        this.required = required;
        this.client = means.client(server);
        this.means = means;
        this.timeout = Duration.ofNanos(timeoutNanos);
        this.request = request(server, check).timeout(timeout).build();
    }

    static HttpRequest.Builder request(Server server, HttpCheck check) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.origin() + check.path()))
                .method(check.method(), BodyPublishers.noBody())
                .setHeader("User-Agent", "Evenkeel-Probe");
        check.headers().forEach(request::setHeader);
        if (server.origin().getScheme().equals("http")) {
            request.version(HttpClient.Version.HTTP_1_1); // without an upgrade that plain servers hardly ever know
        }
        return request;
    }

    @Override
    public long waitNanos() {
        return check.longPoll().toNanos();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the answer is all there is to know
    public @Nullable CompletableFuture<Answer> ask(boolean settled) {
        HttpClient open = client.get();
        if (open == null) {
            return null;
        }
        wait = "no answer";
        boolean polls = settled && !check.longPoll().isZero();
        CompletableFuture<HttpResponse<KeptBody>> response;
        try {
            response = open.sendAsync(polls ? longPoll() : request, head -> {
                wait = "status " + head.statusCode() + ", but the body did not end";
                return isOfInterest(head) ? new KeptBody() : BodySubscribers.replacing(KeptBody.NONE);
            });
        } catch (RuntimeException | Error e) { // the user's executor is full, or no thread can be started
            return CompletableFuture.completedFuture(Answer.failed(what() + ": not sent: " + Asker.words(e)));
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        response.whenComplete((got, failure) -> {
            if (got == null) {
                answer.complete(Answer.failed(what() + ": " + Asker.words(failure)));
            } else if (check.body() == null) {
                answer.complete(answer(got, polls));
            } else {
                judgeApart(answer, got, polls);
            }
        });
        answer.whenComplete((done, failure) -> response.cancel(true));
        return answer;
    }

    /** The body check is code of the user's: it must not hold the client's threads, nor go on for ever. */
    @SuppressWarnings("FutureReturnValueIgnored") // the answer is all there is to know
    private void judgeApart(CompletableFuture<Answer> answer, HttpResponse<KeptBody> got, boolean polls) {
        wait = "status " + got.statusCode() + ", but the body check did not end";
        try {
            Future<?> work = means.work(() -> answer.complete(answer(got, polls)));
            answer.whenComplete((done, failure) -> work.cancel(true));
        } catch (RejectedExecutionException e) {
            answer.cancel(false); // the probing has ended
        }
    }

    /** What is passed over the JDK reads by itself, which spares a hop to another thread. */
    private boolean isOfInterest(ResponseInfo head) {
        return check.body() != null
                || required != null
                || !check.passes(head.statusCode())
                || head.headers().firstValueAsLong("Content-Length").orElse(Long.MAX_VALUE) > KeptBody.MOST;
    }

    private HttpRequest longPoll() {
        String known = tag;
        String health = latest.result() == ProbeResult.FAILED ? "\"unhealthy\"" : "\"healthy\"";
        HttpRequest.Builder poll = HttpRequest.newBuilder(request.uri())
                .method(check.method(), BodyPublishers.noBody())
                .timeout(timeout.plus(check.longPoll()));
        request.version().ifPresent(poll::version);
        request.headers().map().forEach((name, values) -> values.forEach(value -> poll.header(name, value)));
        return poll.setHeader("Prefer", "wait=" + check.longPoll().toSeconds())
                .setHeader("If-None-Match", known == null ? health : known)
                .build();
    }

    private Answer answer(HttpResponse<KeptBody> response, boolean polled) {
        HttpHeaders headers = response.headers();
        if (polled && response.statusCode() == NOT_MODIFIED) {
            return new Answer(latest, waited(headers));
        }
        Finding finding = judged(response.statusCode(), response.body());
        latest = finding;
        tag = headers.firstValue("ETag").orElse(null);
        return new Answer(finding, polled && waited(headers));
    }

    private static boolean waited(HttpHeaders headers) {
        return headers.firstValue("armeria-lphc").isPresent()
                || headers.allValues("Preference-Applied").stream()
                        .anyMatch(applied ->
                                applied.strip().toLowerCase(Locale.ROOT).startsWith("wait"));
    }

    private Finding judged(int got, KeptBody body) {
        BodyCheck wanted = check.body();
        String answered = what() + ": status " + got;
        boolean passes = check.passes(got);
        if (!passes && (required == null || got != UNAVAILABLE)) {
            return Finding.failed(answered + ", " + body.shown());
        }
        if (body.isLonger() && (wanted != null || required != null)) {
            return Finding.failed(answered + ", but the body is longer than 64 KiB");
        }
        if (wanted != null) {
            String wrong = wrong(wanted, body);
            if (!wrong.isEmpty()) {
                return Finding.failed(answered + ", but " + wrong);
            }
        }
        return required == null ? Finding.passed() : document(required, answered, passes, body);
    }

    private static Finding document(Set<String> required, String answered, boolean passes, KeptBody body) {
        Finding said = JsonVerdict.of(required, body.text());
        if (said.result() == ProbeResult.PASSED) {
            return passes ? said : Finding.failed(answered + ", " + body.shown());
        }
        return new Finding(said.result(), answered + ", " + said.evidence());
    }

    private static String wrong(BodyCheck wanted, KeptBody body) {
        try {
            return wanted.predicate().test(body.text())
                    ? ""
                    : "the body is not one that " + wanted.description() + ": " + body.shown();
        } catch (RuntimeException | Error e) { // code of the user's
            return "the body check that it " + wanted.description() + " threw " + Asker.words(e);
        } finally {
            ProbeMeans.forgetInterrupt();
        }
    }

    private String what() {
        return check.method() + " " + check.path();
    }

    @Override
    public String overdue() {
        return what() + ": " + wait;
    }
}
