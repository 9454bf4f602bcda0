package io.github.evenkeel.httpclient.probe;

import io.github.evenkeel.core.health.Finding;
import io.github.evenkeel.core.server.Server;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Calls code of the user's, and trusts it with nothing. */
final class CustomAsker implements Asker {
    private final CustomCheck check;
    private final ProbeTarget target;
    private final ProbeMeans means;

    /** Whether the latest call has begun. Written by the worker, read by whoever finds it overdue. */
    private volatile boolean begun;

    CustomAsker(Server server, CustomCheck check, ProbeMeans means) {
        this.check = check;
        this.target = new ProbeTarget(server.id(), server.origin());
        this.means = means;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the answer is all there is to know
    public @Nullable CompletableFuture<Answer> ask(boolean settled) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        begun = false;
        try {
            Future<?> work = means.work(() -> call(answer));
            answer.whenComplete((done, failure) -> work.cancel(true));
        } catch (RejectedExecutionException e) {
            return null;
        }
        return answer;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the answer is all there is to know
    private void call(CompletableFuture<Answer> answer) {
        begun = true;
        try {
            CompletionStage<@Nullable Finding> stage = stage();
            ProbeMeans.forgetInterrupt();
            if (stage == null) {
                answer.complete(Answer.failed(check.name() + ": returned null instead of a stage"));
                return;
            }
            stage.whenComplete((finding, failure) -> answer.complete(answer(finding, failure)));
            answer.whenComplete((done, failure) -> cancel(stage));
        } catch (RuntimeException | Error e) {
            ProbeMeans.forgetInterrupt();
            answer.complete(Answer.failed(check.name() + ": threw " + Asker.words(e)));
        }
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // code of the user's may break its promises
    private @Nullable CompletionStage<@Nullable Finding> stage() {
        return (CompletionStage<@Nullable Finding>) check.function().apply(target);
    }

    private Answer answer(@Nullable Finding finding, @Nullable Throwable failure) {
        if (failure != null) {
            return Answer.failed(check.name() + ": failed with " + Asker.words(failure));
        }
        return finding == null
                ? Answer.failed(check.name() + ": completed with null")
                : Answer.of(
                        finding.evidence().isEmpty()
                                ? finding
                                : new Finding(finding.result(), check.name() + ": " + finding.evidence()));
    }

    private static void cancel(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().cancel(true);
        } catch (RuntimeException | Error e) {
            // a stage need not be a future: then it goes on, and nobody listens
        }
    }

    @Override
    public String overdue() {
        return check.name()
                + (begun ? ": not completed" : ": not begun, since other custom checks hold all threads for them");
    }
}
