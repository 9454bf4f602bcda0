package io.github.evenkeel.benchmarks.simulation;

import java.util.List;
import java.util.stream.Stream;

/** Every scenario of the suite. */
final class Chapters {
    private Chapters() {}

    static List<Chapter> all() {
        return List.of(
                LoadChapters.equal(),
                LoadChapters.unequal(),
                LoadChapters.weighted(),
                SlownessChapters.oneSlow(),
                SlownessChapters.pauses(),
                LoadChapters.mixedWork(),
                SlownessChapters.antagonists(),
                SlownessChapters.partialViews(),
                LoadChapters.keys(),
                FaultChapters.blackHole(),
                FaultChapters.otherFaults(),
                ChangeChapters.newcomer(),
                ChangeChapters.rollingRestart(),
                FaultChapters.zoneFailure(),
                FaultChapters.retryStorm(),
                SlownessChapters.hedging(),
                FaultChapters.recovery(),
                LoadChapters.lowLoad());
    }

    /** Enough for a test that notices when something changes. */
    static List<Chapter> few() {
        return Stream.of(LoadChapters.equal(), SlownessChapters.oneSlow(), FaultChapters.blackHole())
                .map(chapter -> new Chapter(
                        chapter.title(),
                        chapter.about(),
                        chapter.policies(),
                        List.of(chapter.scenarios().get(chapter.scenarios().size() / 2))))
                .toList();
    }
}
