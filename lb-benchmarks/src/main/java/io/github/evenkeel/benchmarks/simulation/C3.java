package io.github.evenkeel.benchmarks.simulation;

import io.github.evenkeel.core.selection.PoolView;
import io.github.evenkeel.core.selection.SelectionStrategy;
import io.github.evenkeel.core.selection.Selector;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The replica ranking of C3 (Suresh and others, NSDI 2015), without its rate control: servers report queue and service
 * time with each response, and the cube of the queue a request would meet decides.
 */
final class C3 implements SelectionStrategy, Feedback {
    private static final double ALPHA = 0.9;

    private final int clients;
    private final double[] response;
    private final double[] service;
    private final double[] queue;
    private final int[] outstanding;

    C3(World world) {
        this.clients = world.scenario().clients();
        int servers = world.scenario().fleet().servers();
        this.response = new double[servers];
        this.service = new double[servers];
        this.queue = new double[servers];
        this.outstanding = new int[servers];
    }

    @Override
    public Selector prepare(PoolView view, @Nullable Selector previous, RandomGenerator random) {
        return (key, nowNanos, draws, tried) ->
                Choice.least(view, draws, tried, i -> score(World.index(view.server(i))));
    }

    private double score(int server) {
        double expected = 1 + (double) outstanding[server] * clients + queue[server];
        return response[server] - service[server] + expected * expected * expected * service[server];
    }

    @Override
    public void sent(int backend, long nowNanos) {
        outstanding[backend]++;
    }

    @Override
    public void ended(int backend, long startNanos, long nowNanos, boolean good, int queueThere, double serviceNanos) {
        outstanding[backend]--;
        response[backend] = ALPHA * (nowNanos - startNanos) + (1 - ALPHA) * response[backend];
        service[backend] = ALPHA * serviceNanos + (1 - ALPHA) * service[backend];
        queue[backend] = ALPHA * queueThere + (1 - ALPHA) * queue[backend];
    }
}
