package org.mobileip.host.linux.tun;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.mobileip.host.linux.BootTimeTicker;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.host.linux.PacketBatch;
import org.mobileip.host.linux.Pieces;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.tunnel.HomeAgentEnd;
import org.mobileip.tunnel.SegmentLimit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a packet costs in our hands, without a call of the kernel: from a TUN device that always has some to a network that takes
 * all, and the way back. Nanoseconds for each packet as it is on the wire.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PacketPathBenchmark {

    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 CARE_OF = Ipv4.parse("192.0.2.44");
    private static final Ipv4 CORRESPONDENT = Ipv4.parse("172.16.0.9");
    private static final int PACKETS = 40;
    private static final int SEGMENT = 1428;
    private static final Octets NO_OFFLOAD = Octets.ofHex("00".repeat(10));

    /** Flags 1, gso_type 1 (TCPv4), hdr_len 40, gso_size 1428, csum_start 20, csum_offset 16; little-endian. */
    private static final Octets TCP_OFFLOAD = Octets.ofHex("0101 2800 9405 1400 1000");

    /** Tunnels beside the one that is used. */
    @Param({"0", "100000"})
    public int others;

    private final HomeAgentEnd agent = new HomeAgentEnd(new BootTimeTicker(), 1);
    private final OutboundPath small = outbound(each(PACKETS, i -> tcp(CORRESPONDENT, HOME, i, 12)));
    private final OutboundPath large =
            outbound(List.of(TCP_OFFLOAD.plus(tcp(CORRESPONDENT, HOME, 0, PACKETS * SEGMENT))));
    private final InboundPath merged = inbound(each(PACKETS, i -> tunnelled(tcp(HOME, CORRESPONDENT, i, SEGMENT))));
    private final InboundPath apart =
            inbound(each(PACKETS, i -> tunnelled(Packets.ping(HOME, CORRESPONDENT, 0, 0, 24))));

    @Setup
    public void bind() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CARE_OF)));
        for (int i = 1; i <= others; i++) {
            agent.forward(new Ipv4(HOME.bits() + i), AGENT, List.of(TunnelPath.to(new Ipv4(CARE_OF.bits() + i))));
        }
    }

    /** Datagrams of 52 octets into the tunnel. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public Object intoTheTunnelSmall() {
        return small.step();
    }

    /** A long datagram into the tunnel, in segments. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public Object intoTheTunnelCut() {
        return large.step();
    }

    /** Datagrams of 52 octets out of the tunnel, each by itself. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public Object outOfTheTunnelSmall() {
        return apart.step();
    }

    /** Segments out of the tunnel, as one long datagram. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public Object outOfTheTunnelMerged() {
        return merged.step();
    }

    private OutboundPath outbound(List<Octets> datagrams) {
        return new OutboundPath(
                new Again(datagrams),
                agent,
                new Taking(),
                exit -> 1500,
                ErrorSender.toNetwork((buffer, offset, length, to) -> length),
                SegmentLimit.NONE);
    }

    private InboundPath inbound(List<Octets> frames) {
        return new InboundPath(
                OneByOne.receiving(new Again(frames), PACKETS + 1, InboundPath.ROOM),
                agent,
                new Kernel(),
                SegmentLimit.NONE);
    }

    private static List<Octets> each(int count, IntFunction<Octets> packet) {
        return new ArrayList<>(
                IntStream.range(0, count).mapToObj(packet).map(NO_OFFLOAD::plus).toList());
    }

    private static Octets tunnelled(Octets inner) {
        return Packets.tunnelled(CARE_OF, AGENT, inner);
    }

    /** The {@code index}th segment of a connection, of an even number of octets. */
    private static Octets tcp(Ipv4 source, Ipv4 destination, int index, int size) {
        byte[] segment = new byte[20 + size];
        Octets.ofHex("9c40 0050 00000000 01020304 5010 01f5 0000 0000").copyTo(segment, 0);
        int sequence = index * size;
        segment[4] = (byte) (sequence >>> 24);
        segment[5] = (byte) (sequence >>> 16);
        segment[6] = (byte) (sequence >>> 8);
        segment[7] = (byte) sequence;
        Octets pseudoHeader =
                Octets.ofHex("%08x%08x0006%04x".formatted(source.bits(), destination.bits(), segment.length));
        int checksum = Packets.checksum(pseudoHeader.plus(Octets.of(segment)));
        segment[16] = (byte) (checksum >>> 8);
        segment[17] = (byte) checksum;
        return Packets.ipv4(0, index, Packets.DONT_FRAGMENT, 60, 6, source, destination, Octets.of(segment));
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

    private static final class Taking implements PacketPorts.Batch {

        private final PacketBatch batch = new PacketBatch(96);

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
            return count;
        }
    }

    private static final class Kernel implements PacketPorts.GatheringSink {

        private final Pieces pieces = new Pieces(PACKETS);

        @Override
        public int write(NativeBuffer buffer, int offset, int length) {
            return length;
        }

        @Override
        public int write(NativeBuffer buffer, int[] offsets, int[] lengths, int count) {
            pieces.clear();
            for (int i = 0; i < count; i++) {
                pieces.add(buffer, offsets[i], lengths[i]);
            }
            return count;
        }
    }
}
