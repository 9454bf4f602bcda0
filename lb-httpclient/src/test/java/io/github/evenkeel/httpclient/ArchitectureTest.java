package io.github.evenkeel.httpclient;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may know whom in lb-httpclient. */
class ArchitectureTest {
    private static final String ROOT = "io.github.evenkeel.httpclient";
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @ParameterizedTest
    @CsvSource({
        "'', .configuration .exchange .message .policy .probe .redirect .routing .session .tls .websocket",
        ".configuration, .message .policy .probe .routing",
        ".exchange, .load .policy .routing .session",
        ".load, ''",
        ".session, .message .routing",
        ".probe, .json",
        ".json, ''",
        ".policy, ''",
        ".routing, .message",
        ".message, ''",
        ".redirect, .exchange .message",
        ".tls, ''",
        ".websocket, .exchange .policy"
    })
    void packagesKnowOnlyWhatStandsBelow(String name, String below) {
        onlyKnows(name, below).check(MAIN);
    }

    /** The rule above can fail: it does when one of the packages that are known is not allowed. */
    @ParameterizedTest
    @CsvSource({
        "'', .exchange .policy .probe .redirect .routing .session",
        "'', .exchange .policy .probe .routing .session .tls",
        "'', .exchange .policy .routing .session .tls",
        "'', .exchange .probe .routing .session",
        "'', .policy .probe .routing .session",
        "'', .exchange .policy .probe .session",
        "'', .exchange .policy .probe .routing",
        ".configuration, .policy .probe",
        ".exchange, .load .routing .session",
        ".exchange, .load .policy .session",
        ".exchange, .load .policy .routing",
        ".exchange, .policy .routing .session",
        ".session, .routing",
        ".session, .message",
        ".routing, ''"
    })
    void knowingMoreIsFound(String name, String below) {
        assertTrue(onlyKnows(name, below).evaluate(MAIN).hasViolation());
    }

    private static ArchRule onlyKnows(String name, String below) {
        String[] allowed = Stream.concat(
                        Stream.of(
                                ROOT + name,
                                "io.github.evenkeel.core..",
                                "java..",
                                "javax.crypto..",
                                "javax.net.ssl",
                                "com.github.benmanes.caffeine.cache",
                                "org.jspecify.annotations"),
                        Stream.of(below.split(" "))
                                .filter(one -> !one.isEmpty())
                                .map(one -> ROOT + one))
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(ROOT + name)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed));
    }

    @Test
    void thereAreNoOtherPackagesAndNoCycles() {
        classes()
                .should()
                .resideInAnyPackage(
                        ROOT,
                        ROOT + ".configuration",
                        ROOT + ".exchange",
                        ROOT + ".json",
                        ROOT + ".load",
                        ROOT + ".message",
                        ROOT + ".policy",
                        ROOT + ".probe",
                        ROOT + ".redirect",
                        ROOT + ".routing",
                        ROOT + ".session",
                        ROOT + ".tls",
                        ROOT + ".websocket")
                .check(MAIN);
        slices().matching(ROOT + ".(*)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void onlySessionsKnowTheCache() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".session")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.github.benmanes..")
                .check(MAIN);
    }

    @Test
    void exchangeIsInternal() throws Exception {
        try (InputStream bytes =
                Files.newInputStream(classesOf(LoadBalancedHttpClient.class).resolve("module-info.class"))) {
            Set<String> exported = ModuleDescriptor.read(bytes).exports().stream()
                    .map(ModuleDescriptor.Exports::source)
                    .collect(Collectors.toSet());
            assertEquals(
                    Set.of(ROOT, ROOT + ".configuration", ROOT + ".policy", ROOT + ".probe", ROOT + ".routing"),
                    exported);
        }
    }

    /** What is exported shows nothing of what is not. */
    @Test
    void noPublicMethodSpeaksOfTheExchange() {
        assertEquals(
                List.of(),
                MAIN.stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(type ->
                                !Set.of(ROOT + ".exchange", ROOT + ".websocket").contains(type.getPackageName()))
                        .flatMap(type -> type.getCodeUnits().stream())
                        .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(method -> method.getAllInvolvedRawTypes().stream()
                                .anyMatch(type -> type.getPackageName().endsWith(".exchange")))
                        .toList());
    }

    /** A virtual thread that waits for a monitor holds its carrier, until JDK 24. */
    @Test
    void nothingIsSynchronized() throws Exception {
        noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED).check(MAIN);
        assertFalse(entersAMonitor(classesOf(LoadBalancedHttpClient.class)));
        assertTrue(entersAMonitor(classesOf(Offender.class)), "the planted one is found");
    }

    /** Breaks the rule. Nobody runs it. */
    static final class Offender {
        private int taken;

        void take() {
            synchronized (this) {
                taken++;
            }
        }
    }

    private static boolean entersAMonitor(Path directory) throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            String[] arguments = Stream.concat(
                            Stream.of("-c", "-p"), files.map(Path::toString).filter(name -> name.endsWith(".class")))
                    .toArray(String[]::new);
            StringWriter code = new StringWriter();
            ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
            assertEquals(0, javap.run(new PrintWriter(code), new PrintWriter(code), arguments));
            return code.toString().contains("monitorenter");
        }
    }

    private static Path classesOf(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
