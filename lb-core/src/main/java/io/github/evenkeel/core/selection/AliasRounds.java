package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Weighted round robin for any weights, without a table of a whole period: the rotation goes round the columns of an
 * {@link AliasTable}, all equally high, and looks into a column at another height in each round. So each pick takes one
 * turn, whatever the weights.
 *
 * <p>The heights of a column are multiples of the golden ratio, which fill a range more evenly than any others (Knuth,
 * volume 3, 6.4): of any number of rounds a server takes its share to within one or two for each column that it has a
 * part of.
 */
record AliasRounds(PoolView view, Rotation rotation, AliasTable table) implements Rotation.Rotating {
    /**
     * How far apart the columns begin, or all light servers would take the same rounds: another ratio that fills a range
     * evenly, the square of the plastic number. By the golden one a column would begin where the one before is a round
     * later, and what is uneven in all of them would add up.
     */
    private static final long COLUMN_STEP = 0x91E10DA5C79E7B1DL;

    AliasRounds(PoolView view, Rotation rotation) {
        this(view, rotation, new AliasTable(view));
    }

    @Override
    public int select(long key, long nowNanos, RandomGenerator random, @Nullable Lease tried) {
        if (tried != null) {
            return Untried.byWeight(view, random, tried);
        }
        long turn = rotation.next();
        int column = (int) (turn % view.size());
        long round = turn / view.size();
        return table.owner(column, (round * Mixer.GOLDEN_GAMMA + column * COLUMN_STEP) >>> 1);
    }

    @Override
    public String rule() {
        return "in turn, by weight";
    }
}
