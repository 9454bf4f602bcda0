package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.PeakLatency;

/** Finagle's cost of a server: its peak-sensitive latency times the requests in flight, for the weight. */
final class PeakEwma implements Score {
    static final SelectionStrategy STRATEGY = (view, previous, random) -> Lowest.ofSome(2, view, new PeakEwma(view));

    /** 39 h: worse than any server that has answered. */
    private static final double PENALTY_NANOS = Long.MAX_VALUE >> 16;

    private final PoolView view;
    private final PeakLatency[] latencies;

    private PeakEwma(PoolView view) {
        this.view = view;
        this.latencies = new PeakLatency[view.size()];
        for (int i = 0; i < latencies.length; i++) {
            latencies[i] = view.server(i).peakLatency();
        }
    }

    @Override
    public double of(int index, double common, long nowNanos) {
        int inFlight = view.server(index).inFlight();
        double latency = latencies[index].nanos(nowNanos);
        if (latency == 0 && inFlight > 0) {
            latency = PENALTY_NANOS; // a newcomer gets one request at a time until it has answered
        }
        return latency * (inFlight + 1) / view.weight(index);
    }

    @Override
    public String words() {
        return "peak latency times requests in flight and this one, by weight";
    }
}
