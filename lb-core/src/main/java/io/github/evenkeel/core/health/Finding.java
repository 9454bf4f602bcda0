package io.github.evenkeel.core.health;

import java.util.Objects;

/**
 * What one probe found, and what it saw. Immutable.
 *
 * @param result the verdict of this one probe
 * @param evidence which check found what, in words, for logs and statistics: kept to one line of at most 300
 *     characters, since it may quote a server; empty if there is nothing to say
 */
public record Finding(ProbeResult result, String evidence) {
    private static final int LONGEST_EVIDENCE = 300;
    private static final Finding PASSED = new Finding(ProbeResult.PASSED, "");

    /** Shortens the evidence to what fits into a line. */
    public Finding {
        Objects.requireNonNull(result, "result");
        evidence = line(evidence);
    }

    /**
     * The server answered as it should.
     *
     * @return always the same
     */
    public static Finding passed() {
        return PASSED;
    }

    /**
     * The server answered as it should, but says that it is not at its best.
     *
     * @param evidence what it says
     * @return the finding
     */
    public static Finding degraded(String evidence) {
        return new Finding(ProbeResult.DEGRADED, evidence);
    }

    /**
     * The server answered otherwise, too late or not at all.
     *
     * @param evidence which check failed and what came back
     * @return the finding
     */
    public static Finding failed(String evidence) {
        return new Finding(ProbeResult.FAILED, evidence);
    }

    /** One that says no more than its result. */
    static Finding of(ProbeResult result) {
        return new Finding(result, "");
    }

    private static String line(String text) {
        boolean fits = text.length() <= LONGEST_EVIDENCE;
        String shown = fits ? text : text.substring(0, LONGEST_EVIDENCE - 3) + "...";
        StringBuilder line = null;
        for (int i = 0; i < shown.length(); i++) {
            if (isUnprintable(shown.charAt(i))) {
                line = line == null ? new StringBuilder(shown) : line;
                line.setCharAt(i, ' ');
            }
        }
        return line == null ? shown : line.toString();
    }

    /** What could end a line of a log, or hide in it. */
    private static boolean isUnprintable(char c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
