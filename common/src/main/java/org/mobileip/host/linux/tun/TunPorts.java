package org.mobileip.host.linux.tun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.Fd;
import org.mobileip.host.linux.FrameBatch;
import org.mobileip.host.linux.KernelShare;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.PacketBatch;
import org.mobileip.host.linux.PacketSocket;
import org.mobileip.host.linux.Pieces;
import org.mobileip.host.linux.RawSocket;
import org.mobileip.host.linux.RouteMtu;
import org.mobileip.host.linux.SocketFilter;
import org.mobileip.host.linux.TunDevice;
import org.mobileip.host.linux.UdpSegments;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;

/**
 * What the dataplane has open. The packet socket receives, because it tells what receive offload merged and which checksums
 * are unfinished; a raw socket does not. A raw socket sends. It receives nothing, but that there is one of each protocol keeps
 * the kernel from answering "protocol unreachable" to every tunnelled packet. ICMP errors about what was sent come by a raw
 * socket of their own.
 */
final class TunPorts implements AutoCloseable {

    private static final int SOCKET_BUFFER = 4 << 20;

    /** GIVEN_MARK of {@code tunnel.bpf.c}. */
    private static final int GIVEN_MARK = 0x4d495034;

    /** Frames that are received with one call. */
    private static final int BATCH = 64;

    /** Packets that are sent with one call: what becomes of two of the longest datagrams that the kernel leaves uncut. */
    private static final int SENT = 96;

    /** Unreachable, source quench, redirect, time exceeded, parameter problem (RFC 792). */
    private static final SocketFilter ICMP_ERRORS =
            SocketFilter.IPV4.ipProtocol(RawSocket.PROTOCOL_ICMP).icmpTypeIn(List.of(3, 4, 5, 11, 12));

    private static final Ipv4 LOOPBACK = Ipv4.parse("127.0.0.1");

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final TunDataplane.Options options;
    private final TunDevice tun;
    private final PacketSocket packets;
    private final RawSocket raw;
    private final RawSocket icmp;
    private final RouteMtu routes;
    private Set<Ipv4> receivedFor = Set.of();
    private Optional<KernelShare> leftToKernel = Optional.empty();
    private boolean isReceivingAll;

    /** Whether the packet socket hears copies that programs give it; empty: as another process has left it. */
    private Optional<Boolean> hearsPrograms;

    private TunPorts(TunDataplane.Options options, Optional<TunDataplane.Inheritance> inheritance) {
        this.options = options;
        this.hearsPrograms = inheritance.isPresent() ? Optional.empty() : Optional.of(false);
        try {
            tun = opened(inheritance
                    .map(others -> TunDevice.inherited(others.tun()))
                    .orElseGet(() -> TunDevice.create(options.interfaceName(), TunDevice.Options.VNET_HEADER)));
            keepIpv6Out(tun.name());
            tun.takeOffload();
            tun.setMtu(options.mtu());
            tun.setUp();
            raw = opened(sender(Encapsulation.IPIP));
            raw.setSendBuffer(SOCKET_BUFFER);
            raw.ignorePathMtu();
            for (Encapsulation encapsulation : options.encapsulations()) {
                if (encapsulation == Encapsulation.GRE || encapsulation == Encapsulation.MINIMAL) {
                    opened(sender(encapsulation));
                }
            }
            icmp = opened(sender(RawSocket.PROTOCOL_ICMP));
            routes = opened(RouteMtu.open(options.mark()));
            packets = opened(inheritance
                    .map(others -> PacketSocket.inherited(others.packets(), PacketSocket.ETHERTYPE_IPV4))
                    .orElseGet(() -> packetSocket(SOCKET_BUFFER)));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    static TunPorts open(TunDataplane.Options options, Optional<TunDataplane.Inheritance> inheritance) {
        return new TunPorts(options, inheritance);
    }

    private <T extends AutoCloseable> T opened(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Else the kernel solicits IPv6 routers through a tunnel that carries IPv4 alone. A kernel without IPv6 has no such file. */
    private static void keepIpv6Out(String device) {
        Path setting = Path.of("/proc/sys/net/ipv6/conf", device, "disable_ipv6");
        if (Files.isWritable(setting)) {
            try {
                Files.writeString(setting, "1");
            } catch (IOException refused) {
                // Then what it sends is counted as not_ipv4, and goes nowhere all the same.
            }
        }
    }

    private RawSocket sender(Encapsulation encapsulation) {
        return sender(encapsulation.protocol());
    }

    /** A raw socket that receives nothing, until its filter says otherwise. */
    private RawSocket sender(int protocol) {
        RawSocket.Options sending = options.mark().isPresent()
                ? RawSocket.Options.ONLY_SENDING.withMark(options.mark().getAsInt())
                : RawSocket.Options.ONLY_SENDING;
        return RawSocket.open(protocol, Ipv4.UNSPECIFIED, sending);
    }

    /** On all interfaces, deaf until somebody says for which addresses to listen. */
    private static PacketSocket packetSocket(int receiveBuffer) {
        PacketSocket.Options options = PacketSocket.Options.PLAIN
                .withFilter(SocketFilter.NOTHING)
                .withVnetHeader()
                .withReceiveBuffer(receiveBuffer);
        return PacketSocket.open(
                PacketSocket.ALL_INTERFACES, PacketSocket.ETHERTYPE_IPV4, PacketSocket.Kind.RAW, options);
    }

    /**
     * Receives packets to these addresses, and no others. Beyond what one filter holds, packets to any address are received
     * and judged by the tunnel's end alone.
     */
    void receiveFor(Set<Ipv4> addresses) {
        if (addresses.equals(receivedFor)) {
            return;
        }
        receivedFor = Set.copyOf(addresses);
        filterPackets();
        icmp.setFilter(to(addresses, ICMP_ERRORS));
    }

    private void filterPackets() {
        packets.setFilter(isReceivingAll ? tunnelled() : to(receivedFor, tunnelled()));
    }

    /**
     * Whether programs at all links give the packet socket copies of what it is to receive; else it hears of every IPv4 packet of
     * the machine.
     */
    void hearPrograms(boolean isGiven) {
        if (!hearsPrograms.equals(Optional.of(isGiven))) {
            hearsPrograms = Optional.of(isGiven);
            packets.hear(isGiven ? PacketSocket.ETHERTYPE_GIVEN : PacketSocket.ETHERTYPE_IPV4);
            filterPackets();
        }
    }

    /** The same, where nobody has said so yet and another process may have. */
    void hearAllIfUnsaid() {
        hearPrograms(hearsPrograms.orElse(false));
    }

    /** Receives no more what a tunnel of the kernel takes; empty: it takes nothing. */
    void leaveToKernel(Optional<KernelShare> share) {
        if (!share.equals(leftToKernel)) {
            leftToKernel = share;
            filterPackets();
        }
    }

    /**
     * Receives packets to whichever address of ours, or none; the tunnel's end judges them. For a node that moves: its
     * address changes with every handover, and a new filter can take the kernel milliseconds.
     */
    void receiveAll(boolean receive) {
        if (receive != isReceivingAll) {
            isReceivingAll = receive;
            filterPackets();
            icmp.setFilter(receive ? ICMP_ERRORS : SocketFilter.NOTHING);
        }
    }

    private static SocketFilter to(Set<Ipv4> addresses, SocketFilter packets) {
        return addresses.size() > SocketFilter.MOST_ADDRESSES ? packets : packets.ipDestinationIn(addresses);
    }

    /** Packets of the protocols that tunnels here may have, for this machine; whole ones and fragments. */
    private SocketFilter tunnelled() {
        List<Integer> protocols = options.encapsulations().stream()
                .filter(each -> each != Encapsulation.UDP)
                .map(Encapsulation::protocol)
                .sorted()
                .toList();
        SocketFilter all = leftToKernel.map(SocketFilter::besides).orElse(SocketFilter.EVERYTHING);
        SocketFilter heard = hearsPrograms.orElse(false)
                ? all.etherType(PacketSocket.ETHERTYPE_GIVEN).marked(GIVEN_MARK)
                : all.ipv4();
        return heard.toUs().tunnelled(protocols, options.udpPorts().all());
    }

    void closes(AutoCloseable resource) {
        opened.push(resource);
    }

    TunDevice tun() {
        return tun;
    }

    RawSocket raw() {
        return raw;
    }

    RawSocket icmp() {
        return icmp;
    }

    PacketSocket packets() {
        return packets;
    }

    RouteMtu routes() {
        return routes;
    }

    /** Many frames with one call. */
    PacketPorts.Frames frames() {
        FrameBatch batch = new FrameBatch(BATCH, InboundPath.ROOM, 2 * InboundPath.ROOM);
        return new PacketPorts.Frames() {
            @Override
            public int capacity() {
                return batch.capacity();
            }

            @Override
            public int receive() {
                return packets.receive(batch);
            }

            @Override
            public NativeBuffer memory() {
                return batch.frames();
            }

            @Override
            public int at(int index) {
                return batch.at(index);
            }

            @Override
            public int length(int index) {
                return batch.length(index);
            }

            @Override
            public int linkHeaderLength(int index) {
                return batch.linkHeaderLength(index);
            }
        };
    }

    /** Many packets to the network with one call. */
    PacketPorts.Batch network() {
        PacketBatch batch = new PacketBatch(SENT);
        return new PacketPorts.Batch() {
            @Override
            public int capacity() {
                return batch.capacity();
            }

            @Override
            public void set(int index, NativeBuffer buffer, int offset, int length, Ipv4 destination, int link) {
                batch.set(index, buffer, offset, length, destination, link);
            }

            @Override
            public int send(int first, int count) {
                return raw.send(batch, first, count);
            }
        };
    }

    /** Many packets of a tunnel within UDP with one call; empty: the kernel has no such socket for us. */
    Optional<PacketPorts.Segments> segmentsBeside(Fd bound) {
        try {
            UdpSegments segments = opened(UdpSegments.beside(bound, options.mark()));
            segments.setSendBuffer(SOCKET_BUFFER);
            return Optional.of(port(segments));
        } catch (HostException refused) {
            return Optional.empty();
        }
    }

    private static PacketPorts.Segments port(UdpSegments segments) {
        return new PacketPorts.Segments() {
            @Override
            public int port() {
                return segments.port();
            }

            @Override
            public void clear() {
                segments.clear();
            }

            @Override
            public void add(NativeBuffer buffer, int offset, int length) {
                segments.add(buffer, offset, length);
            }

            @Override
            public int send(
                    int source, int destination, int destinationPort, int typeOfService, int timeToLive, int link) {
                return segments.send(source, destination, destinationPort, typeOfService, timeToLive, link);
            }
        };
    }

    /** As the routes say, or by a link of the caller's choice. */
    PacketPorts.LinkMtu linkMtu() {
        return new PacketPorts.LinkMtu() {
            @Override
            public int to(Ipv4 destination) {
                return routes.to(destination);
            }

            @Override
            public int to(Ipv4 destination, int link) {
                return routes.to(destination, link);
            }
        };
    }

    /** To the TUN device. */
    PacketPorts.GatheringSink kernel() {
        Pieces pieces = new Pieces(BATCH);
        return new PacketPorts.GatheringSink() {
            @Override
            public boolean takesUdpRuns() {
                return tun.takesUdpRuns();
            }

            @Override
            public int write(NativeBuffer buffer, int offset, int length) {
                return tun.write(buffer, offset, length);
            }

            @Override
            public int write(NativeBuffer buffer, int[] offsets, int[] lengths, int count) {
                pieces.clear();
                for (int i = 0; i < count; i++) {
                    pieces.add(buffer, offsets[i], lengths[i]);
                }
                return tun.write(pieces);
            }
        };
    }

    static PacketPorts.FrameSource frames(PacketSocket packets) {
        return new PacketPorts.FrameSource() {
            @Override
            public int read(NativeBuffer buffer, int offset, int length) {
                return packets.receive(buffer, offset, length);
            }

            @Override
            public int linkHeaderLength() {
                return packets.linkHeaderLength();
            }
        };
    }

    /** Makes the calls of the packet path in ways that move no packet: from a deaf socket, and too short to be sent. */
    void rehearse() {
        NativeBuffer buffer = NativeBuffer.allocate(64);
        try (PacketSocket deaf = packetSocket(0);
                RawSocket mute =
                        RawSocket.open(RawSocket.PROTOCOL_IPIP, Ipv4.UNSPECIFIED, RawSocket.Options.ONLY_SENDING)) {
            for (int i = 0; i < Rehearsal.SYSTEM_CALLS; i++) {
                check(deaf.receive(buffer, 0, buffer.size()));
                check(mute.send(buffer, 0, 1, LOOPBACK));
                check(tun.write(buffer, 0, 1));
            }
        }
    }

    private static void check(int result) {
        if (result >= 0) {
            throw new AssertionError("a rehearsal moved " + result + " octets");
        }
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
