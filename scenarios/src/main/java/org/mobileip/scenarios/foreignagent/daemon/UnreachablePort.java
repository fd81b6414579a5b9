package org.mobileip.scenarios.foreignagent.daemon;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.mobileip.host.linux.EventLoop;
import org.mobileip.host.linux.PacketSocket;
import org.mobileip.host.linux.PacketSocket.Kind;
import org.mobileip.host.linux.PacketSocket.Options;
import org.mobileip.host.linux.SocketFilter;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.foreignagent.Event;
import org.mobileip.wire.IcmpMessage;
import org.mobileip.wire.Ipv4Header;

/** Hears ICMP errors about what was sent to home agents (RFC 5944 §3.7.3). */
final class UnreachablePort implements AutoCloseable {

    private static final int MOST_FRAMES_A_TURN = 64;

    private final EventLoop loop;
    private final Set<Ipv4> careOf;
    private final Consumer<Event> events;
    private final PacketSocket errors;

    /** @param careOf where requests are sent from: an error quotes it as the source */
    UnreachablePort(EventLoop loop, Set<Ipv4> careOf, Consumer<Event> events) {
        this.loop = loop;
        this.careOf = careOf;
        this.events = events;
        SocketFilter unreachable = SocketFilter.IPV4
                .toUs()
                .ipProtocol(Ipv4Header.ICMP)
                .icmpTypeIn(List.of(IcmpMessage.DESTINATION_UNREACHABLE, IcmpMessage.TIME_EXCEEDED));
        this.errors = PacketSocket.open(
                PacketSocket.ALL_INTERFACES,
                PacketSocket.ETHERTYPE_IPV4,
                Kind.COOKED,
                Options.PLAIN.withFilter(unreachable));
        loop.onReadable(errors.fd(), this::read);
    }

    private void read() {
        for (int left = MOST_FRAMES_A_TURN; left > 0; left--) {
            Optional<PacketSocket.Frame> frame = errors.receive();
            if (frame.isEmpty()) {
                return;
            }
            LinkPackets.unreachable(careOf, frame.get().octets()).ifPresent(events);
        }
    }

    @Override
    public void close() {
        loop.remove(errors.fd());
        errors.close();
    }
}
