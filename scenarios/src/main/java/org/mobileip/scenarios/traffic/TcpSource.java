package org.mobileip.scenarios.traffic;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Octets;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.thread.Threads;

/** Opens the one connection of a tcp stream, from where the octets come from, and writes them at the stream's pace. */
final class TcpSource {

    /** What is written and not yet read at the other end: a pause does not fill seconds' worth of buffers. */
    private static final long MOST_ON_THE_WAY = 1 << 20;

    private static final long BETWEEN_ATTEMPTS = 20_000_000;
    private static final long A_LITTLE = 1_000_000;

    /** Pieces due longer ago than this are left out, where the pace does not make up for pauses. */
    private static final long BURST = 20_000_000;

    private final Place place;
    private final Endpoint sink;
    private final TcpPace pace;
    private final OctetPattern pattern;
    private final LongSupplier received;
    private final RunClock clock;
    private final MessageDigest digest = Digests.sha256();
    private final Thread thread;
    private volatile Optional<SocketChannel> channel = Optional.empty();
    private volatile boolean stopping;
    private volatile boolean abandoned;
    private volatile boolean broken;
    private volatile long sent;

    /**
     * A source that has yet to be started.
     *
     * @param received how much has been read at the other end
     */
    TcpSource(
            String name,
            Place place,
            Endpoint sink,
            TcpPace pace,
            OctetPattern pattern,
            LongSupplier received,
            RunClock clock) {
        this.place = place;
        this.sink = sink;
        this.pace = pace;
        this.pattern = pattern;
        this.received = received;
        this.clock = clock;
        this.thread = new Thread(this::run, name + " source");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!stopping) {
                SocketChannel open = place.namespace().call(() -> SocketChannel.open(StandardProtocolFamily.INET));
                channel = Optional.of(open);
                if (connect(open)) {
                    write(open);
                    return;
                }
                LockSupport.parkNanos(BETWEEN_ATTEMPTS);
            }
        } catch (IOException e) {
            broken = !abandoned;
        }
    }

    /** The node may not have its address yet, or no way to the other end: then it is tried again. */
    private boolean connect(SocketChannel open) throws IOException {
        try {
            open.setOption(StandardSocketOptions.TCP_NODELAY, true);
            open.bind(Sockets.address(new Endpoint(place.address(), 0)));
            open.connect(Sockets.address(sink));
            return true;
        } catch (IOException e) {
            open.close();
            return false;
        }
    }

    private void write(SocketChannel open) throws IOException {
        ByteBuffer piece = ByteBuffer.allocateDirect(pace.piece());
        long due = clock.nanos();
        while (!stopping && sent < pace.total()) {
            long now = clock.nanos();
            if (now < due) {
                LockSupport.parkNanos(due - now);
            } else if (sent - received.getAsLong() >= MOST_ON_THE_WAY) {
                LockSupport.parkNanos(A_LITTLE);
            } else {
                writeNext(open, piece);
                due = pace.makesUp() ? due + pace.intervalNanos() : Math.max(due + pace.intervalNanos(), now - BURST);
            }
        }
        while (!stopping) {
            LockSupport.park(this);
        }
        open.shutdownOutput();
    }

    private void writeNext(SocketChannel open, ByteBuffer piece) throws IOException {
        long place = sent;
        piece.clear().limit((int) Math.min(pace.piece(), pace.total() - place));
        pattern.fill(piece, place);
        piece.flip();
        digest.update(piece.duplicate());
        while (piece.hasRemaining()) {
            open.write(piece);
        }
        sent = place + piece.limit();
    }

    /** Writes no more; what has been written is still on its way. */
    void finish() {
        stopping = true;
        LockSupport.unpark(thread);
    }

    /** Ends whatever state the connection is in. */
    void close() {
        abandoned = true;
        finish();
        channel.ifPresent(Sockets::close);
        Threads.joinAlways(thread);
    }

    /** Octets written. */
    long sent() {
        return sent;
    }

    /** The connection ended other than in order. */
    boolean isBroken() {
        return broken;
    }

    /** The SHA-256 of all that was written; after {@link #close}, once. */
    Octets hash() {
        return Octets.of(digest.digest());
    }
}
