package io.github.evenkeel.examples.quickstart;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** Where the table and the events are shown. */
interface Screen {

    /** A terminal, where the table refreshes in place, or else plain lines, as for a pipe. */
    @SuppressWarnings("SystemConsoleNull") // not with the property set here
    static Screen of(PrintStream out, Map<String, String> environment) {
        // JDK 22 to 24 would otherwise give a console even where there is no terminal.
        System.setProperty("jdk.console", "java.base");
        boolean terminal = System.console() != null
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        boolean coloured = environment.getOrDefault("NO_COLOR", "").isEmpty();
        return terminal ? new TerminalScreen(out, coloured) : new PlainScreen(out);
    }

    /** Whether the table may use colours. */
    boolean coloured();

    /** Something happened. */
    void event(String line);

    /** The table as it is now. */
    void table(List<String> lines);

    /** Leaves the last table to be seen. */
    void finish();
}
