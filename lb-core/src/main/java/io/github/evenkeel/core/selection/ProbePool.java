package io.github.evenkeel.core.selection;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The latest probes, of some servers, one of each. Lock-free; every change is one word replaced by CAS, tried a few
 * times and then left alone: what is lost is one probe of many. Where another is removed while two of one server come
 * in, both may be held until they are old. Allocates nothing.
 */
final class ProbePool {
    private static final int ATTEMPTS = 4;

    /** {@link Probe}s. Written by reports and, where used or removed, by picks; read by both. */
    private final AtomicLongArray slots;

    ProbePool(int size) {
        this.slots = new AtomicLongArray(size);
    }

    int size() {
        return slots.length();
    }

    long get(int slot) {
        return slots.get(slot);
    }

    /** Before any other thread sees the pool. */
    void put(int slot, long probe) {
        slots.set(slot, probe);
    }

    /** In the place of the one of the same server, or a free one, or else the oldest. */
    void add(long probe, long nowNanos) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int place = 0;
            long there = Probe.NONE;
            int oldest = -1;
            for (int slot = 0; slot < slots.length(); slot++) {
                long other = slots.get(slot);
                int age = other == Probe.NONE ? Integer.MAX_VALUE - 1 : Probe.age(other, nowNanos);
                if (other != Probe.NONE && Probe.index(other) == Probe.index(probe)) {
                    age = Integer.MAX_VALUE;
                }
                if (age > oldest) {
                    place = slot;
                    there = other;
                    oldest = age;
                }
            }
            if (slots.compareAndSet(place, there, probe)) {
                return;
            }
        }
    }

    /** Counts the request that goes to a probe's server. */
    void use(int slot, long probe) {
        long there = probe;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (there == Probe.NONE
                    || Probe.index(there) != Probe.index(probe)
                    || slots.compareAndSet(slot, there, Probe.used(there))) {
                return;
            }
            there = slots.get(slot);
        }
    }

    void remove(int slot, long probe) {
        slots.compareAndSet(slot, probe, Probe.NONE);
    }
}
