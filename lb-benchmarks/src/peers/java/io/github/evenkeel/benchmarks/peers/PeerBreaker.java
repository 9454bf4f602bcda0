package io.github.evenkeel.benchmarks.peers;

import dev.failsafe.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Another library's circuit breaker: a permit is asked for, and a success reported. Windows are as ours. */
enum PeerBreaker {
    RESILIENCE4J_REQUESTS(
            () -> resilience4j(SlidingWindowType.COUNT_BASED, 100, SlidingWindowSynchronizationStrategy.SYNCHRONIZED)),
    RESILIENCE4J_REQUESTS_LOCK_FREE(
            () -> resilience4j(SlidingWindowType.COUNT_BASED, 100, SlidingWindowSynchronizationStrategy.LOCK_FREE)),
    RESILIENCE4J_TIME(
            () -> resilience4j(SlidingWindowType.TIME_BASED, 10, SlidingWindowSynchronizationStrategy.SYNCHRONIZED)),
    RESILIENCE4J_TIME_LOCK_FREE(
            () -> resilience4j(SlidingWindowType.TIME_BASED, 10, SlidingWindowSynchronizationStrategy.LOCK_FREE)),
    FAILSAFE_REQUESTS(() ->
            failsafe(CircuitBreaker.builder().withFailureThreshold(50, 100).build())),
    FAILSAFE_TIME(() -> failsafe(CircuitBreaker.builder()
            .withFailureRateThreshold(50, 20, Duration.ofSeconds(10))
            .build())),
    ARMERIA_TIME(PeerBreaker::armeria);

    private final Supplier<Operation> operation;

    PeerBreaker(Supplier<Operation> operation) {
        this.operation = operation;
    }

    Operation create() {
        return operation.get();
    }

    private static Operation resilience4j(
            SlidingWindowType type, int size, SlidingWindowSynchronizationStrategy synchronization) {
        var breaker = io.github.resilience4j.circuitbreaker.CircuitBreaker.of(
                "orders",
                CircuitBreakerConfig.custom()
                        .slidingWindow(size, 20, type, synchronization)
                        .build());
        return () -> {
            boolean permitted = breaker.tryAcquirePermission();
            breaker.onSuccess(1_000_000, TimeUnit.NANOSECONDS);
            return permitted;
        };
    }

    private static Operation failsafe(CircuitBreaker<Object> breaker) {
        return () -> {
            boolean permitted = breaker.tryAcquirePermit();
            breaker.recordSuccess();
            return permitted;
        };
    }

    private static Operation armeria() {
        var breaker = com.linecorp.armeria.client.circuitbreaker.CircuitBreaker.ofDefaultName();
        return () -> {
            boolean permitted = breaker.tryRequest();
            breaker.onSuccess();
            return permitted;
        };
    }
}
