package io.github.evenkeel.core.selection;

import java.util.Arrays;

/**
 * Draws an index with a chance proportional to its weight in constant time: the alias method (Vose, "A Linear Algorithm
 * for Generating Random Numbers with a Given Distribution", 1991). Columns of equal height hold the weights, each its
 * own server's and above it part of one other's. Immutable.
 */
final class AliasTable {
    private static final double FULL = 0x1p63;

    /** How much of each column, of 2^63, is its own server's. */
    private final long[] own;

    /** Whose the rest is. */
    private final int[] alias;

    AliasTable(PoolView view) {
        int size = view.size();
        own = new long[size];
        alias = new int[size];
        double[] height = heights(view);
        int[] columns = new int[size]; // the low ones from the left, the high ones from the right
        int low = 0;
        int high = size;
        for (int i = 0; i < size; i++) {
            columns[height[i] < 1 ? low++ : --high] = i;
        }
        while (low > 0 && high < size) {
            int little = columns[--low];
            int much = columns[high];
            own[little] = (long) (height[little] * FULL);
            alias[little] = much;
            height[much] = height[much] + height[little] - 1; // the order that rounds least
            if (height[much] < 1) {
                high++;
                columns[low++] = much;
            }
        }
        // What is left is full but for rounding.
        while (low > 0) {
            fill(columns[--low]);
        }
        while (high < size) {
            fill(columns[high++]);
        }
    }

    /** The weights, scaled so that their mean is 1. */
    private static double[] heights(PoolView view) {
        double[] heights = Weights.scaled(view);
        double sum = Arrays.stream(heights).sum();
        for (int i = 0; i < heights.length; i++) {
            heights[i] *= heights.length / sum;
        }
        return heights;
    }

    private void fill(int column) {
        own[column] = Long.MAX_VALUE;
        alias[column] = column;
    }

    /** The index for 64 random bits; the table must not be empty. */
    int draw(long bits) {
        // Scaled to the table by multiplication: above the point is the column, below it the height within.
        long scaled = 2L * own.length;
        long fraction = bits >>> 1;
        int column = (int) Math.multiplyHigh(fraction, scaled);
        return owner(column, (fraction * scaled) >>> 1);
    }

    /** Whose a column is at a height, of 2^63. */
    int owner(int column, long height) {
        int other = alias[column]; // loaded in any case: which it will be no processor can predict
        return height < own[column] ? column : other;
    }
}
