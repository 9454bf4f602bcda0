package io.github.evenkeel.examples.quickstart;

import java.io.PrintStream;
import java.util.List;

/** Plain lines: each event when it happens, the table now and then. */
final class PlainScreen implements Screen {

    /** At four tables a second, one every three seconds. */
    private static final int EVERY = 12;

    private final PrintStream out;
    private List<String> latest = List.of();
    private int tables;
    private boolean afterTable;

    PlainScreen(PrintStream out) {
        this.out = out;
    }

    @Override
    public boolean coloured() {
        return false;
    }

    @Override
    public void event(String line) {
        if (afterTable) {
            out.println();
            afterTable = false;
        }
        out.println(line);
    }

    @Override
    public void table(List<String> lines) {
        latest = lines;
        if (++tables % EVERY == 0) {
            print();
        }
    }

    @Override
    public void finish() {
        if (tables % EVERY != 0) {
            print();
        }
        out.println();
    }

    private void print() {
        out.println();
        latest.forEach(out::println);
        afterTable = true;
    }
}
