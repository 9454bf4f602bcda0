package io.github.evenkeel.examples.gateway;

/** A command could not be carried out, for a reason that its user can understand. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    static final int NOT_DONE = 1;
    static final int BAD_INPUT = 2;

    private final int status;

    Failure(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
