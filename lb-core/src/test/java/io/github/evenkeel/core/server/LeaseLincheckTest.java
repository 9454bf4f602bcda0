package io.github.evenkeel.core.server;

import io.github.evenkeel.core.Linearizability;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Two leases on one server, closed in all ways at once. */
@Param(name = "lease", gen = IntGen.class, conf = "0:1")
public class LeaseLincheckTest {
    private final Server server = Servers.server("a");
    private final Lease[] leases = {server.acquire(0, null), server.acquire(0, null)};

    @Operation
    public boolean respond(@Param(name = "lease") int lease) {
        return leases[lease].respond(1);
    }

    @Operation
    public boolean succeed(@Param(name = "lease") int lease) {
        return leases[lease].succeed(1);
    }

    @Operation
    public boolean fail(@Param(name = "lease") int lease) {
        return leases[lease].fail(FailureKind.STATUS, 1);
    }

    @Operation
    public boolean cancel(@Param(name = "lease") int lease) {
        return leases[lease].cancel(1);
    }

    @Operation
    public boolean isClosed(@Param(name = "lease") int lease) {
        return leases[lease].isClosed();
    }

    /** A lease that may be closed once and may respond once before that. */
    public static class Model {
        private final boolean[] responded = new boolean[2];
        private final boolean[] closed = new boolean[2];

        public boolean respond(int lease) {
            boolean first = !closed[lease] && !responded[lease];
            responded[lease] |= first;
            return first;
        }

        public boolean succeed(int lease) {
            boolean first = !closed[lease];
            closed[lease] = true;
            return first;
        }

        public boolean fail(int lease) {
            return succeed(lease);
        }

        public boolean cancel(int lease) {
            return succeed(lease);
        }

        public boolean isClosed(int lease) {
            return closed[lease];
        }
    }

    @Test
    void survivesStress() {
        Linearizability.stress(LeaseLincheckTest.class, Model.class);
    }

    @Test
    void everyInterleavingIsExplained() {
        Linearizability.check(LeaseLincheckTest.class, Model.class);
    }
}
