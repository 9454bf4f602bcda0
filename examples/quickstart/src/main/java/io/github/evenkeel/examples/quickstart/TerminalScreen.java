package io.github.evenkeel.examples.quickstart;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A table that refreshes in place, with the latest events below it. */
final class TerminalScreen implements Screen {

    private static final String ESCAPE = "\u001b[";

    /** Lines above the top of the window cannot be reached any more, so all must fit: 24 lines are usual. */
    private static final int MOST_TABLE_LINES = 16;

    private static final int MOST_EVENTS = 6;

    private final PrintStream out;
    private final boolean coloured;
    private final Deque<String> events = new ArrayDeque<>();
    private List<String> table = List.of();
    private int linesDrawn;

    TerminalScreen(PrintStream out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    @Override
    public boolean coloured() {
        return coloured;
    }

    @Override
    public void event(String line) {
        if (events.size() == MOST_EVENTS) {
            events.removeFirst();
        }
        events.addLast(line);
        draw();
    }

    @Override
    public void table(List<String> lines) {
        table = lines;
        draw();
    }

    /** The last drawing stays; what is printed next stands below it. */
    @Override
    public void finish() {
        draw();
        out.println();
    }

    /** One write for the whole picture, so that it is never seen half drawn. */
    private void draw() {
        int shown = Math.min(table.size(), MOST_TABLE_LINES);
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(table.subList(0, shown));
        if (shown < table.size()) {
            lines.add("... and " + (table.size() - shown) + " more");
        }
        lines.add("");
        lines.addAll(events);

        StringBuilder picture = new StringBuilder();
        if (linesDrawn > 0) {
            picture.append(ESCAPE).append(linesDrawn).append('A'); // up to where the last picture began
        }
        picture.append('\r').append(ESCAPE).append("?7l"); // a long line is cut, for a wrapped one would count as two
        for (String line : lines) {
            picture.append(line).append(ESCAPE).append("K\n"); // and erase what stood there before
        }
        picture.append(ESCAPE).append("J").append(ESCAPE).append("?7h"); // erase below, wrap again
        out.print(picture);
        out.flush();
        linesDrawn = lines.size();
    }
}
