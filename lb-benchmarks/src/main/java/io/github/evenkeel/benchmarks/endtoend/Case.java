package io.github.evenkeel.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.List;

/**
 * How requests are made.
 *
 * @param way of sending
 * @param concurrency how many at once
 * @param body that comes back
 */
record Case(Way way, int concurrency, Body body) {
    /** Of sending. */
    enum Way {
        SEND("send"),
        SEND_ASYNC("sendAsync");

        private final String method;

        Way(String method) {
            this.method = method;
        }

        @Override
        public String toString() {
            return method;
        }
    }

    static List<Case> all() {
        List<Case> all = new ArrayList<>();
        for (Body body : Body.values()) {
            for (Way way : Way.values()) {
                for (int concurrency : new int[] {1, 16}) {
                    all.add(new Case(way, concurrency, body));
                }
            }
        }
        return all;
    }

    @Override
    public String toString() {
        return way + "/" + body + "/c=" + concurrency;
    }
}
