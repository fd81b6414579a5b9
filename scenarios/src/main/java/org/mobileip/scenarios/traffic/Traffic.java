package org.mobileip.scenarios.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.DatagramFlow;
import org.mobileip.scenarios.measure.WorldException;

/**
 * The streams of a scenario. Their sockets are opened by {@link #prepare}, before anything moves, and belong to the nodes'
 * namespaces and lasting addresses; {@link #start} makes them flow, {@link #stop} ends them and tells what they went through.
 * One thread sends all datagrams and pings, one receives them, and each direction of a tcp stream has one at either end.
 */
public final class Traffic implements AutoCloseable {

    /** Nothing arrived for so long, and the longest way on top, after the last was sent: the rest is lost. */
    private static final long QUIET = 500_000_000L;

    private static final long LONGEST_REST = 3_000_000_000L;

    private final RunClock clock;
    private final long longestWay;
    private final OpenStreams streams;
    private final Sender sender;
    private final Receiver receiver;

    /**
     * Opens the sockets of all streams.
     *
     * @param places where each node is
     * @param clock what the figures are on
     * @param seed of what the streams carry
     * @throws WorldException when a stream is more than can be recorded, or a socket cannot be opened
     */
    public static Traffic prepare(Scenario scenario, Function<String, Place> places, RunClock clock, long seed)
            throws WorldException {
        long longestWay = LongestWay.of(scenario).toNanos();
        return new Traffic(new OpenStreams(scenario, places, clock, seed), clock, longestWay);
    }

    private Traffic(OpenStreams streams, RunClock clock, long longestWay) {
        this.streams = streams;
        this.clock = clock;
        this.longestWay = longestWay;
        sender = new Sender(streams.paced(), clock);
        receiver = new Receiver(streams.sources(), clock);
    }

    /** Lets the streams flow. Once. */
    public void start() {
        streams.transfers().forEach(TcpTransfer::start);
        receiver.start();
        sender.start();
    }

    /** The udp flows as far as they are known; complete but for what is on its way. From any thread. */
    public List<DatagramFlow> soFar() {
        return streams.datagrams().stream().map(DatagramRun::flow).toList();
    }

    /**
     * Ends the streams, waits for what is on its way, and tells. Once. Whatever carries them must still be there: it takes
     * half a second where datagrams were lost, some seconds where a connection is broken.
     */
    public TrafficSeen stop() throws InterruptedException {
        sender.stop();
        streams.transfers().forEach(TcpTransfer::finish);
        receiver.awaitTheRest(QUIET + longestWay, LONGEST_REST + longestWay);
        for (TcpTransfer transfer : streams.transfers()) {
            transfer.awaitTheRest();
        }
        streams.transfers().forEach(TcpTransfer::close);
        receiver.stop();
        return new TrafficSeen(
                soFar(),
                streams.echoes().stream().map(EchoRun::flow).toList(),
                streams.transfers().stream().map(TcpTransfer::flow).toList(),
                remarks());
    }

    private List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        sender.failure().ifPresent(remarks::add);
        receiver.failure().ifPresent(remarks::add);
        streams.datagrams().forEach(flow -> remarks.addAll(flow.remarks()));
        streams.echoes().forEach(flow -> remarks.addAll(flow.remarks()));
        streams.transfers().forEach(flow -> remarks.addAll(flow.remarks()));
        clock.step().ifPresent(remarks::add);
        return remarks;
    }

    /** Ends what still runs. */
    @Override
    public void close() {
        sender.stop();
        receiver.stop();
        streams.close();
    }
}
