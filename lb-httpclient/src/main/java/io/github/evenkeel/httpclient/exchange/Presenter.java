package io.github.evenkeel.httpclient.exchange;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * Makes what the caller gets of what the server sent.
 *
 * @param <T> the type of the response body
 */
public interface Presenter<T> {
    /**
     * Presents a response.
     *
     * @param response as the JDK client gave it
     * @param attempt the attempt that it answers
     * @return as the caller sees it
     */
    HttpResponse<T> present(HttpResponse<T> response, Attempt<T> attempt);

    /**
     * Presents a response that the server pushed beside one.
     *
     * @param pushed as the JDK client gave it
     * @param request what it answers, as the caller would have asked it
     * @param attempt the attempt with whose response it came
     * @return as the caller sees it
     */
    HttpResponse<T> presentPushed(HttpResponse<T> pushed, HttpRequest request, Attempt<T> attempt);
}
