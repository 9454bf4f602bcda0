package io.github.evenkeel.benchmarks.peers;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ChannelLogger;
import io.grpc.ClientStreamTracer;
import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancerProvider;
import io.grpc.LoadBalancerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import io.grpc.xds.LeastRequestLoadBalancerProvider;
import io.grpc.xds.RingHashLoadBalancerProvider;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** grpc-java's balancers over channels that are always ready. */
final class Grpc {
    private static final MethodHandle STRIDE_PICK;
    private static final MethodHandle STRIDE_CREATE;

    /** So many requests of the ring, each with a hash of its own. */
    private static final int KEYS = 4096;

    /** What the resolver of xDS puts into a call; not public. */
    private static final CallOptions.Key<Long> HASH;

    static {
        try {
            HASH = hashKey();
            // Not public, and the part of weighted_round_robin that chooses; the rest takes reports from servers.
            Class<?> stride = Class.forName("io.grpc.xds.WeightedRoundRobinLoadBalancer$StaticStrideScheduler");
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(stride, MethodHandles.lookup());
            STRIDE_CREATE = lookup.findConstructor(
                    stride, MethodType.methodType(void.class, float[].class, AtomicInteger.class));
            STRIDE_PICK = lookup.findVirtual(stride, "pick", MethodType.methodType(int.class))
                    .asType(MethodType.methodType(int.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** For health checks, of which there are none: it never starts a thread. */
    private static final ScheduledExecutorService IDLE = Executors.newSingleThreadScheduledExecutor();

    private Grpc() {}

    static Operation roundRobin(int servers) {
        return pick(LoadBalancerRegistry.getDefaultRegistry().getProvider("round_robin"), Map.of(), servers);
    }

    static Operation leastRequest(int servers) {
        return pick(new LeastRequestLoadBalancerProvider(), Map.of("choiceCount", 2.0), servers);
    }

    static Operation leastRequestCycle(int servers) {
        Ready channels = new Ready(new LeastRequestLoadBalancerProvider(), Map.of("choiceCount", 2.0), servers);
        Call call = new Call();
        ClientStreamTracer.StreamInfo stream =
                ClientStreamTracer.StreamInfo.newBuilder().build();
        Metadata headers = new Metadata();
        return () -> {
            LoadBalancer.PickResult result = channels.picker.pickSubchannel(call);
            ClientStreamTracer tracer = result.getStreamTracerFactory().newClientStreamTracer(stream, headers);
            tracer.streamCreated(Attributes.EMPTY, headers);
            tracer.streamClosed(Status.OK);
            return result.getSubchannel();
        };
    }

    static Operation staticStride(int servers) {
        float[] weights = new float[servers];
        for (int i = 0; i < servers; i++) {
            weights[i] = 1 + i % 5;
        }
        try {
            Object scheduler = STRIDE_CREATE.invoke(weights, new AtomicInteger());
            return () -> stride(scheduler);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static Integer stride(Object scheduler) {
        try {
            return Boxes.of((int) STRIDE_PICK.invokeExact(scheduler));
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its channels connect when they are first picked, so all are before it begins. */
    static Operation ringHash(int servers) {
        Ready channels = new Ready(new RingHashLoadBalancerProvider(), Map.of(), servers);
        Random random = new Random(1);
        Call[] calls = new Call[KEYS];
        for (int i = 0; i < KEYS; i++) {
            calls[i] = new Call(CallOptions.DEFAULT.withOption(HASH, random.nextLong()));
        }
        for (Call call : calls) {
            for (int tries = 0; channels.latest.pickSubchannel(call).getSubchannel() == null; tries++) {
                if (tries == 10) {
                    throw new IllegalStateException("not connected after ten picks");
                }
            }
        }
        LoadBalancer.SubchannelPicker connected = channels.latest;
        return () -> connected
                .pickSubchannel(calls[ThreadLocalRandom.current().nextInt(KEYS)])
                .getSubchannel();
    }

    @SuppressWarnings("unchecked")
    private static CallOptions.Key<Long> hashKey() throws ReflectiveOperationException {
        Class<?> resolver = Class.forName("io.grpc.xds.XdsNameResolver");
        return (CallOptions.Key<Long>) MethodHandles.privateLookupIn(resolver, MethodHandles.lookup())
                .findStaticVarHandle(resolver, "RPC_HASH_KEY", CallOptions.Key.class)
                .get();
    }

    private static Operation pick(LoadBalancerProvider provider, Map<String, ?> config, int servers) {
        Ready channels = new Ready(provider, config, servers);
        Call call = new Call();
        return () -> channels.picker.pickSubchannel(call).getSubchannel();
    }

    /** The channel around the balancer. */
    private static final class Ready extends LoadBalancer.Helper {
        private final SynchronizationContext context = new SynchronizationContext((thread, failure) -> {
            throw new IllegalStateException(failure);
        });
        private volatile LoadBalancer.SubchannelPicker latest;
        private final LoadBalancer.SubchannelPicker picker;

        Ready(LoadBalancerProvider provider, Map<String, ?> config, int servers) {
            LoadBalancer balancer = provider.newLoadBalancer(this);
            context.execute(() -> balancer.acceptResolvedAddresses(LoadBalancer.ResolvedAddresses.newBuilder()
                    .setAddresses(Addresses.each(servers, i -> new EquivalentAddressGroup(Addresses.of(i))))
                    .setAttributes(Attributes.EMPTY)
                    .setLoadBalancingPolicyConfig(
                            provider.parseLoadBalancingPolicyConfig(config).getConfig())
                    .build()));
            picker = latest;
        }

        @Override
        public LoadBalancer.Subchannel createSubchannel(LoadBalancer.CreateSubchannelArgs args) {
            return new Subchannel(args.getAddresses(), context);
        }

        @Override
        public void updateBalancingState(ConnectivityState state, LoadBalancer.SubchannelPicker newPicker) {
            latest = newPicker;
        }

        @Override
        public SynchronizationContext getSynchronizationContext() {
            return context;
        }

        @Override
        public ScheduledExecutorService getScheduledExecutorService() {
            return IDLE;
        }

        @Override
        public ManagedChannel createOobChannel(EquivalentAddressGroup addresses, String authority) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getAuthority() {
            return "orders";
        }

        @Override
        public String getChannelTarget() {
            return "orders";
        }

        @Override
        public ChannelLogger getChannelLogger() {
            return Silent.INSTANCE;
        }
    }

    private static final class Subchannel extends LoadBalancer.Subchannel {
        private final List<EquivalentAddressGroup> addresses;
        private final SynchronizationContext context;
        private LoadBalancer.SubchannelStateListener listener;

        Subchannel(List<EquivalentAddressGroup> addresses, SynchronizationContext context) {
            this.addresses = addresses;
            this.context = context;
        }

        @Override
        public void start(LoadBalancer.SubchannelStateListener newListener) {
            listener = newListener;
        }

        @Override
        public void requestConnection() {
            context.execute(() -> {
                listener.onSubchannelState(ConnectivityStateInfo.forNonError(ConnectivityState.CONNECTING));
                listener.onSubchannelState(ConnectivityStateInfo.forNonError(ConnectivityState.READY));
            });
        }

        @Override
        public void shutdown() {}

        @Override
        public List<EquivalentAddressGroup> getAllAddresses() {
            return addresses;
        }

        @Override
        public Attributes getAttributes() {
            return Attributes.EMPTY;
        }

        @Override
        public ChannelLogger getChannelLogger() {
            return Silent.INSTANCE;
        }
    }

    private static final class Silent extends ChannelLogger {
        static final Silent INSTANCE = new Silent();

        @Override
        public void log(ChannelLogLevel level, String message) {}

        @Override
        public void log(ChannelLogLevel level, String format, Object... args) {}
    }

    private static final class Call extends LoadBalancer.PickSubchannelArgs {
        private final Metadata headers = new Metadata();
        private final CallOptions options;

        Call() {
            this(CallOptions.DEFAULT);
        }

        Call(CallOptions options) {
            this.options = options;
        }

        @Override
        public CallOptions getCallOptions() {
            return options;
        }

        @Override
        public Metadata getHeaders() {
            return headers;
        }

        @Override
        public MethodDescriptor<?, ?> getMethodDescriptor() {
            throw new UnsupportedOperationException();
        }
    }
}
