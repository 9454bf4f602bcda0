package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Server;
import java.util.List;
import java.util.Objects;

/**
 * The servers a selector chooses from, with their weights. Immutable in its membership; the servers behind it live on.
 */
public final class PoolView {
    /** No servers. */
    public static final PoolView EMPTY = new PoolView(List.of(), new double[0]);

    private final Server[] servers;
    private final double[] weights;

    /**
     * Copies both.
     *
     * @param servers the eligible servers, each once
     * @param weights one for each server, positive and finite
     * @throws IllegalArgumentException if the numbers differ or a weight is no weight
     */
    public PoolView(List<Server> servers, double[] weights) {
        if (servers.size() != weights.length) {
            throw new IllegalArgumentException(servers.size() + " servers but " + weights.length + " weights");
        }
        this.servers = servers.toArray(Server[]::new);
        this.weights = weights.clone();
        for (int i = 0; i < weights.length; i++) {
            Objects.requireNonNull(this.servers[i], "server");
            if (!(weights[i] > 0 && weights[i] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "weight must be positive and finite but was " + weights[i] + " (" + this.servers[i].id() + ")");
            }
        }
    }

    /**
     * How many there are.
     *
     * @return the number of servers
     */
    public int size() {
        return servers.length;
    }

    /**
     * One of them.
     *
     * @param index from 0
     * @return the server there
     */
    public Server server(int index) {
        return servers[index];
    }

    /**
     * How much of the traffic it should get relative to the others.
     *
     * @param index from 0
     * @return the weight in force now
     */
    public double weight(int index) {
        return weights[index];
    }

    /** The greatest weight, 0 if there are no servers. */
    double greatestWeight() {
        double greatest = 0;
        for (double weight : weights) {
            greatest = Math.max(greatest, weight);
        }
        return greatest;
    }
}
