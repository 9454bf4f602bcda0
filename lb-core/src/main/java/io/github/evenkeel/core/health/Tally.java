package io.github.evenkeel.core.health;

/** Some requests, and how many of them failed and were slow. */
record Tally(long requests, long failures, long slow) {
    static final Tally NONE = new Tally(0, 0, 0);

    /** What a window holds. Of results that come in meanwhile the parts may be seen without the whole. */
    static Tally of(OutcomeWindow window) {
        while (true) {
            long turns = window.turns();
            long failures = window.failures();
            long slow = window.slow();
            long requests = window.requests();
            if (window.turns() == turns) {
                return new Tally(requests, Math.min(failures, requests), Math.min(slow, requests));
            }
        }
    }

    Tally plus(boolean failed, boolean wasSlow) {
        return new Tally(requests + 1, failures + (failed ? 1 : 0), slow + (wasSlow ? 1 : 0));
    }

    /** Whether so many of so many are that share or more: without division, so exact. */
    static boolean reaches(int percent, long part, long whole) {
        return part * 100 >= whole * percent;
    }
}
