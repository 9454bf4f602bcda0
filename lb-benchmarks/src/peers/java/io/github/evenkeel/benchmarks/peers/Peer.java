package io.github.evenkeel.benchmarks.peers;

import java.util.function.IntFunction;

/** One way in which another library chooses a server. */
enum Peer {
    ARMERIA_ROUND_ROBIN(Armeria::roundRobin),
    ARMERIA_STICKY(Armeria::sticky),
    ARMERIA_WEIGHTED_ROUND_ROBIN(Armeria::weightedRoundRobin),
    DUBBO_LEAST_ACTIVE(Dubbo::leastActive),
    DUBBO_RANDOM(Dubbo::random),
    DUBBO_ROUND_ROBIN(Dubbo::roundRobin),
    DUBBO_WEIGHTED_RANDOM(Dubbo::weightedRandom),
    FINAGLE_HEAP_CYCLE(Finagle::heap),
    FINAGLE_P2C_CYCLE(Finagle::powerOfTwoChoices),
    FINAGLE_PEAK_EWMA_CYCLE(Finagle::peakEwma),
    FINAGLE_ROUND_ROBIN_CYCLE(Finagle::roundRobin),
    GRPC_LEAST_REQUEST(Grpc::leastRequest),
    GRPC_LEAST_REQUEST_CYCLE(Grpc::leastRequestCycle),
    GRPC_RING_HASH(Grpc::ringHash),
    GRPC_ROUND_ROBIN(Grpc::roundRobin),
    GRPC_STATIC_STRIDE(Grpc::staticStride),
    RIBBON_RANDOM(Ribbon::random),
    RIBBON_ROUND_ROBIN(Ribbon::roundRobin),
    SERVICETALK_P2C(ServiceTalk::powerOfTwoChoices),
    SERVICETALK_ROUND_ROBIN(ServiceTalk::roundRobin),
    SPRING_RANDOM(SpringCloud::random),
    SPRING_ROUND_ROBIN(SpringCloud::roundRobin),
    STORK_LEAST_REQUESTS(Stork::leastRequests),
    STORK_LEAST_REQUESTS_CYCLE(Stork::leastRequestsCycle),
    STORK_LEAST_RESPONSE_TIME_CYCLE(Stork::leastResponseTimeCycle),
    STORK_P2C(Stork::powerOfTwoChoices),
    STORK_P2C_CYCLE(Stork::powerOfTwoChoicesCycle),
    STORK_RANDOM(Stork::random),
    STORK_ROUND_ROBIN(Stork::roundRobin),
    VERTX_LEAST_REQUESTS(Vertx::leastRequests),
    VERTX_P2C(Vertx::powerOfTwoChoices),
    VERTX_P2C_CYCLE(Vertx::powerOfTwoChoicesCycle),
    VERTX_RANDOM(Vertx::random),
    VERTX_ROUND_ROBIN(Vertx::roundRobin);

    private final IntFunction<Operation> operation;

    Peer(IntFunction<Operation> operation) {
        this.operation = operation;
    }

    Operation over(int servers) {
        return operation.apply(servers);
    }
}
