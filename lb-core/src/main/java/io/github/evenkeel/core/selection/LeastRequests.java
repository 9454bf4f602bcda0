package io.github.evenkeel.core.selection;

/** The fewest requests in flight for the weight. */
record LeastRequests(PoolView view) implements Score {
    static final SelectionStrategy STRATEGY = (view, previous, random) -> Lowest.ofAll(view, new LeastRequests(view));

    private static final int MOST_CHOICES = 64;

    static SelectionStrategy ofSome(int choices) {
        if (choices < 2 || choices > MOST_CHOICES) {
            throw new IllegalArgumentException("choices must be from 2 to " + MOST_CHOICES + " but was " + choices);
        }
        return choices == 2
                ? PowerOfTwoChoices.STRATEGY
                : (view, previous, random) -> Lowest.ofSome(choices, view, new LeastRequests(view));
    }

    /** With one more than is in flight: weights must matter among idle servers too. */
    @Override
    public double of(int index, double common, long nowNanos) {
        return (view.server(index).inFlight() + 1) / view.weight(index);
    }

    @Override
    public String words() {
        return "requests in flight and this one, by weight";
    }
}
