package org.mobileip.scenarios.traffic;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.measure.TcpFlow;
import org.mobileip.scenarios.thread.Threads;

/** Takes the one connection of a tcp stream and reads it, and looks at every octet. */
final class TcpSink {

    private static final int ROOM = 1 << 18;
    private static final int MOST_READINGS = 1 << 20;

    private final OctetPattern pattern;
    private final RunClock clock;
    private final ServerSocketChannel listener;
    private final ProgressLog progress = new ProgressLog(MOST_READINGS);
    private final MessageDigest digest = Digests.sha256();
    private final Thread thread;
    private volatile Optional<SocketChannel> channel = Optional.empty();
    private volatile boolean abandoned;
    private volatile boolean broken;
    private volatile boolean ended;
    private volatile boolean inOrder = true;
    private volatile long received;
    private volatile long lastNanos;
    private volatile int connections;

    /**
     * Listens from now on.
     *
     * @param port on all addresses, since the node's lasting one may not be there yet
     */
    TcpSink(String name, Place place, int port, OctetPattern pattern, RunClock clock) {
        this.pattern = pattern;
        this.clock = clock;
        this.lastNanos = clock.nanos();
        this.listener = place.namespace().call(() -> listen(port));
        this.thread = new Thread(this::run, name + " sink");
        thread.setDaemon(true);
    }

    private static ServerSocketChannel listen(int port) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return listener.bind(Sockets.address(new Endpoint(Ipv4.UNSPECIFIED, port)));
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    void start() {
        thread.start();
    }

    private void run() {
        try (SocketChannel open = listener.accept()) {
            channel = Optional.of(open);
            connections = 1;
            note(0);
            ByteBuffer room = ByteBuffer.allocateDirect(ROOM);
            for (int length = open.read(room); length >= 0; length = open.read(room)) {
                room.flip();
                note(length);
                look(room);
                room.clear();
            }
            ended = true;
        } catch (IOException e) {
            broken = !abandoned;
        }
    }

    private void note(int length) {
        long now = clock.nanos();
        long all = received + length;
        lastNanos = now;
        received = all;
        progress.add(now, all);
    }

    private void look(ByteBuffer octets) {
        long place = received - octets.remaining();
        digest.update(octets.duplicate());
        if (!pattern.matches(octets, place)) {
            inOrder = false;
        }
    }

    /** Ends whatever state the connection is in. */
    void close() {
        abandoned = true;
        Sockets.close(listener);
        channel.ifPresent(Sockets::close);
        Threads.joinAlways(thread);
    }

    long received() {
        return received;
    }

    /** When octets were last received; before the first, when this was made. */
    long lastNanos() {
        return lastNanos;
    }

    int connections() {
        return connections;
    }

    /** The source has said that no more follows, and all was read. */
    boolean hasEnded() {
        return ended;
    }

    /** The connection ended other than in order. */
    boolean isBroken() {
        return broken;
    }

    /** Every octet until now was the one that belongs there. */
    boolean isInOrder() {
        return inOrder;
    }

    /** The SHA-256 of all that was received; after {@link #close}, once. */
    Octets hash() {
        return Octets.of(digest.digest());
    }

    List<TcpFlow.Received> readings() {
        return progress.readings();
    }
}
