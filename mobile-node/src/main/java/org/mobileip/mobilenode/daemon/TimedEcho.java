package org.mobileip.mobilenode.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.mobileip.host.linux.EventLoop;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.ProbeSocket;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.IcmpMessage;
import org.mobileip.wire.Ipv4Header;
import org.mobileip.wire.MalformedMessageException;

/** One echo request (RFC 792) by whatever way the routes have for its source, and how long its reply took. */
final class TimedEcho implements AutoCloseable {

    /** "PI": keepalives and probes have others. */
    private static final int IDENTIFIER = 0x5049;

    private static final int ROOM = 256;
    private static final int BUFFERS = 1 << 16;
    private static final long NANOS = 1_000_000_000L;

    private final EventLoop loop;
    private final Ipv4 to;
    private final int sequence;
    private final ProbeSocket socket;
    private final NativeBuffer room = NativeBuffer.allocate(ROOM);
    private final long sentAt;
    private Optional<Duration> roundTrip = Optional.empty();
    private boolean isClosed;

    /** Sends it; a refusal of the kernel is a reply that does not come. */
    TimedEcho(EventLoop loop, Ipv4 from, Ipv4 to, int sequence) {
        this.loop = loop;
        this.to = to;
        this.sequence = sequence;
        socket = ProbeSocket.echo(from, BUFFERS);
        loop.onReadable(socket.fd(), this::receive);
        Octets body = Octets.ofHex(String.format("%04x%04x%016x", IDENTIFIER, sequence, 0));
        Octets message = new IcmpMessage(IcmpMessage.ECHO_REQUEST, 0, body).encode();
        room.put(0, message);
        sentAt = now();
        socket.send(room, 0, message.size(), new Endpoint(to, 0));
    }

    private static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * NANOS + now.getNano();
    }

    Ipv4 to() {
        return to;
    }

    /** Empty: there is no reply yet. */
    Optional<Duration> roundTrip() {
        return roundTrip;
    }

    private void receive() {
        for (int length = socket.receive(room, 0, ROOM); length > 0; length = socket.receive(room, 0, ROOM)) {
            if (roundTrip.isEmpty() && isReply(room.octets(0, length))) {
                roundTrip = Optional.of(Duration.ofNanos(Math.max(0, socket.receivedAtNanos() - sentAt)));
            }
        }
    }

    private boolean isReply(Octets packet) {
        try {
            Ipv4Header header = Ipv4Header.decode(packet);
            IcmpMessage icmp = IcmpMessage.decode(header.payloadOf(packet));
            return icmp.type() == IcmpMessage.ECHO_REPLY
                    && header.source().equals(to)
                    && icmp.body().u16(0) == IDENTIFIER
                    && icmp.body().u16(2) == sequence;
        } catch (MalformedMessageException notForUs) {
            return false;
        }
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            loop.remove(socket.fd());
            socket.close();
        }
    }
}
