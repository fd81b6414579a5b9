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
import org.mobileip.scenarios.language.Volume;
import org.mobileip.scenarios.measure.WorldException;

/** Opens what a scenario's streams need, and holds it. Stream number n, counted from 0, has port {@value #FIRST_PORT} + n. */
final class OpenStreams implements AutoCloseable {

    static final int FIRST_PORT = 30001;

    /** Half a second's worth of the fastest streams. */
    private static final int BUFFERS = 8 << 20;

    private final Scenario scenario;
    private final Function<String, Place> places;
    private final RunClock clock;
    private final int run;
    private final List<ProbeSocket> sockets = new ArrayList<>();
    private final List<DatagramRun> datagrams = new ArrayList<>();
    private final List<EchoRun> echoes = new ArrayList<>();
    private final List<TcpTransfer> transfers = new ArrayList<>();

    OpenStreams(Scenario scenario, Function<String, Place> places, RunClock clock, long seed) throws WorldException {
        this.scenario = scenario;
        this.places = places;
        this.clock = clock;
        this.run = new Random(seed).nextInt();
        checkAmount();
        try {
            openAll();
        } catch (RuntimeException e) {
            close();
            throw new WorldException("cannot open the streams: " + e.getMessage(), e);
        }
    }

    private void checkAmount() throws WorldException {
        long all = Volume.datagrams(scenario.streams(), scenario.end());
        if (all > Volume.MOST_DATAGRAMS) {
            throw new WorldException("the streams would send " + all + " packets, more than the "
                    + Volume.MOST_DATAGRAMS + " that can be recorded in a run: send less often, or stop earlier");
        }
    }

    private long mostOf(Stream stream) {
        return Volume.mostOf(stream, scenario.end());
    }

    private void openAll() {
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

    private void openEchoes(Stream stream, int number) {
        openEcho(stream, stream.from(), stream.to(), number);
        if (stream.bothWays()) {
            openEcho(stream, stream.to(), stream.from(), number);
        }
    }

    /** Each has an identifier of its own, none of them the 0 of nobody in particular. */
    private void openEcho(Stream stream, String from, String to, int number) {
        Place place = places.apply(from);
        ProbeSocket socket = place.namespace().call(() -> ProbeSocket.echo(place.address(), BUFFERS));
        sockets.add(socket);
        int identifier = (FIRST_PORT + echoes.size()) & 0xffff;
        echoes.add(
                new EchoRun(stream, socket, places.apply(to).address(), identifier, scheduleOf(stream, number), clock));
    }

    private void openTransfers(Stream stream, int number) {
        Direction forward = scenario.forward(stream);
        openTransfer(stream, forward, stream.from(), stream.to(), number);
        if (stream.bothWays()) {
            openTransfer(stream, forward.opposite(), stream.to(), stream.from(), number);
        }
    }

    private void openTransfer(Stream stream, Direction direction, String from, String to, int number) {
        long seed = (long) run << 32 | transfers.size();
        transfers.add(new TcpTransfer(
                stream, direction, places.apply(from), places.apply(to), FIRST_PORT + number, seed, clock));
    }

    /** Streams of the same interval do not all send at the same moment. */
    private Schedule scheduleOf(Stream stream, int number) {
        long interval = stream.interval().toNanos();
        long offset = interval / scenario.streams().size() * number;
        return new Schedule(offset, interval, mostOf(stream));
    }

    /** All that is sent at fixed moments. */
    List<Paced> paced() {
        List<Paced> all = new ArrayList<>(datagrams);
        all.addAll(echoes);
        return all;
    }

    /** All that waits for packets. */
    List<Receiver.Source> sources() {
        List<Receiver.Source> all = new ArrayList<>(datagrams);
        all.addAll(echoes);
        return all;
    }

    List<DatagramRun> datagrams() {
        return datagrams;
    }

    List<EchoRun> echoes() {
        return echoes;
    }

    List<TcpTransfer> transfers() {
        return transfers;
    }

    @Override
    public void close() {
        transfers.forEach(TcpTransfer::close);
        sockets.forEach(ProbeSocket::close);
    }
}
