package org.mobileip.scenarios.sim.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.mobileip.net.Datagram;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;

/** What programs send and receive above IPv4. */
public final class Sockets {

    private static final int UDP_HEADER = 8;
    private static final int ECHO_HEADER = 8;
    private static final int ECHO_REPLY = 0;
    private static final int ECHO_REQUEST = 8;

    /** The index of the interface that what a machine sends to itself arrives by. */
    private static final int LOOPBACK = 1;

    private final Machine machine;
    private final Map<Integer, Receiver> udp = new HashMap<>();
    private final Map<Integer, Receiver> tcp = new HashMap<>();
    private final Map<Integer, Receiver> echoes = new HashMap<>();
    private final List<Consumer<byte[]>> errors = new ArrayList<>();
    private Optional<Consumer<byte[]>> tunnels = Optional.empty();
    private List<Integer> tunnelPorts = List.of();

    /** Takes a datagram, whole. */
    @FunctionalInterface
    public interface Receiver {
        /** It arrived by the interface with that index. */
        void received(int linkIndex, byte[] frame);
    }

    Sockets(Machine machine) {
        this.machine = machine;
    }

    /** Takes what comes to that UDP port, whichever the address. */
    public void bindUdp(int port, Receiver receiver) {
        udp.put(port, receiver);
    }

    public void closeUdp(int port) {
        udp.remove(port);
    }

    /** Takes the segments that come to that TCP port. */
    public void bindTcp(int port, Receiver receiver) {
        tcp.put(port, receiver);
    }

    /** Takes the answers to echo requests with that identifier. */
    public void bindEcho(int identifier, Receiver receiver) {
        echoes.put(identifier, receiver);
    }

    /** Hears of every ICMP error. */
    public void onError(Consumer<byte[]> listener) {
        errors.add(listener);
    }

    public void onErrorNoMore(Consumer<byte[]> listener) {
        errors.remove(listener);
    }

    /**
     * Takes the packets of tunnels, fragments as they are; empty: nobody does.
     *
     * @param udpPorts where packets of tunnels within UDP come; nobody else who listens there sees them
     */
    public void onTunnelled(Optional<Consumer<byte[]>> receiver, List<Integer> udpPorts) {
        tunnels = receiver;
        tunnelPorts = List.copyOf(udpPorts);
    }

    /** A UDP datagram as programs see it. */
    public Datagram datagram(int linkIndex, byte[] frame) {
        int at = Packet.payload(frame);
        return new Datagram(
                new Endpoint(new Ipv4(Packet.source(frame)), Packet.u16(frame, at)),
                new Endpoint(new Ipv4(Packet.destination(frame)), Packet.u16(frame, at + 2)),
                linkIndex,
                machine.timeOfDay(),
                Octets.of(frame, at + UDP_HEADER, Packet.u16(frame, at + 4) - UDP_HEADER));
    }

    /**
     * Sends a UDP datagram.
     *
     * @param from its source; unspecified: as the routes say
     * @param mark of the socket, for rules
     * @param onto the index of the interface it must leave by; 0: as the routes say
     * @return whether it left
     */
    public boolean sendUdp(Endpoint from, Endpoint to, Octets payload, int mark, int onto) {
        Optional<Ipv4> source = sourceFor(from.address(), to.address(), mark, onto);
        if (source.isEmpty()) {
            return false;
        }
        byte[] frame = Packet.create(Packet.UDP, source.get(), to.address(), UDP_HEADER + payload.size());
        int at = Packet.payload(frame);
        Packet.put16(frame, at, from.port());
        Packet.put16(frame, at + 2, to.port());
        Packet.put16(frame, at + 4, UDP_HEADER + payload.size());
        payload.copyTo(frame, at + UDP_HEADER);
        Packet.sumTransport(frame);
        return send(frame, mark, onto);
    }

    private Optional<Ipv4> sourceFor(Ipv4 wanted, Ipv4 to, int mark, int onto) {
        return wanted.isUnspecified()
                ? machine.ip().sourceTowards(to.bits(), mark, onto).map(Ipv4::new)
                : Optional.of(wanted);
    }

    /** Sends an echo request (RFC 792). */
    public boolean sendEcho(Ipv4 from, Ipv4 to, int identifier, int sequence, int dataLength) {
        byte[] frame = Packet.create(Packet.ICMP, from, to, ECHO_HEADER + dataLength);
        int at = Packet.payload(frame);
        frame[at] = ECHO_REQUEST;
        Packet.put16(frame, at + 4, identifier);
        Packet.put16(frame, at + 6, sequence);
        Packet.sumIcmp(frame);
        return send(frame, 0, 0);
    }

    /** Sends an ICMP message with its checksum, with that mark, by that interface. */
    public boolean sendIcmp(Ipv4 from, Ipv4 to, Octets message, int mark, int onto) {
        byte[] frame = Packet.create(Packet.ICMP, from, to, message.size());
        message.copyTo(frame, Packet.payload(frame));
        return send(frame, mark, onto);
    }

    /** As Linux does it: not to be fragmented where it fits, in fragments where it does not. */
    private boolean send(byte[] frame, int mark, int onto) {
        int mtu = machine.ip().mtuTowards(Packet.destination(frame));
        Packet.put16(frame, Packet.IP + 4, machine.ip().nextIdentification());
        Packet.put16(frame, Packet.IP + 6, Packet.totalLength(frame) <= mtu ? Packet.DONT_FRAGMENT : 0);
        return machine.ip().send(frame, mark, onto, false) == Ip.Sent.SENT;
    }

    /** Sends a segment of TCP, not to be fragmented; its checksum is right. Whether it left. */
    public boolean sendTcp(byte[] frame) {
        Packet.put16(frame, Packet.IP + 4, machine.ip().nextIdentification());
        Packet.put16(frame, Packet.IP + 6, Packet.DONT_FRAGMENT);
        return machine.ip().send(frame, 0, 0, false) == Ip.Sent.SENT;
    }

    /** How long a datagram to {@code destination} may be, as far as it is known. */
    public int mtuTowards(Ipv4 destination) {
        return machine.ip().mtuTowards(destination.bits());
    }

    /** Whether a program has asked for such packets. */
    boolean isAwaited(byte[] frame) {
        return takesFragments(frame)
                || (Packet.protocol(frame) == Packet.UDP
                        && udp.containsKey(Packet.u16(frame, Packet.payload(frame) + 2)));
    }

    boolean takesFragments(byte[] frame) {
        return tunnels.isPresent() && Packet.isOfTunnel(Packet.protocol(frame));
    }

    void deliverLocally(byte[] frame) {
        deliver(LOOPBACK, frame);
    }

    void deliver(int linkIndex, byte[] frame) {
        if (takesFragments(frame)) {
            tunnels.ifPresent(receiver -> receiver.accept(frame));
            return;
        }
        switch (Packet.protocol(frame)) {
            case Packet.UDP -> deliverUdp(linkIndex, frame);
            case Packet.TCP -> deliverTcp(linkIndex, frame);
            case Packet.ICMP -> deliverIcmp(linkIndex, frame);
            default -> IcmpErrors.tell(machine, frame, IcmpErrors.UNREACHABLE, IcmpErrors.PROTOCOL_UNREACHABLE, 0);
        }
    }

    private void deliverUdp(int linkIndex, byte[] frame) {
        int at = Packet.payload(frame);
        int length = Packet.payloadLength(frame);
        boolean isSound = length >= UDP_HEADER
                && Packet.u16(frame, at + 4) >= UDP_HEADER
                && Packet.u16(frame, at + 4) <= length
                && Packet.transportIsRight(frame);
        if (!isSound) {
            return;
        }
        if (isTunnelData(frame, at)) {
            tunnels.ifPresent(end -> end.accept(frame));
            return;
        }
        Receiver receiver = udp.get(Packet.u16(frame, at + 2));
        if (receiver != null) {
            receiver.received(linkIndex, frame);
        } else {
            IcmpErrors.tell(machine, frame, IcmpErrors.UNREACHABLE, IcmpErrors.PORT_UNREACHABLE, 0);
        }
    }

    /** As the filters of a daemon's sockets tell them apart (RFC 3519 §3.3). */
    private boolean isTunnelData(byte[] frame, int at) {
        return tunnelPorts.contains(Packet.u16(frame, at + 2)) && Packet.isTunnelData(frame);
    }

    private void deliverTcp(int linkIndex, byte[] frame) {
        Receiver receiver = tcp.get(Packet.u16(frame, Packet.payload(frame) + 2));
        if (receiver != null && Packet.transportIsRight(frame)) {
            receiver.received(linkIndex, frame);
        }
    }

    private void deliverIcmp(int linkIndex, byte[] frame) {
        int at = Packet.payload(frame);
        if (Packet.payloadLength(frame) < ECHO_HEADER) {
            return;
        }
        int type = frame[at] & 0xff;
        if (type == ECHO_REQUEST) {
            answer(frame);
        } else if (type == ECHO_REPLY) {
            Receiver receiver = echoes.get(Packet.u16(frame, at + 4));
            if (receiver != null) {
                receiver.received(linkIndex, frame);
            }
        } else if (IcmpErrors.isError(type)) {
            hearError(frame, at);
        }
    }

    private void answer(byte[] request) {
        int length = Packet.payloadLength(request);
        Ipv4 ours = new Ipv4(Packet.destination(request));
        if (!machine.tables().isLocal(ours.bits())) {
            return;
        }
        byte[] reply = Packet.create(Packet.ICMP, ours, new Ipv4(Packet.source(request)), length);
        System.arraycopy(request, Packet.payload(request), reply, Packet.payload(reply), length);
        reply[Packet.payload(reply)] = ECHO_REPLY;
        Packet.sumIcmp(reply);
        send(reply, 0, 0);
    }

    private void hearError(byte[] frame, int at) {
        int quote = at + IcmpErrors.HEADER;
        boolean isMtu = frame[at] == IcmpErrors.UNREACHABLE && frame[at + 1] == IcmpErrors.FRAGMENTATION_NEEDED;
        if (isMtu && frame.length >= quote + Packet.IP_HEADER) {
            machine.ip().learnMtu(Packet.i32(frame, quote + 16), Packet.u16(frame, at + 6));
        }
        List.copyOf(errors).forEach(listener -> listener.accept(frame));
    }
}
