package io.github.evenkeel.core.selection;

import io.github.evenkeel.core.server.Lease;
import io.github.evenkeel.core.server.Server;
import io.github.evenkeel.core.server.Servers;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Clients that share ten servers of four workers each, first come, first served; requests arrive at random times and
 * take 10 ms of work (exponential). Each client knows only its own requests. Drives the real strategies in virtual time;
 * the same seed gives the same run.
 *
 * @param clients how many
 * @param perSecond requests of all of them
 * @param machine what the servers run on
 */
record QueueingSimulation(int clients, double perSecond, IntFunction<Machine> machine) {
    private static final int SERVERS = 10;
    private static final double SECOND = 1e9;
    private static final double MEAN_WORK = 1e7;
    private static final double WARM_UP = 8 * SECOND;
    private static final double END = 28 * SECOND;

    /** A speed, and pauses of the whole server that come regularly. */
    record Machine(double speed, double pauseEvery, double pause) {
        static Machine of(double speed) {
            return new Machine(speed, 0, 0);
        }
    }

    /** The queue of a server; when each worker has done what it was given. */
    private static final class Queue {
        private final double[] free = new double[4];
        private final Machine machine;
        private final double firstPause;

        Queue(Machine machine, RandomGenerator random) {
            this.machine = machine;
            this.firstPause = random.nextDouble() * machine.pauseEvery;
        }

        double end(double now, double work) {
            int worker =
                    IntStream.range(1, free.length).reduce(0, (one, other) -> free[other] < free[one] ? other : one);
            double end = Math.max(now, free[worker]);
            double left = work / machine.speed;
            while (machine.pause > 0) {
                double since = (end - firstPause + machine.pauseEvery) % machine.pauseEvery;
                end += Math.max(0, machine.pause - since);
                double untilPause = machine.pauseEvery - Math.max(since, machine.pause);
                if (left < untilPause) {
                    break;
                }
                left -= untilPause;
                end += untilPause;
            }
            free[worker] = end + left;
            return free[worker];
        }
    }

    private record Client(List<Server> servers, Selector selector) {}

    private record Request(Lease lease, double end) {}

    /** The 99th percentile of the time from request to answer, in ms. */
    double p99(SelectionStrategy strategy) {
        SplittableRandom arrivals = new SplittableRandom(1);
        SplittableRandom picks = arrivals.split();
        List<Queue> queues = IntStream.range(0, SERVERS)
                .mapToObj(machine)
                .map(each -> new Queue(each, arrivals))
                .toList();
        List<Client> all = IntStream.range(0, clients)
                .mapToObj(i -> client(strategy, picks))
                .toList();
        PriorityQueue<Request> underWay = new PriorityQueue<>(Comparator.comparingDouble(Request::end));
        double[] latencies = new double[(int) (perSecond * (END - WARM_UP) / SECOND * 1.1)];
        int measured = 0;
        for (double now = 0; now < END; now += exponential(arrivals, SECOND / perSecond)) {
            while (!underWay.isEmpty() && underWay.peek().end <= now) {
                Request ended = underWay.remove();
                ended.lease.succeed((long) ended.end);
            }
            Client client = all.get(arrivals.nextInt(clients));
            int index = client.selector.select(0, (long) now, picks, null);
            double end = queues.get(index).end(now, exponential(arrivals, MEAN_WORK));
            underWay.add(new Request(client.servers.get(index).acquire((long) now, null), end));
            if (now >= WARM_UP) {
                latencies[measured++] = end - now;
            }
        }
        Arrays.sort(latencies, 0, measured);
        return latencies[(int) (measured * 0.99)] / 1e6;
    }

    private static Client client(SelectionStrategy strategy, RandomGenerator random) {
        List<Server> servers = Servers.idle(SERVERS);
        return new Client(servers, strategy.prepare(Views.of(servers), null, random));
    }

    private static double exponential(RandomGenerator random, double mean) {
        return -Math.log(1 - random.nextDouble()) * mean;
    }
}
