package io.github.evenkeel.core.limit;

import static io.github.evenkeel.core.limit.ConcurrencyLimit.NO_PERMIT;
import static io.github.evenkeel.core.limit.ConcurrencyLimit.Outcome.SUCCEEDED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ConcurrencyLimitModelTest {
    @Property(tries = 1000, seed = "1")
    void keepsAccountLikeASet(
            @ForAll @IntRange(min = 1, max = 6) int most,
            @ForAll @Size(max = 100) List<@IntRange(min = -1, max = 20) Integer> calls) {
        ConcurrencyLimit limit = new ConcurrencyLimit(new FixedLimit(most));
        List<Long> given = new ArrayList<>();
        Set<Long> out = new HashSet<>();
        for (int call : calls) {
            if (call < 6) {
                long permit = limit.tryAcquire();
                assertEquals(out.size() < most, permit != NO_PERMIT);
                if (permit != NO_PERMIT) {
                    assertFalse(given.contains(permit));
                    given.add(permit);
                    out.add(permit);
                }
            } else if (given.size() > call - 6) {
                long permit = given.get(given.size() - 1 - (call - 6));
                assertEquals(out.remove(permit), limit.release(permit, SUCCEEDED, 1));
            }
            assertEquals(out.size(), limit.inFlight());
        }
    }
}
