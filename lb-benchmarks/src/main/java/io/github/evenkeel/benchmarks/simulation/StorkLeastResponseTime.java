package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.selection.PoolView;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.selection.Selector;
import io.github.evenkeel.core.server.Lease;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Stork's {@code least-response-time}, after its source and with its defaults: the least average, in which each answer
 * counts for 0.9 less with every later answer of any server; the same factor lowers the score of whoever has not answered
 * of late. A failure counts as 60 s. What is in flight does not matter, except that a server without an answer is asked
 * once and then left alone until it gives it.
 */
final class StorkLeastResponseTime implements SelectionStrategy, Feedback {
    private static final double DECLINING = 0.9;
    private static final double PENALTY_NANOS = 60e9;
    private static final long UNASKED = -2;
    private static final long ASKED = -1;

    private final double[] sumNanos;
    private final double[] weights;
    private final long[] lastAnswer;
    private long answers = 1;

    StorkLeastResponseTime(World world) {
        int servers = world.scenario().fleet().servers();
        this.sumNanos = new double[servers];
        this.weights = new double[servers];
        this.lastAnswer = new long[servers];
        Arrays.fill(lastAnswer, UNASKED);
    }

    @Override
    public Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        return (key, nowNanos, draws, tried) -> select(view, draws, tried);
    }

    private int select(PoolView view, RandomGenerator random, @Nullable Lease tried) {
        int best = Choice.first(view, tried, i -> score(World.index(view.server(i))));
        boolean waiting = best != Selector.NONE && lastAnswer[World.index(view.server(best))] == ASKED;
        return waiting ? Choice.least(view, random, tried, i -> 0) : best;
    }

    private double score(int server) {
        if (lastAnswer[server] < 0) {
            return lastAnswer[server] == UNASKED ? -1 : Double.MAX_VALUE;
        }
        return sumNanos[server] / weights[server] * StrictMath.pow(DECLINING, (double) (answers - lastAnswer[server]));
    }

    @Override
    public void sent(int backend, long nowNanos) {
        if (lastAnswer[backend] == UNASKED) {
            lastAnswer[backend] = ASKED;
        }
    }

    @Override
    public void ended(int backend, long startNanos, long nowNanos, boolean good, int queue, double serviceNanos) {
        answers += good ? 1 : 0;
        double faded = StrictMath.pow(DECLINING, (double) (answers - lastAnswer[backend]));
        sumNanos[backend] = sumNanos[backend] * faded + (good ? nowNanos - startNanos : PENALTY_NANOS);
        weights[backend] = weights[backend] * faded + 1;
        lastAnswer[backend] = answers;
    }
}
