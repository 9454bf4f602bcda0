package io.github.evenkeel.core.selection;

import java.util.Arrays;
import java.util.Comparator;

/** One interval divided among servers by weight, in the order of their ids, whatever the order of the view. */
final class Shares {
    private final int[] owners;

    /** Where the share of each owner ends. */
    private final double[] ends;

    Shares(PoolView view) {
        Integer[] byId = new Integer[view.size()];
        Arrays.setAll(byId, i -> i);
        Arrays.sort(byId, Comparator.comparing(i -> view.server(i).id()));
        owners = Arrays.stream(byId).mapToInt(i -> i).toArray();
        double[] weights = Weights.scaled(view);
        ends = new double[owners.length];
        double end = 0;
        for (int i = 0; i < owners.length; i++) {
            end += weights[owners[i]];
            ends[i] = end;
        }
    }

    /** The owner of a position, 64 bits that stand for the whole interval. There must be one. */
    int owner(long position) {
        int last = owners.length - 1;
        double place = (position >>> 11) * 0x1.0p-53 * ends[last];
        int low = 0;
        int high = last; // not beyond, should rounding have made the place the end of all
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[middle] <= place) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return owners[low];
    }
}
