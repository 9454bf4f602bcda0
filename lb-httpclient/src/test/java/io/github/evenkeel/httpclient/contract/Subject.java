package io.github.evenkeel.httpclient.contract;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Who is asked.
 *
 * @param client that all but those who need one of their own ask
 * @param builder of such clients
 * @param origin of the server, or the name of the pool that it is the only server of
 */
record Subject(HttpClient client, Supplier<HttpClient.Builder> builder, String origin) {
    HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(origin + target));
    }

    HttpRequest get(String target) {
        return request(target).build();
    }

    String both(HttpRequest request) {
        return both(request, BodyHandlers.ofString());
    }

    <T> String both(HttpRequest request, BodyHandler<T> handler) {
        return both(client, request, handler);
    }

    /** What comes of a request, either way. */
    static <T> String both(HttpClient client, HttpRequest request, BodyHandler<T> handler) {
        return "send " + sent(client, request, handler) + ", sendAsync " + sentAsync(client, request, handler);
    }

    private static <T> String sent(HttpClient client, HttpRequest request, BodyHandler<T> handler) {
        try {
            return shown(client.send(request, handler));
        } catch (Throwable e) {
            return "throws " + told(e);
        }
    }

    private static <T> String sentAsync(HttpClient client, HttpRequest request, BodyHandler<T> handler) {
        CompletableFuture<HttpResponse<T>> answer;
        try {
            answer = client.sendAsync(request, handler);
        } catch (Throwable e) {
            return "throws " + told(e);
        }
        return shown(answer, Subject::shown);
    }

    static String shown(HttpResponse<?> response) {
        return response.statusCode() + " " + response.body() + " of " + response.uri() + " by " + response.version();
    }

    static String shown(CompletableFuture<?> answer) {
        return shown(answer, String::valueOf);
    }

    /** Also whether those who look at the failure itself see it in a CompletionException. */
    private static <T> String shown(CompletableFuture<T> answer, Function<T, String> text) {
        try {
            return text.apply(answer.get(50, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            String seen = answer.handle((value, failure) -> failure.getClass().getSimpleName())
                    .join();
            return "fails with " + told(e.getCause()) + " seen as " + seen;
        } catch (Throwable e) {
            return "throws " + told(e);
        }
    }

    /** The wording is everybody's own; but what the caller's own code failed with is somewhere in it. */
    static String told(Throwable failure) {
        String type = failure.getClass().getSimpleName();
        boolean mine = Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> "mine".equals(cause.getMessage()));
        return mine ? type + " of mine" : type;
    }
}
