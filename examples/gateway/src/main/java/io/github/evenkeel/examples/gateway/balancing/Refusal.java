package io.github.evenkeel.examples.gateway.balancing;

/** Something was asked that cannot be done; nothing is changed, and the message says why. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What stands against it. */
    public enum Reason {
        /** It makes no sense, whatever servers there are. */
        SENSELESS,
        /** There is no such server or pool. */
        UNKNOWN,
        /** There is such a server already. */
        DUPLICATE
    }

    private final Reason reason;

    public Refusal(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
