package io.github.evenkeel.core;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.github.evenkeel.core.pool.ServerPool;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What lb-core may use. {@link Offenders} shows that each rule can fail. */
class ArchitectureTest {
    private static final String CORE = "io.github.evenkeel.core.";
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.evenkeel.core");

    private static final DescribedPredicate<JavaCall<?>> READS_A_CLOCK = calls(
            "a clock",
            Set.of(
                    "java.lang.System.nanoTime",
                    "java.lang.System.currentTimeMillis",
                    "java.time.Instant.now",
                    "java.time.LocalDateTime.now",
                    "java.time.ZonedDateTime.now",
                    "java.time.OffsetDateTime.now",
                    "java.time.LocalDate.now",
                    "java.time.LocalTime.now"));

    private static final DescribedPredicate<JavaCall<?>> DRAWS_AT_RANDOM = calls(
            "a random source of its own",
            Set.of(
                    "java.lang.Math.random",
                    "java.util.UUID.randomUUID",
                    "java.util.random.RandomGenerator.getDefault",
                    "java.util.random.RandomGenerator.of"));

    private static final DescribedPredicate<JavaCall<?>> UNSEEDED = DescribedPredicate.describe(
            "a generator without a seed",
            call -> call.getTargetOwner().isAssignableTo("java.util.random.RandomGenerator")
                    && call.getName().equals("<init>")
                    && call.getTarget().getRawParameterTypes().isEmpty());

    private static final DescribedPredicate<JavaCall<?>> WAITS_OR_STARTS_A_THREAD = calls(
            "a thread that starts or waits",
            Set.of(
                    "java.lang.Thread.<init>",
                    "java.lang.Thread.start",
                    "java.lang.Thread.sleep",
                    "java.lang.Thread.join",
                    "java.lang.Thread.onSpinWait",
                    "java.lang.Thread.yield",
                    "java.lang.Object.wait",
                    "java.lang.Object.notify",
                    "java.lang.Object.notifyAll"));

    /** A future may be completed here, but not waited for, nor anything run in another thread. */
    private static final DescribedPredicate<JavaCall<?>> WAITS_FOR_A_FUTURE = DescribedPredicate.describe(
            "a future that waits or starts a thread",
            call -> call.getTargetOwner().isAssignableTo(Future.class)
                    && (Set.of("get", "join", "orTimeout", "completeOnTimeout").contains(call.getName())
                            || call.getName().endsWith("Async")));

    static final ArchRule READS_NO_CLOCK = noClasses()
            .should()
            .callCodeUnitWhere(READS_A_CLOCK)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo("java.time.Clock");

    static final ArchRule DRAWS_NOTHING_OF_ITS_OWN = noClasses()
            .should()
            .callCodeUnitWhere(DRAWS_AT_RANDOM)
            .orShould()
            .callCodeUnitWhere(UNSEEDED)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo("java.util.Random");

    static final ArchRule TAKES_NO_LOCK = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("java.util.concurrent.locks"))
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.concurrent\\.(Semaphore|CountDownLatch|CyclicBarrier|Phaser|Exchanger)")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo("java.util.concurrent.BlockingQueue");

    static final ArchRule STARTS_NO_THREAD = noClasses()
            .should()
            .callCodeUnitWhere(WAITS_OR_STARTS_A_THREAD)
            .orShould()
            .callCodeUnitWhere(WAITS_FOR_A_FUTURE)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo("java.util.concurrent.Executor")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(Timer|concurrent\\.(Executors|ForkJoinPool))");

    static final ArchRule HAS_NO_SYNCHRONIZED_METHOD = noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED);

    private static DescribedPredicate<JavaCall<?>> calls(String what, Set<String> methods) {
        return DescribedPredicate.describe(
                what, call -> methods.contains(call.getTargetOwner().getName() + "." + call.getName()));
    }

    static Stream<ArchRule> rules() {
        return Stream.of(
                READS_NO_CLOCK, DRAWS_NOTHING_OF_ITS_OWN, TAKES_NO_LOCK, STARTS_NO_THREAD, HAS_NO_SYNCHRONIZED_METHOD);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void coreKeepsTheRule(ArchRule rule) {
        rule.check(MAIN);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyRuleFindsItsOffenders(ArchRule rule) {
        List<Class<?>> offenders = Offenders.of(rule);
        assertTrue(!offenders.isEmpty());
        for (Class<?> offender : offenders) {
            JavaClasses planted = new ClassFileImporter().importClasses(offender);
            assertTrue(rule.evaluate(planted).hasViolation(), () -> offender + " passes: " + rule.getDescription());
        }
    }

    @Test
    void packagesImportOnlyWhatStandsBelow() {
        List<String> order = List.of("limit", "health", "server", "selection", "pool");
        for (int i = 0; i < order.size(); i++) {
            String[] allowed = Stream.concat(
                            order.subList(0, i + 1).stream().map(below -> CORE + below),
                            Stream.of("java..", "org.jspecify.annotations"))
                    .toArray(String[]::new);
            classes()
                    .that()
                    .resideInAPackage(CORE + order.get(i))
                    .should()
                    .onlyDependOnClassesThat(resideInAnyPackage(allowed))
                    .check(MAIN);
        }
        classes()
                .should()
                .resideInAnyPackage(order.stream().map(name -> CORE + name).toArray(String[]::new))
                .check(MAIN);
    }

    /** Read from the bytes of each class: a synchronized block leaves no trace but its MONITORENTER instruction. */
    @Test
    void noMethodEntersAMonitor() throws Exception {
        Path classes = Path.of(location(ServerPool.class));
        assertEquals(List.of(), Monitors.enteredBelow(classes));
        Path tests = Path.of(location(Offenders.class));
        assertTrue(
                Monitors.enteredBelow(tests).stream().anyMatch(method -> method.endsWith("SynchronizedBlock.take")),
                "the planted one is found");
    }

    private static URI location(Class<?> type) throws Exception {
        return type.getProtectionDomain().getCodeSource().getLocation().toURI();
    }
}
