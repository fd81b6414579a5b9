package org.mobileip.scenarios.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.mobileip.host.linux.DatagramBatch;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.PollSet;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.thread.Threads;

/** Traffic from one end to the other, as much as goes through, and what of it arrived. For one thread at a time. */
final class Load {

    private static final long NANOS = 1_000_000_000L;
    private static final long WARM_UP = NANOS / 5;
    private static final int TIMES = 4;
    private static final int CHUNK = 256 << 10;
    private static final int BATCH = 64;
    private static final int PORT = 9999;
    private static final int WAIT_MILLIS = 50;
    private static final int TURNS = 1000;
    private static final int TURNS_BEFORE = 50;

    /** Where others take all processors, a measurement lasts until something has arrived, and so many times as long at most. */
    private static final int MOST_PAUSES = 20;

    private final long nanos;
    private final int connections;

    /**
     * One of measurements of that length.
     *
     * @param nanos how long each is, after a short time that does not count
     * @param connections TCP connections at the same time
     */
    Load(long nanos, int connections) {
        this.nanos = nanos;
        this.connections = connections;
    }

    /** A machine, by the address that the others know. */
    record Place(NetworkNamespace namespace, Ipv4 address) {

        InetSocketAddress at(int port) throws IOException {
            return new InetSocketAddress(java.net.InetAddress.getByName(address.toString()), port);
        }
    }

    /**
     * What came of it.
     *
     * @param units octets or packets that arrived
     * @param seconds in which they did
     * @param processorSeconds spent meanwhile by all processors, on whatever
     */
    record Arrived(long units, double seconds, double processorSeconds) {

        private static final Arrived NOTHING = new Arrived(0, 0, 0);

        double perSecond() {
            return units / seconds;
        }

        private Arrived and(Arrived next) {
            return new Arrived(units + next.units, seconds + next.seconds, processorSeconds + next.processorSeconds);
        }
    }

    /**
     * As many TCP connections at once as there are to be, and others after those, in octets: which processor has a connection's
     * packets goes by its ports, and the luck of one is not to be the figure.
     */
    Arrived stream(Place from, Place to) throws IOException {
        Arrived all = Arrived.NOTHING;
        for (int i = 0; i < TIMES; i++) {
            all = all.and(atOnce(from, to));
        }
        return all;
    }

    private Arrived atOnce(Place from, Place to) throws IOException {
        AtomicLong received = new AtomicLong();
        List<Connection> all = new ArrayList<>();
        try (ServerSocketChannel server =
                to.namespace.call(() -> ServerSocketChannel.open().bind(to.at(0)))) {
            for (int i = 0; i < connections; i++) {
                SocketChannel sender = from.namespace.call(() -> connect(from, server));
                all.add(new Connection(sender, server.accept(), received));
            }
            return measure(received, nanos / TIMES);
        } finally {
            for (Connection each : all) {
                each.end();
            }
        }
    }

    /** One that sends as much as goes through. */
    private static final class Connection {

        private final SocketChannel sender;
        private final SocketChannel receiver;
        private final Thread writing;
        private final Thread reading;

        Connection(SocketChannel sender, SocketChannel receiver, AtomicLong received) {
            this.sender = sender;
            this.receiver = receiver;
            writing = start("bench sends", () -> write(sender));
            reading = start("bench receives", () -> read(receiver, received));
        }

        void end() throws IOException {
            try (sender;
                    receiver) {
                sender.shutdownOutput();
                Threads.joinAlways(writing);
                Threads.joinAlways(reading);
            }
        }
    }

    private static SocketChannel connect(Place from, ServerSocketChannel server) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.bind(from.at(0));
        channel.connect(server.getLocalAddress());
        return channel;
    }

    private static boolean write(SocketChannel to) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        while (to.isOpen()) {
            to.write(chunk.clear());
        }
        return true;
    }

    private static boolean read(SocketChannel from, AtomicLong received) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        for (int length = 0; length >= 0; length = from.read(chunk.clear())) {
            received.addAndGet(length);
        }
        return true;
    }

    /** As many datagrams of {@code size} octets as one thread sends, in packets. */
    Arrived flood(Place from, Place to, int size) {
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicLong received = new AtomicLong();
        Endpoint target = new Endpoint(to.address, PORT);
        try (DatagramBatch receiver = to.namespace.call(() -> DatagramBatch.receiver(target, size, BATCH));
                DatagramBatch sender = from.namespace.call(
                        () -> DatagramBatch.sender(new Endpoint(from.address, 0), target, size, BATCH))) {
            Thread receiving = start("bench receives", () -> receive(receiver, received, isOver));
            Thread sending = start("bench sends", () -> {
                while (!isOver.get()) {
                    sender.send();
                }
                return true;
            });
            Arrived arrived = measure(received, nanos);
            isOver.set(true);
            Threads.joinAlways(sending);
            Threads.joinAlways(receiving);
            return arrived;
        }
    }

    private static boolean receive(DatagramBatch receiver, AtomicLong received, AtomicBoolean isOver) {
        PollSet waiting = new PollSet(receiver.fd());
        while (!isOver.get()) {
            int count = receiver.receive();
            if (count > 0) {
                received.lazySet(received.get() + count);
            } else {
                waiting.await(WAIT_MILLIS);
            }
        }
        return true;
    }

    /** The times there and back of small datagrams on an idle path, in nanoseconds, the shortest first. */
    RoundTrips roundTrips(Place from, Place to) throws IOException {
        try (DatagramSocket far = to.namespace.call(() -> new DatagramSocket(to.at(PORT)));
                DatagramSocket near = from.namespace.call(() -> new DatagramSocket(from.at(0)))) {
            near.connect(to.at(PORT));
            near.setSoTimeout(WAIT_MILLIS);
            far.setSoTimeout(WAIT_MILLIS);
            AtomicBoolean isOver = new AtomicBoolean();
            Thread answering = start("bench answers", () -> answer(far, isOver));
            RoundTrips times = new RoundTrips();
            for (int turn = -TURNS_BEFORE; turn < TURNS; turn++) {
                long time = turn(near);
                if (turn >= 0 && time >= 0) {
                    times.add(time);
                }
            }
            isOver.set(true);
            Threads.joinAlways(answering);
            return times;
        }
    }

    /** How long one took; -1: it was lost. */
    private static long turn(DatagramSocket near) throws IOException {
        DatagramPacket ball = new DatagramPacket(new byte[BATCH], BATCH);
        long begin = System.nanoTime();
        near.send(ball);
        try {
            near.receive(ball);
            return System.nanoTime() - begin;
        } catch (SocketTimeoutException lost) {
            return -1;
        }
    }

    private static boolean answer(DatagramSocket far, AtomicBoolean isOver) throws IOException {
        DatagramPacket ball = new DatagramPacket(new byte[BATCH], BATCH);
        while (!isOver.get()) {
            try {
                far.receive(ball);
                far.send(ball);
            } catch (SocketTimeoutException nothingToAnswer) {
                // Perhaps all is over.
            }
        }
        return true;
    }

    private static Arrived measure(AtomicLong received, long nanos) {
        pause(WARM_UP);
        long before = received.get();
        double busyBefore = ProcessorTime.busySeconds();
        long begin = System.nanoTime();
        pause(nanos);
        for (int more = 0; received.get() == before && more < MOST_PAUSES; more++) {
            pause(nanos);
        }
        long units = received.get() - before;
        if (units == 0) {
            throw new IllegalStateException(
                    "nothing arrived within " + (System.nanoTime() - begin) / 1_000_000 + " ms");
        }
        double seconds = (System.nanoTime() - begin) / (double) NANOS;
        return new Arrived(units, seconds, ProcessorTime.busySeconds() - busyBefore);
    }

    private static void pause(long nanos) {
        try {
            Thread.sleep(nanos / 1_000_000);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends quietly where the other side has closed. */
    private static Thread start(String name, Callable<Boolean> work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.call();
                    } catch (ClosedChannelException over) {
                        return;
                    } catch (IOException over) {
                        if (!String.valueOf(over.getMessage())
                                .matches("(?i)Broken pipe|Connection reset.*|Socket closed")) {
                            throw new UncheckedIOException(over);
                        }
                    } catch (Exception fault) {
                        throw new IllegalStateException(fault);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
