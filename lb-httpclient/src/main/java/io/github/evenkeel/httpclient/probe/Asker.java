package io.github.evenkeel.httpclient.probe;

import io.github.evenkeel.core.health.Finding;
import io.github.evenkeel.core.server.Server;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Asks one server one question, again and again. Asked by one thread at a time. */
interface Asker {
    /**
     * What came of it.
     *
     * @param finding the result
     * @param waited whether the server took its time until there was something to say, and should be asked at once
     */
    record Answer(Finding finding, boolean waited) {
        static Answer of(Finding finding) {
            return new Answer(finding, false);
        }

        static Answer failed(String evidence) {
            return of(Finding.failed(evidence));
        }
    }

    /**
     * Begins to ask and does not block.
     *
     * @param settled whether the latest answers agree with the verdict, so that the server may wait for news
     * @return what will come of it, never exceptionally; whoever completes it ends what is under way. Null if there is
     *     nothing left to ask with
     */
    @Nullable
    CompletableFuture<Answer> ask(boolean settled);

    /** How long the server may wait for news on top of the probe's timeout. */
    default long waitNanos() {
        return 0;
    }

    /** What to say of an answer that is overdue. */
    String overdue();

    /** An exception in words, without what futures wrap it in. */
    static String words(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        String name = cause.getClass().getSimpleName();
        return message == null ? name : name + ": " + message;
    }

    /** The one for a check. */
    static Asker of(Check check, Server server, long timeoutNanos, ProbeMeans means) {
        if (check instanceof HttpCheck http) {
            return new HttpAsker(server, http, null, timeoutNanos, means);
        } else if (check instanceof JsonCheck json) {
            return new HttpAsker(server, json.request(), json.required(), timeoutNanos, means);
        } else if (check instanceof CustomCheck custom) {
            return new CustomAsker(server, custom, means);
        }
        return new TcpAsker(server, means);
    }
}
