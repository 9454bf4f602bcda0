package io.github.evenkeel.core.health;

/** Refuses settings out of their range, early and by name: what was given, what would do, what to do instead. */
final class Ranges {
    private Ranges() {}

    /** NaN is refused as well: it sorts above every other number. */
    static <T extends Comparable<T>> void check(String name, T value, T least, T most, String remedy) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    name + " must be from " + least + " to " + most + " but was " + value + "; " + remedy);
        }
    }
}
