package org.mobileip.host.linux.tun;

import java.util.List;
import org.mobileip.host.linux.BootTimeTicker;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.RouteMtu;
import org.mobileip.host.linux.TunDevice;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;
import org.mobileip.tunnel.HomeAgentEnd;
import org.mobileip.tunnel.MobileNodeEnd;
import org.mobileip.tunnel.SegmentLimit;
import org.mobileip.tunnel.TunnelEnd;
import org.mobileip.tunnel.TunnelTerms;

/**
 * Both ends talking to each other in memory, by the code that moves real packets: a mobile node's packet goes into its
 * tunnel and out of the home agent's, and the other way round.
 */
final class Rehearsal {

    /** Enough for the just-in-time compiler's first stage, and its second where it is quick. */
    static final int ROUNDS = 10_000;

    /** Each costs a microsecond or two. */
    static final int SYSTEM_CALLS = 3_000;

    private static final Ipv4 HOME = Ipv4.parse("192.0.2.1");
    private static final Ipv4 AGENT = Ipv4.parse("192.0.2.2");
    private static final Ipv4 CARE_OF = Ipv4.parse("198.51.100.1");
    private static final Ipv4 CORRESPONDENT = Ipv4.parse("203.0.113.1");

    private static final int PACKETS = 100;

    private final Wire wire = new Wire();
    private final HomeAgentEnd agent = new HomeAgentEnd(new BootTimeTicker(), 1);
    private final MobileNodeEnd node = new MobileNodeEnd(new BootTimeTicker(), 1);
    private final OutboundPath intoNodes = into(node, HOME, CORRESPONDENT);
    private final InboundPath outOfAgents = outOf(agent);
    private final OutboundPath intoAgents = into(agent, CORRESPONDENT, HOME);
    private final InboundPath outOfNodes = outOf(node);

    private Rehearsal() {}

    static void run() {
        Rehearsal rehearsal = new Rehearsal();
        for (int i = 0; i < ROUNDS / PACKETS; i++) {
            rehearsal.handover();
            play(rehearsal.intoNodes, rehearsal.outOfAgents);
            play(rehearsal.intoAgents, rehearsal.outOfNodes);
        }
    }

    private void handover() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CARE_OF)));
        node.tunnel(CARE_OF, AGENT, HOME, List.of(CARE_OF), TunnelTerms.PLAIN);
    }

    private OutboundPath into(TunnelEnd end, Ipv4 source, Ipv4 destination) {
        return new OutboundPath(
                wire.datagrams(source, destination),
                end,
                OneByOne.sending(wire::send, 2),
                exit -> RouteMtu.UNKNOWN,
                ErrorSender.toNetwork(wire::send),
                SegmentLimit.NONE);
    }

    private InboundPath outOf(TunnelEnd end) {
        return new InboundPath(OneByOne.receiving(wire, 1, Wire.ROOM), end, wire, SegmentLimit.NONE);
    }

    private static void play(OutboundPath into, InboundPath outOf) {
        long before = outOf.counters().forwarded().decapsulatedPackets();
        for (int i = 0; i < PACKETS; i++) {
            into.step();
            outOf.step();
        }
        if (outOf.counters().forwarded().decapsulatedPackets() - before != PACKETS) {
            throw new AssertionError("a rehearsed packet was lost");
        }
    }

    /** A network of one packet. */
    private static final class Wire implements PacketPorts.FrameSource, PacketPorts.GatheringSink {

        static final int ROOM = 128;
        private static final int LENGTH = 20;

        private final NativeBuffer packet = NativeBuffer.allocate(ROOM);
        private int waiting;
        private boolean isRead;

        /** The same datagram for ever, with an empty virtio-net header before it. */
        PacketPorts.Source datagrams(Ipv4 source, Ipv4 destination) {
            int[] words = {0x45000014, 0x00000000, 0x403b0000, source.bits(), destination.bits()};
            int sum = 0;
            for (int word : words) {
                sum += (word >>> 16) + (word & 0xffff);
            }
            words[2] |= ~((sum & 0xffff) + (sum >>> 16)) & 0xffff;
            return (buffer, offset, length) -> {
                isRead = !isRead;
                if (!isRead) {
                    return -Errno.EAGAIN;
                }
                buffer.inNetworkOrder().putLong(offset, 0).putShort(offset + Long.BYTES, (short) 0);
                for (int i = 0; i < words.length; i++) {
                    buffer.inNetworkOrder().putInt(offset + TunDevice.VNET_HEADER_SIZE + 4 * i, words[i]);
                }
                return TunDevice.VNET_HEADER_SIZE + LENGTH;
            };
        }

        int send(NativeBuffer buffer, int offset, int length, Ipv4 destination) {
            packet.inNetworkOrder().put(TunDevice.VNET_HEADER_SIZE, buffer.inNetworkOrder(), offset, length);
            waiting = length;
            return length;
        }

        @Override
        public int read(NativeBuffer buffer, int offset, int length) {
            if (waiting == 0) {
                return -Errno.EAGAIN;
            }
            int octets = TunDevice.VNET_HEADER_SIZE + waiting;
            buffer.inNetworkOrder().put(offset, packet.inNetworkOrder(), 0, octets);
            waiting = 0;
            return octets;
        }

        @Override
        public int linkHeaderLength() {
            return 0;
        }

        @Override
        public int write(NativeBuffer buffer, int offset, int length) {
            return length;
        }

        @Override
        public int write(NativeBuffer buffer, int[] offsets, int[] lengths, int count) {
            return count;
        }
    }
}
