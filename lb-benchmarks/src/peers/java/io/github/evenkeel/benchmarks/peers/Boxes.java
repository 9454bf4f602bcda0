package io.github.evenkeel.benchmarks.peers;

import java.util.stream.IntStream;

/** Integers made beforehand, so that no peer pays for an index being returned as an object. */
final class Boxes {
    private static final Integer[] ALL = IntStream.range(0, 10_000).boxed().toArray(Integer[]::new);

    private Boxes() {}

    static Integer of(int index) {
        return ALL[index];
    }
}
