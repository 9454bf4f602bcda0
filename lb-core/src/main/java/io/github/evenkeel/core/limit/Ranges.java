package io.github.evenkeel.core.limit;

/** Refuses settings out of their range, early and by name: what was given, what would do, what to do instead. */
final class Ranges {
    private Ranges() {}

    static void check(String name, int value, int least, int most, String remedy) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(message(name, least, most, value, remedy));
        }
    }

    static void check(String name, double value, double least, double most, String remedy) {
        // Not the other way round: NaN must not pass.
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(message(name, least, most, value, remedy));
        }
    }

    static <T extends Comparable<T>> void check(String name, T value, T least, T most, String remedy) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(message(name, least, most, value, remedy));
        }
    }

    private static String message(String name, Object least, Object most, Object value, String remedy) {
        return name + " must be from " + least + " to " + most + " but was " + value + "; " + remedy;
    }
}
