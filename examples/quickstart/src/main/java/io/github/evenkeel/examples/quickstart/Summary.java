package io.github.evenkeel.examples.quickstart;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How it went.
 *
 * @param requests exchanges that finished, well or not
 * @param errors exchanges the caller saw fail
 * @param retried exchanges that took more than one attempt
 * @param revivedShare what the server that came back got, where 1 is a fair share; empty if none was killed
 * @param firstError the first failure, if there was one
 */
record Summary(
        long requests,
        long errors,
        long retried,
        OptionalDouble revivedShare,
        @Nullable String firstError) {

    private static final double LEAST_SHARE = 0.5;

    /** The share of {@code server} between two counts of the answers, where 1 is what each would get if all got alike. */
    static double fairness(Map<String, Long> before, Map<String, Long> after, String server) {
        long all = after.values().stream().mapToLong(Long::longValue).sum()
                - before.values().stream().mapToLong(Long::longValue).sum();
        long own = after.getOrDefault(server, 0L) - before.getOrDefault(server, 0L);
        // Two decimals, so that what is judged is what is printed.
        return all == 0 ? 0 : Math.round(100.0 * own * after.size() / all) / 100.0;
    }

    /** What was not as it should be, as a sentence; empty if all went well. */
    Optional<String> problem() {
        if (requests == 0) {
            return Optional.of("No request finished.");
        }
        if (errors > 0) {
            return Optional.of(
                    "The caller saw " + errors + " of " + requests + " requests fail; the first: " + firstError);
        }
        if (revivedShare.orElse(1) < LEAST_SHARE) {
            return Optional.of("The server that came back got " + decimals(revivedShare)
                    + " of a fair share of the requests; " + LEAST_SHARE + " is the least to be content with.");
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "requests=" + requests + " errors=" + errors + " retried=" + retried + " revived_share="
                + decimals(revivedShare);
    }

    private static String decimals(OptionalDouble share) {
        return share.isPresent() ? String.format(Locale.ROOT, "%.2f", share.getAsDouble()) : "n/a";
    }
}
