package org.mobileip.scenarios.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.mobileip.host.linux.ProbeSocket;
import org.mobileip.net.Endpoint;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Stream;
import org.mobileip.scenarios.measure.DatagramFlow;
import org.mobileip.scenarios.measure.WorldException;

/**
 * The streams of a scenario. Their sockets are opened by {@link #prepare}, before anything moves, and belong to the nodes'
 * namespaces and lasting addresses; {@link #start} makes them flow, {@link #stop} ends them and tells what they went through.
 */
public final class Traffic implements AutoCloseable {

    /** Datagrams of all streams that are recorded in a run: more would not fit into memory. */
    static final long MOST_DATAGRAMS = 8_000_000;

    private static final int FIRST_PORT = 30001;
    private static final int BUFFERS = 8 << 20;
    private static final long NANOS = 1_000_000_000L;

    /** Streams run longer than the script says: before its beginning, and where a daemon starts slowly. */
    private static final long GRACE = 60 * NANOS;

    private static final long QUIET = NANOS / 2;
    private static final long LONGEST_REST = 3 * NANOS;

    private final Scenario scenario;
    private final Function<String, Place> places;
    private final RunClock clock;
    private final int run;
    private final List<ProbeSocket> sockets = new ArrayList<>();
    private final List<DatagramRun> datagrams = new ArrayList<>();
    private final Sender sender;
    private final Receiver receiver;
    private boolean started;

    /**
     * Opens the sockets of all streams.
     *
     * @param places where each node is
     * @param clock what the figures are on
     * @param seed of what the streams carry
     * @throws WorldException when a stream is more than can be recorded
     */
    public static Traffic prepare(Scenario scenario, Function<String, Place> places, RunClock clock, long seed)
            throws WorldException {
        return new Traffic(scenario, places, clock, seed);
    }

    private Traffic(Scenario scenario, Function<String, Place> places, RunClock clock, long seed)
            throws WorldException {
        this.scenario = scenario;
        this.places = places;
        this.clock = clock;
        this.run = new Random(seed).nextInt();
        try {
            openAll();
        } catch (RuntimeException | WorldException e) {
            closeSockets();
            throw e;
        }
        sender = new Sender(datagrams, clock);
        receiver = new Receiver(datagrams, clock);
    }

    private void openAll() throws WorldException {
        checkAmount();
        List<Stream> streams = scenario.streams();
        for (int i = 0; i < streams.size(); i++) {
            if (streams.get(i).kind() == Stream.Kind.UDP) {
                openDatagrams(streams.get(i), i);
            }
        }
    }

    private void checkAmount() throws WorldException {
        long all = 0;
        for (Stream stream : scenario.streams()) {
            if (stream.kind() != Stream.Kind.TCP) {
                all += mostOf(stream) * (stream.bothWays() ? 2 : 1);
            }
        }
        if (all > MOST_DATAGRAMS) {
            throw new WorldException("the streams would send " + all + " datagrams, more than the " + MOST_DATAGRAMS
                    + " that can be recorded in a run: send less often, or stop earlier");
        }
    }

    private long mostOf(Stream stream) {
        return (scenario.end().toNanos() + GRACE) / stream.interval().toNanos();
    }

    private void openDatagrams(Stream stream, int number) {
        DatagramRun.End from = openEnd(stream.from(), number);
        DatagramRun.End to = openEnd(stream.to(), number);
        Direction forward = scenario.forward(stream);
        DatagramRun.Label label = new DatagramRun.Label(run, number);
        datagrams.add(new DatagramRun(stream, forward, from, to, label, scheduleOf(stream, number), clock));
        if (stream.bothWays()) {
            Schedule back = scheduleOf(stream, number);
            datagrams.add(new DatagramRun(stream, forward.opposite(), to, from, label, back, clock));
        }
    }

    private DatagramRun.End openEnd(String node, int number) {
        Place place = places.apply(node);
        Endpoint local = new Endpoint(place.address(), FIRST_PORT + number);
        ProbeSocket socket = place.namespace().call(() -> ProbeSocket.udp(local, BUFFERS));
        sockets.add(socket);
        return new DatagramRun.End(socket, local);
    }

    /** Streams of the same interval do not all send at the same moment. */
    private Schedule scheduleOf(Stream stream, int number) {
        long interval = stream.interval().toNanos();
        long offset = interval / scenario.streams().size() * number;
        return new Schedule(offset, interval, mostOf(stream));
    }

    /** Lets the streams flow. */
    public void start() {
        started = true;
        receiver.start();
        sender.start();
    }

    /** The udp flows as far as they are known; complete but for what is on its way. From any thread. */
    public List<DatagramFlow> soFar() {
        return datagrams.stream().map(DatagramRun::flow).toList();
    }

    /** Ends the streams, waits for what is on its way, and tells. Once. */
    public TrafficSeen stop() throws InterruptedException {
        sender.stop();
        receiver.awaitTheRest(QUIET, LONGEST_REST);
        receiver.stop();
        started = false;
        List<String> notes = new ArrayList<>();
        datagrams.forEach(flow -> notes.addAll(flow.remarks()));
        clock.step().ifPresent(notes::add);
        return new TrafficSeen(soFar(), List.of(), List.of(), notes);
    }

    /** Ends what still runs. */
    @Override
    public void close() {
        if (started) {
            sender.stop();
            receiver.stop();
            started = false;
        }
        closeSockets();
    }

    private void closeSockets() {
        sockets.forEach(ProbeSocket::close);
    }
}
