package org.mobileip.mobilenode.daemon;

import java.util.Optional;
import java.util.OptionalInt;
import org.mobileip.host.linux.Fd;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.RawSocket;
import org.mobileip.host.linux.SocketFilter;
import org.mobileip.mobilenode.Effect;
import org.mobileip.mobilenode.HostPlan;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.wire.IcmpMessage;
import org.mobileip.wire.Ipv4Header;
import org.mobileip.wire.MalformedMessageException;

/** Echo requests by which the node finds out what its links carry, and the replies to them. Marked: past the tunnel. */
final class ProbePort implements AutoCloseable {

    private static final int MOST_A_TURN = 64;
    private static final int ROOM = 256;

    /** Who hears of replies. */
    interface Listener {
        void echoArrived(Ipv4 from, Ipv4 to, Octets message);
    }

    private final RawSocket socket;
    private final NativeBuffer sending = NativeBuffer.allocate(ROOM);
    private final NativeBuffer receiving = NativeBuffer.allocate(ROOM);

    ProbePort() {
        RawSocket.Options options = new RawSocket.Options(
                OptionalInt.of(HostPlan.MARK),
                Optional.empty(),
                0,
                Optional.of(SocketFilter.icmp(IcmpMessage.ECHO_REPLY)));
        socket = RawSocket.open(RawSocket.PROTOCOL_ICMP, Ipv4.UNSPECIFIED, options);
    }

    /** Readable when a reply waits. */
    Fd fd() {
        return socket.fd();
    }

    /** A link that does not take it is one by which nobody answers. */
    void send(Effect.Probe probe) {
        Octets header = Ipv4Header.of(
                        Ipv4Header.ICMP,
                        probe.from(),
                        probe.to(),
                        probe.message().size())
                .encode();
        Octets packet = header.plus(probe.message());
        sending.put(0, packet);
        socket.send(sending, 0, packet.size(), probe.to(), probe.linkIndex());
    }

    /** Takes what waits; what is broken, or longer than any reply to us, is nobody's business here. */
    void receive(Listener listener) {
        for (int left = MOST_A_TURN; left > 0; left--) {
            int length = socket.receive(receiving, 0, ROOM);
            if (length < 0) {
                return;
            }
            tell(listener, receiving.octets(0, length));
        }
    }

    private static void tell(Listener listener, Octets packet) {
        try {
            Ipv4Header header = Ipv4Header.decode(packet);
            listener.echoArrived(header.source(), header.destination(), header.payloadOf(packet));
        } catch (MalformedMessageException notForUs) {
            // Nobody misses it: an answer that is broken is none.
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
