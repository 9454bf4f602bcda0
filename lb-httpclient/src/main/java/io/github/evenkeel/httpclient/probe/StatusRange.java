package io.github.evenkeel.httpclient.probe;

import java.util.ArrayList;
import java.util.List;

/**
 * HTTP statuses from one to another.
 *
 * @param first the least, 200 to 599
 * @param last the greatest, at least {@code first}, at most 599
 */
public record StatusRange(int first, int last) {
    private static final int LEAST = 200;
    private static final int MOST = 599;

    /**
     * Checks both ends.
     *
     * @throws IllegalArgumentException if they are no statuses of a response, or the wrong way round
     */
    public StatusRange {
        if (first < LEAST || last > MOST || first > last) {
            throw new IllegalArgumentException("statuses must be from " + LEAST + " to " + MOST
                    + ", the smaller one first, but were " + first + "-" + last);
        }
    }

    /**
     * Reads ranges as people write them: {@code 200-299,401}.
     *
     * @param text statuses and ranges, separated by commas
     * @return the ranges, in the same order
     * @throws IllegalArgumentException if it is something else
     */
    public static List<StatusRange> parse(String text) {
        List<StatusRange> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String[] ends = part.strip().split("-", -1);
            try {
                int first = Integer.parseInt(ends[0].strip());
                int last = ends.length == 1 ? first : Integer.parseInt(ends[1].strip());
                if (ends.length > 2) {
                    throw new NumberFormatException("more than two ends");
                }
                ranges.add(new StatusRange(first, last));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "statuses look like 200-299,401 but '" + part.strip() + "' was found", e);
            }
        }
        return List.copyOf(ranges);
    }

    boolean contains(int status) {
        return status >= first && status <= last;
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
