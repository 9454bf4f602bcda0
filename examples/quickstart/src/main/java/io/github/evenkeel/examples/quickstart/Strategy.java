package io.github.evenkeel.examples.quickstart;

import io.github.evenkeel.core.selection.SelectionStrategy;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The strategies to choose from, by the names they have on the command line. */
enum Strategy {
    LEAST_EXPECTED_LATENCY,
    ROUND_ROBIN,
    RANDOM,
    POWER_OF_TWO_CHOICES;

    SelectionStrategy create() {
        return switch (this) {
            case LEAST_EXPECTED_LATENCY -> SelectionStrategy.leastExpectedLatency();
            case ROUND_ROBIN -> SelectionStrategy.roundRobin();
            case RANDOM -> SelectionStrategy.random();
            case POWER_OF_TWO_CHOICES -> SelectionStrategy.powerOfTwoChoices();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static final class Converter implements ITypeConverter<Strategy> {
        @Override
        public Strategy convert(String text) {
            return Arrays.stream(values())
                    .filter(strategy -> strategy.toString().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("there is no strategy '" + text + "'; use "
                            + Arrays.stream(values()).map(Strategy::toString).collect(Collectors.joining(", "))));
        }
    }
}
