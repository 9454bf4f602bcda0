package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import org.jspecify.annotations.Nullable;

/** What an exchange has tried of a view. */
final class Tried {
    private Tried() {}

    /**
     * Whether nothing is left, so that a walk through all points of a ring can be spared. Cheap where it matters: a
     * chain shorter than the view cannot hold all of it.
     */
    static boolean all(PoolView view, @Nullable Lease tried) {
        int attempts = 0;
        for (Lease lease = tried; lease != null && attempts < view.size(); lease = lease.previous()) {
            attempts++;
        }
        if (attempts < view.size()) {
            return false;
        }
        for (int i = 0; i < view.size(); i++) {
            if (!Lease.tried(tried, view.server(i))) {
                return false;
            }
        }
        return true;
    }
}
