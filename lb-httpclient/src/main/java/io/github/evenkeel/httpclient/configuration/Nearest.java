package io.github.evenkeel.httpclient.configuration;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody meant who mistyped it. */
final class Nearest {
    private Nearest() {}

    /** {@code ": did you mean 'x'?"}, or nothing if nothing is near. */
    static String hint(String typed, Collection<String> known) {
        return of(typed, known).map(one -> ": did you mean '" + one + "'?").orElse("");
    }

    static Optional<String> of(String typed, Collection<String> known) {
        return known.stream()
                .min(Comparator.<String>comparingInt(one -> distance(typed, one))
                        .thenComparing(one -> one))
                .filter(one -> distance(typed, one) <= Math.max(2, one.length() / 3));
    }

    /** How many characters must be put in, taken out or changed (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
