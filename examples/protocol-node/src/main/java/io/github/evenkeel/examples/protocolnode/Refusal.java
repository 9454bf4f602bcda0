package io.github.evenkeel.examples.protocolnode;

/** Why a message is answered with an error. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private static final int LONGEST_QUOTE = 80;

    /** What kind of error it is; the numbers are those that Maelstrom's protocol gives them. */
    enum Code {
        UNKNOWN_SERVER(1),
        UNKNOWN_TYPE(10),
        NO_SERVER_LEFT(11),
        MALFORMED(12),
        CRASH(13),
        WRONG_MOMENT(22);

        private final int number;

        Code(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    private final Code code;

    Refusal(Code code, String text) {
        super(text);
        this.code = code;
    }

    static Refusal malformed(String text) {
        return new Refusal(Code.MALFORMED, text);
    }

    Code code() {
        return code;
    }

    /** A value for an error text, which must not become as long as the value may be. */
    static String quote(Object value) {
        String text = value.toString();
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
    }
}
