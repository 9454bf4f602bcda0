package io.github.evenkeel.httpclient.exchange;

/** Who hears how a body ends. More than one of these may be called, from any thread: the first counts. */
interface BodyOwner {
    /** What it is called in logs and exceptions. */
    String name();

    /** The body is complete. */
    void bodyEnded();

    /** The server broke it off, or was too slow. */
    void bodyBroke(Throwable failure);

    /** Its reader has had enough. */
    void bodyClosedEarly();

    /** Its reader failed. */
    void callerFailed();
}
