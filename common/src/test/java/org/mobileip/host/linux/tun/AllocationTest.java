package org.mobileip.host.linux.tun;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mobileip.host.linux.BootTimeTicker;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.net.FlowSelector;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.net.Steering;
import org.mobileip.net.TunnelPath;
import org.mobileip.net.UdpEnd;
import org.mobileip.net.Uplinks;
import org.mobileip.testing.ManualTicker;
import org.mobileip.tunnel.HomeAgentEnd;
import org.mobileip.tunnel.MobileNodeEnd;
import org.mobileip.tunnel.SegmentLimit;
import org.mobileip.tunnel.TunnelEnd;
import org.mobileip.tunnel.TunnelTerms;

/** Packet paths allocate nothing for a packet, in interpreted code neither. */
class AllocationTest {

    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final Ipv4 TRAIN = Ipv4.parse("198.51.100.45");
    private static final Ipv4 CORRESPONDENT = Ipv4.parse("172.16.0.9");
    private static final int WARM_UP = 2_000;
    private static final int STEPS = 2_000;

    /** Whatever the machine itself allocates meanwhile, such as for counters of the compiler. */
    private static final long SLACK = 20_000;

    private static final Octets NO_OFFLOAD = Octets.ofHex("00".repeat(10));

    /** Flags 1, gso_type 1 (TCPv4), hdr_len 52, gso_size 4, csum_start 20, csum_offset 16; then 10 octets of TCP. */
    private static final Octets LONG = Octets.ofHex(
            "0101 3400 0400 1400 1000 4502003efffe40003f06855dac1000090a0a00399c400050fffffffa0102030480d901f5"
                    + "b68c00000101080a1122334455667788a0a1a2a3a4a5a6a7a8a9");

    /** Three segments from the home address. */
    private static final List<Octets> SEGMENTS = List.of(
            Octets.ofHex("45020038000540003f06855d0a0a0039ac1000099c400050000003e801020304801001f5c54f0000"
                    + "0101080a1122334455667788a0a1a2a3"),
            Octets.ofHex("45020038000640003f06855c0a0a0039ac1000099c400050000003ec01020304801001f5bd430000"
                    + "0101080a1122334455667788a4a5a6a7"),
            Octets.ofHex("45020036000740003f06855d0a0a0039ac1000099c400050000003f001020304801801f55fdd0000"
                    + "0101080a1122334455667788a8a9"));

    private final HomeAgentEnd agent = new HomeAgentEnd(new ManualTicker(), 1);
    private int sent;
    private int bySecond;
    private long inRuns;

    @Test
    void neitherPathAllocatesForAPacket() {
        agent.probePaths();
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        Octets ping = NO_OFFLOAD.plus(Packets.ping(CORRESPONDENT, HOME, 0, Packets.DONT_FRAGMENT, 8));
        OutboundPath outbound = new OutboundPath(
                new Again(List.of(LONG, ping, ping, LONG)),
                agent,
                new Discarding(),
                exit -> 1500,
                ErrorSender.toNetwork((buffer, offset, length, to) -> length),
                SegmentLimit.NONE);
        List<Octets> frames = SEGMENTS.stream()
                .map(segment -> NO_OFFLOAD.plus(Packets.tunnelled(CAFE, AGENT, segment)))
                .toList();
        InboundPath inbound =
                new InboundPath(OneByOne.receiving(new Again(frames), 4, 256), agent, new Kernel(), SegmentLimit.NONE);

        assertThat(allocated(outbound::step)).isLessThan(SLACK);
        assertThat(allocated(inbound::step)).isLessThan(SLACK);

        assertThat(agent.counters(HOME).orElseThrow().encapsulatedPackets()).isEqualTo(8L * (STEPS + WARM_UP));
        assertThat(agent.counters(HOME).orElseThrow().decapsulatedPackets()).isEqualTo(3L * (STEPS + WARM_UP));
        assertThat(sent).as("each three as one").isEqualTo(STEPS + WARM_UP);
    }

    /** Nobody answers probes here: so each long packet is a reason to look at the clock. */
    @Test
    void norDoesItForLookingWhetherProbesWereAnswered() {
        HomeAgentEnd probing = new HomeAgentEnd(new BootTimeTicker(), 1);
        probing.probePaths();
        probing.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        OutboundPath outbound = new OutboundPath(
                new Again(List.of(NO_OFFLOAD.plus(Packets.ping(CORRESPONDENT, HOME, 0, Packets.DONT_FRAGMENT, 1200)))),
                probing,
                new Discarding(),
                exit -> 1500,
                ErrorSender.toNetwork((buffer, offset, length, to) -> length),
                SegmentLimit.NONE);

        assertThat(allocated(outbound::step)).isLessThan(SLACK);

        assertThat(probing.counters(HOME).orElseThrow().encapsulatedPackets()).isEqualTo(STEPS + WARM_UP);
    }

    /** RFC 3519: six segments of two long datagrams, which the kernel cuts. */
    @Test
    void norDoesItForWhatTheKernelCutsWithinUdp() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE).within(UdpEnd.at(41023))));
        Octets ping = NO_OFFLOAD.plus(Packets.ping(CORRESPONDENT, HOME, 0, Packets.DONT_FRAGMENT, 8));
        OutboundPath outbound = new OutboundPath(
                new Again(List.of(LONG, ping, ping, LONG)),
                agent,
                new Discarding(),
                exit -> 1500,
                ErrorSender.toNetwork((buffer, offset, length, to) -> length),
                SegmentLimit.NONE);
        outbound.sendsRunsBy(new Cutting(), fault -> {
            throw new AssertionError(fault);
        });

        assertThat(allocated(outbound::step)).isLessThan(SLACK);

        assertThat(agent.counters(HOME).orElseThrow().encapsulatedPackets()).isEqualTo(8L * (STEPS + WARM_UP));
        assertThat(inRuns).as("but the first, which goes alone").isEqualTo(8L * (STEPS + WARM_UP) - 1);
    }

    /** A kernel that cuts whatever it is given. */
    private final class Cutting implements PacketPorts.Segments {
        @Override
        public int port() {
            return 434;
        }

        @Override
        public void clear() {
            // Nothing is kept.
        }

        @Override
        public void add(NativeBuffer buffer, int offset, int length) {
            inRuns++;
        }

        @Override
        public int send(int source, int destination, int destinationPort, int typeOfService, int timeToLive, int link) {
            return 1;
        }
    }

    /** RFC 7629: sixteen rules, of which the last matches; towards the node and from it. */
    @Test
    void norDoesItForChoosingAmongFlows() {
        List<Steering.Rule> rules = new ArrayList<>();
        for (int port = 1; port < 16; port++) {
            FlowSelector other = FlowSelector.ANY.ofProtocol(1).withRemote(Ipv4Prefix.host(new Ipv4(port)));
            rules.add(new Steering.Rule(other, OptionalInt.of(0)));
        }
        rules.add(new Steering.Rule(FlowSelector.ANY.ofProtocol(1), OptionalInt.of(1)));
        Steering steering = new Steering(rules, 0);
        agent.steer(HOME, Optional.of(steering));
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE), TunnelPath.to(TRAIN)));
        MobileNodeEnd node = new MobileNodeEnd(new ManualTicker(), 1);
        Uplinks uplinks =
                new Uplinks(List.of(new Uplinks.Uplink(CAFE, 3, false), new Uplinks.Uplink(TRAIN, 4, false)), steering);
        node.tunnel(CAFE, AGENT, HOME, Set.of(CAFE, TRAIN), TunnelTerms.PLAIN.by(uplinks));
        OutboundPath toNode = sending(agent, Packets.ping(CORRESPONDENT, HOME, 0, Packets.DONT_FRAGMENT, 8));
        OutboundPath fromNode = sending(node, Packets.ping(HOME, CORRESPONDENT, 0, Packets.DONT_FRAGMENT, 8));

        assertThat(allocated(toNode::step)).isLessThan(SLACK);
        assertThat(allocated(fromNode::step)).isLessThan(SLACK);

        assertThat(agent.counters(HOME).orElseThrow().encapsulatedPackets()).isEqualTo(STEPS + WARM_UP);
        assertThat(node.counters(HOME).orElseThrow().encapsulatedPackets()).isEqualTo(STEPS + WARM_UP);
        assertThat(bySecond).as("by the interface of the second").isEqualTo(STEPS + WARM_UP);
    }

    private OutboundPath sending(TunnelEnd end, Octets datagram) {
        return new OutboundPath(
                new Again(List.of(NO_OFFLOAD.plus(datagram))),
                end,
                new Discarding(),
                ANY_LENGTH,
                ErrorSender.toNetwork((buffer, offset, length, to) -> length),
                SegmentLimit.NONE);
    }

    private static final PacketPorts.LinkMtu ANY_LENGTH = new PacketPorts.LinkMtu() {
        @Override
        public int to(Ipv4 destination) {
            return 1500;
        }

        @Override
        public int to(Ipv4 destination, int link) {
            return 1500;
        }
    };

    private static long allocated(Runnable step) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < WARM_UP; i++) {
            step.run();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < STEPS; i++) {
            step.run();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    /** The same packets, and then none, again and again. */
    private static final class Again implements PacketPorts.FrameSource {

        private final byte[][] packets;
        private int next;

        Again(List<Octets> packets) {
            this.packets = packets.stream().map(Octets::toArray).toArray(byte[][]::new);
        }

        @Override
        public int read(NativeBuffer buffer, int offset, int length) {
            if (next == packets.length) {
                next = 0;
                return -Errno.EAGAIN;
            }
            byte[] packet = packets[next++];
            buffer.inNetworkOrder().put(offset, packet);
            return packet.length;
        }

        @Override
        public int linkHeaderLength() {
            return 0;
        }
    }

    private final class Discarding implements PacketPorts.Batch {

        @Override
        public int capacity() {
            return 16;
        }

        @Override
        public void set(int index, NativeBuffer buffer, int offset, int length, Ipv4 destination, int link) {
            bySecond += link == 4 ? 1 : 0; // and it goes nowhere
        }

        @Override
        public int send(int first, int count) {
            return count;
        }
    }

    private final class Kernel implements PacketPorts.GatheringSink {

        @Override
        public int write(NativeBuffer buffer, int offset, int length) {
            return length;
        }

        @Override
        public int write(NativeBuffer buffer, int[] offsets, int[] lengths, int count) {
            sent++;
            return 1;
        }
    }
}
