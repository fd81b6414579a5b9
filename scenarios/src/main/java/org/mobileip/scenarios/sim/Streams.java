package org.mobileip.scenarios.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.language.Direction;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Stream;
import org.mobileip.scenarios.measure.DatagramFlow;
import org.mobileip.scenarios.plan.Names;
import org.mobileip.scenarios.traffic.LongestWay;
import org.mobileip.scenarios.traffic.TrafficSeen;

/** The streams of a scenario between simulated machines. */
final class Streams {

    private static final int FIRST_PORT = 30001;

    /** What has not arrived so long after the longest way is lost. */
    private static final Duration QUIET = Duration.ofMillis(500);

    private static final int FIRST_SOURCE_PORT = 50001;

    private final Scenario scenario;
    private final Plant plant;
    private final Map<String, Ipv4> lasting;
    private final int run;
    private final long patience;
    private long finishedAt;
    private final List<DatagramStream> datagrams = new ArrayList<>();
    private final List<EchoStream> echoes = new ArrayList<>();
    private final List<TcpStream> transfers = new ArrayList<>();

    /** Streams that do not flow yet. */
    Streams(Scenario scenario, Plant plant, long seed) {
        this.scenario = scenario;
        this.plant = plant;
        this.lasting = Names.addressesByName(scenario);
        this.run = new Random(seed).nextInt();
        this.patience = QUIET.plus(LongestWay.of(scenario)).toNanos();
        for (int number = 0; number < scenario.streams().size(); number++) {
            Stream stream = scenario.streams().get(number);
            switch (stream.kind()) {
                case UDP -> openDatagrams(stream, number);
                case PING -> openEchoes(stream, number);
                case TCP -> openTransfers(stream, number);
                default -> throw new AssertionError(stream.kind());
            }
        }
    }

    private void openDatagrams(Stream stream, int number) {
        DatagramStream.End from = end(stream.from(), number);
        DatagramStream.End to = end(stream.to(), number);
        Direction forward = scenario.forward(stream);
        long offset = offset(stream, number);
        datagrams.add(new DatagramStream(stream, forward, from, to, run, number, offset));
        if (stream.bothWays()) {
            datagrams.add(new DatagramStream(stream, forward.opposite(), to, from, run, number, offset));
        }
    }

    /** Streams of the same interval do not all send at the same moment. */
    private long offset(Stream stream, int number) {
        return stream.interval().toNanos() / scenario.streams().size() * number;
    }

    private DatagramStream.End end(String node, int number) {
        return new DatagramStream.End(plant.machineOf(node), new Endpoint(address(node), FIRST_PORT + number));
    }

    private Ipv4 address(String node) {
        return Optional.ofNullable(lasting.get(node)).orElseThrow();
    }

    private void openEchoes(Stream stream, int number) {
        openEcho(stream, stream.from(), stream.to(), number);
        if (stream.bothWays()) {
            openEcho(stream, stream.to(), stream.from(), number);
        }
    }

    private void openEcho(Stream stream, String from, String to, int number) {
        int identifier = (FIRST_PORT + echoes.size()) & 0xffff;
        echoes.add(new EchoStream(
                stream, plant.machineOf(from), address(from), address(to), identifier, offset(stream, number)));
    }

    private void openTransfers(Stream stream, int number) {
        Direction forward = scenario.forward(stream);
        openTransfer(stream, forward, stream.from(), stream.to(), number);
        if (stream.bothWays()) {
            openTransfer(stream, forward.opposite(), stream.to(), stream.from(), number);
        }
    }

    private void openTransfer(Stream stream, Direction direction, String from, String to, int number) {
        int port = FIRST_SOURCE_PORT + transfers.size();
        DatagramStream.End source = new DatagramStream.End(plant.machineOf(from), new Endpoint(address(from), port));
        TcpStream.Label label =
                new TcpStream.Label((long) run << 32 | transfers.size(), run * 31 + transfers.size() * 7919);
        transfers.add(new TcpStream(stream, direction, source, end(to, number), label));
    }

    private List<Flowing> all() {
        List<Flowing> all = new ArrayList<>(datagrams);
        all.addAll(echoes);
        all.addAll(transfers);
        return all;
    }

    void start() {
        all().forEach(Flowing::start);
    }

    /** Sends no more; what is on its way may still arrive. */
    void finish(long now) {
        finishedAt = now;
        all().forEach(Flowing::finish);
    }

    /** Whether nothing more can arrive: it has, or was lost, or will not come any more. */
    boolean isComplete(long now) {
        boolean isLate = now - finishedAt >= patience;
        return transfers.stream().allMatch(Flowing::isComplete)
                && (isLate || all().stream().allMatch(Flowing::isComplete));
    }

    /** The udp flows as far as they are known. */
    List<DatagramFlow> soFar() {
        return datagrams.stream().map(DatagramStream::flow).toList();
    }

    TrafficSeen seen() {
        return new TrafficSeen(
                soFar(),
                echoes.stream().map(EchoStream::flow).toList(),
                transfers.stream().map(TcpStream::flow).toList(),
                transfers.stream().flatMap(each -> each.remarks().stream()).toList());
    }
}
