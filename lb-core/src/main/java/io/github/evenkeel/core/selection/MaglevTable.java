package io.github.evenkeel.core.selection;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The look-up table of Maglev (Eisenbud and others, NSDI 2016), with Envoy's weights: servers take turns to claim the
 * next free slot of their own permutation of all slots, the heaviest every time and others less often.
 */
final class MaglevTable {
    private static final XxHash64 OFFSET = new XxHash64(0);
    private static final XxHash64 SKIP = new XxHash64(1);

    private final int[] slots;

    /** The turns a server takes at its permutation; the arithmetic on weights is Envoy's. */
    private static final class Turns {
        final int index;
        final double weight;
        final int skip;
        int slot;
        double target;

        Turns(int index, String name, double weight, int size) {
            this.index = index;
            this.weight = weight;
            this.slot = (int) Long.remainderUnsigned(OFFSET.hash(name), size);
            this.skip = (int) Long.remainderUnsigned(SKIP.hash(name), size - 1) + 1;
        }
    }

    /**
     * A table for the servers of a view.
     *
     * @param view the servers with their weights, in any order
     * @param names what each is hashed by
     * @param size the number of slots, a prime: only then each step through the slots meets all
     */
    MaglevTable(PoolView view, String[] names, int size) {
        slots = new int[view.size() == 0 ? 0 : size];
        Integer[] byName = new Integer[names.length];
        Arrays.setAll(byName, i -> i);
        Arrays.sort(byName, Comparator.comparing(i -> names[i]));
        double[] weights = Weights.scaled(view);
        double sum = Arrays.stream(byName).mapToDouble(i -> weights[i]).sum();
        Turns[] servers = Arrays.stream(byName)
                .map(i -> new Turns(i, names[i], weights[i] / sum, size))
                .toArray(Turns[]::new);
        fill(servers);
    }

    private void fill(Turns[] servers) {
        double heaviest = Arrays.stream(servers)
                .mapToDouble(server -> server.weight)
                .max()
                .orElse(0);
        FreeSlots free = new FreeSlots(slots.length);
        for (long round = 1; free.count() > 0; round++) {
            for (int i = 0; i < servers.length && free.count() > 0; i++) {
                Turns server = servers[i];
                if (round * server.weight >= server.target) {
                    server.target += heaviest;
                    server.slot = free.take(server.slot, server.skip);
                    slots[server.slot] = server.index;
                }
            }
        }
    }

    /** How many slots there are: none for an empty view. */
    int size() {
        return slots.length;
    }

    /** The owner of a slot. */
    int owner(int slot) {
        return slots[slot];
    }

    static boolean isPrime(int number) {
        for (int divisor = 2; (long) divisor * divisor <= number; divisor++) {
            if (number % divisor == 0) {
                return false;
            }
        }
        return number > 1;
    }
}
