package io.github.evenkeel.httpclient.exchange;

import java.net.http.HttpResponse;

/**
 * Makes what the caller gets of what the server sent.
 *
 * @param <T> the type of the response body
 */
@FunctionalInterface
public interface Presenter<T> {
    /**
     * Presents a response.
     *
     * @param response as the JDK client gave it
     * @param attempt the attempt that it answers
     * @return as the caller sees it
     */
    HttpResponse<T> present(HttpResponse<T> response, Attempt<T> attempt);
}
