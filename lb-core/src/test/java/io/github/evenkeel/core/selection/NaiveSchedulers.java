package io.github.evenkeel.core.selection;

import java.util.Arrays;

/** Weighted schedulers as their authors describe them, one turn at a time: what ours must agree with. */
final class NaiveSchedulers {
    private NaiveSchedulers() {}

    /** nginx: every peer's current weight grows by its weight; the greatest is picked and falls by the sum of all. */
    static int[] nginx(int turns, int... weights) {
        long[] current = new long[weights.length];
        long sum = Arrays.stream(weights).asLongStream().sum();
        int[] picks = new int[turns];
        for (int turn = 0; turn < turns; turn++) {
            int best = -1;
            for (int i = 0; i < weights.length; i++) {
                current[i] += weights[i];
                if (best < 0 || current[i] > current[best]) {
                    best = i;
                }
            }
            current[best] -= sum;
            picks[turn] = best;
        }
        return picks;
    }

    /** gRPC: the sequence as a table of generations and backends, each entry of which says pick or pass. */
    static int[] grpc(int picks, int start, int... scaledWeights) {
        int most = 0xFFFF;
        int[] result = new int[picks];
        int sequence = start;
        for (int made = 0; made < picks; sequence++) {
            int backend = sequence % scaledWeights.length;
            long generation = sequence / scaledWeights.length;
            long weight = scaledWeights[backend];
            long offset = (long) most / 2 * backend;
            if ((weight * generation + offset) % most >= most - weight) {
                result[made++] = backend;
            }
        }
        return result;
    }
}
