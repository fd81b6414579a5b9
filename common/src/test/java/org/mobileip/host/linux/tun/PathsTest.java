package org.mobileip.host.linux.tun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobileip.host.HostException;
import org.mobileip.host.linux.Errno;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.net.UdpEnd;
import org.mobileip.testing.ManualTicker;
import org.mobileip.tunnel.HomeAgentEnd;
import org.mobileip.tunnel.PathCounters;
import org.mobileip.tunnel.SegmentLimit;

/** Reading, writing and counting, without a kernel. */
class PathsTest {

    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final Ipv4 TRAIN = Ipv4.parse("198.51.100.45");
    private static final Ipv4 CORRESPONDENT = Ipv4.parse("172.16.0.9");
    private static final Octets NO_OFFLOAD = Octets.ofHex("00".repeat(10));
    private static final Octets PING = Packets.ping(CORRESPONDENT, HOME, 0, 0, 8);

    private final HomeAgentEnd agent = new HomeAgentEnd(new ManualTicker(), 1);
    private final FakePorts ports = new FakePorts();
    private final OutboundPath outbound = new OutboundPath(
            ports,
            agent,
            OneByOne.sending(ports::send, 9),
            exit -> ports.linkMtu,
            ErrorSender.toNetwork(ports::send),
            SegmentLimit.NONE);
    private final InboundPath inbound = new InboundPath(ports.frames(), agent, ports, SegmentLimit.NONE);

    @Test
    void aDatagramLeavesInItsOuterHeaderWithoutTheVirtioHeader() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        ports.toRead.add(NO_OFFLOAD.plus(PING));
        assertThat(outbound.step()).isEqualTo(PacketPath.Step.LAST);
        assertThat(outbound.step()).isEqualTo(PacketPath.Step.NOTHING);
        assertThat(ports.written).hasSize(1);
        assertThat(ports.written.get(0).slice(20)).isEqualTo(PING);
        assertThat(ports.destinations).containsExactly(CAFE);
        assertThat(agent.counters(HOME).orElseThrow().encapsulatedOctets()).isEqualTo(PING.size());
    }

    @Test
    void eachCareOfAddressGetsItsCopyAndEachCopyIsCounted() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE), TunnelPath.to(TRAIN)));
        ports.toRead.add(NO_OFFLOAD.plus(PING));
        outbound.step();
        assertThat(ports.destinations).containsExactly(CAFE, TRAIN);
        assertThat(outbound.counters().received()).isEqualTo(2);
        assertThat(outbound.counters().forwarded().encapsulatedPackets()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"11,send_queue_full", "105,send_queue_full", "90,exceeds_path_mtu", "101,send_failed", "1,send_failed"})
    void whatTheKernelWillNotSendIsCounted(int errno, String reason) {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE), TunnelPath.to(TRAIN)));
        ports.writeError = -errno;
        ports.toRead.add(NO_OFFLOAD.plus(PING));
        outbound.step();
        assertThat(drops(outbound.counters())).containsExactly(java.util.Map.entry(reason, 2L));
        assertThat(outbound.counters().received()).isEqualTo(2);
        assertThat(agent.counters(HOME).orElseThrow().encapsulatedPackets()).isZero();
    }

    @Test
    void aFaultIsThrownAndItsPacketCounted() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        ports.writeError = Integer.MIN_VALUE;
        ports.toRead.add(NO_OFFLOAD.plus(PING));
        assertThatThrownBy(outbound::step).isInstanceOf(IllegalStateException.class);
        assertThat(drops(outbound.counters())).containsEntry("internal_error", 1L);
        ports.toRead.add(frame(NO_OFFLOAD));
        assertThatThrownBy(inbound::step).isInstanceOf(IllegalStateException.class);
        assertThat(drops(inbound.counters())).containsEntry("internal_error", 1L);
    }

    @Test
    void aReadShorterThanItsVirtioHeaderIsATruncatedDatagram() {
        ports.toRead.add(Octets.ofHex("000000"));
        outbound.step();
        assertThat(drops(outbound.counters())).containsEntry("truncated", 1L);
        ports.toRead.add(Octets.ofHex("000000"));
        ports.linkHeaderLength = 14;
        inbound.step();
        assertThat(drops(inbound.counters())).containsEntry("outer_malformed", 1L);
    }

    @Test
    void aDeletedInterfaceEndsThePathAndAnyOtherErrorIsAFault() {
        ports.readError = -Errno.EBADFD;
        assertThat(outbound.step()).isEqualTo(PacketPath.Step.GONE);
        ports.readError = -Errno.EIO;
        assertThatThrownBy(outbound::step).isInstanceOf(HostException.class);
        assertThatThrownBy(inbound::step).isInstanceOf(HostException.class);
        ports.readError = -Errno.ENETDOWN;
        assertThat(inbound.step()).isEqualTo(PacketPath.Step.NOTHING);
    }

    @Test
    void aFrameThatTheKernelCannotDescribeIsCounted() {
        ports.readError = -Errno.EINVAL;
        assertThat(inbound.step()).isEqualTo(PacketPath.Step.PACKET);
        assertThat(drops(inbound.counters())).containsEntry("offload_unknown", 1L);
    }

    @Test
    void theInnerDatagramIsWrittenWithAnEmptyVirtioHeaderWhateverLinkItCameBy() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        ports.toRead.add(frame(NO_OFFLOAD));
        inbound.step();
        ports.linkHeaderLength = 14;
        ports.toRead.add(NO_OFFLOAD.plus(Octets.ofHex("02".repeat(12) + "0800")).plus(tunnelled()));
        inbound.step();
        assertThat(ports.written).containsExactly(NO_OFFLOAD.plus(inner()), NO_OFFLOAD.plus(inner()));
        assertThat(inbound.counters().forwarded().decapsulatedOctets()).isEqualTo(2L * inner().size());
    }

    @Test
    void anUnfinishedChecksumAndMergedPacketsArePassedOnWithoutTheOuterHeader() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        // flags 1, gso_type 1 (TCPv4), hdr_len 60, gso_size 1400, csum_start 40, csum_offset 2; little-endian
        ports.toRead.add(frame(Octets.ofHex("0101 3c00 7805 2800 0200")));
        inbound.step();
        // hdr_len would be 40, but only 36 octets are left; csum_start 20
        assertThat(ports.written.get(0).slice(0, 10)).isEqualTo(Octets.ofHex("0101 2400 7805 1400 0200"));
    }

    @Test
    void aChecksumOutsideTheInnerDatagramCannotBePassedOn() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        ports.toRead.add(frame(Octets.ofHex("0100 0000 0000 0a00 0a00"))); // in the outer header
        ports.toRead.add(frame(Octets.ofHex("0100 0000 0000 2800 3000"))); // beyond the end
        inbound.step();
        inbound.step();
        assertThat(ports.written).isEmpty();
        assertThat(drops(inbound.counters())).containsEntry("offload_unknown", 2L);
    }

    @Test
    void theUnfinishedChecksumOfAUdpHeaderThatIsTakenOffIsForgotten() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE).within(UdpEnd.at(40_057))));
        // outer header, UDP 40057 -> 434 with the sum of its pseudo header only, Tunnel Data, and the ping
        int udpSize = 12 + inner().size();
        Octets udp = Octets.ofHex("9c7901b2%04xabcd 04040000".formatted(udpSize));
        Octets packet = Packets.ipv4(0, 7, 0, 64, 17, CAFE, AGENT, udp.plus(inner()));
        // flags 1, csum_start 20, csum_offset 6; little-endian
        ports.toRead.add(Octets.ofHex("0100 0000 0000 1400 0600").plus(packet));
        inbound.step();
        assertThat(ports.written).containsExactly(NO_OFFLOAD.plus(inner()));
    }

    @Test
    void aDatagramThatTheTunDeviceRefusesIsCounted() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        ports.writeError = -Errno.EIO;
        ports.toRead.add(frame(NO_OFFLOAD));
        assertThat(inbound.step()).isEqualTo(PacketPath.Step.LAST);
        ports.writeError = -Errno.EBADFD;
        ports.toRead.add(frame(NO_OFFLOAD));
        assertThat(inbound.step()).isEqualTo(PacketPath.Step.GONE);
        assertThat(drops(inbound.counters())).containsEntry("delivery_failed", 2L);
    }

    @Test
    void theRehearsalRunsThroughBothPaths() {
        Rehearsal.run();
    }

    private static Octets inner() {
        return Packets.ping(HOME, CORRESPONDENT, 0, 0, 8);
    }

    private static Octets tunnelled() {
        return Packets.tunnelled(CAFE, AGENT, inner());
    }

    /** A frame of a link without a header. */
    private static Octets frame(Octets virtioHeader) {
        return virtioHeader.plus(tunnelled());
    }

    private static SortedMap<String, Long> drops(PathCounters counters) {
        SortedMap<String, Long> drops = new TreeMap<>();
        counters.addDropsTo(drops);
        return drops;
    }
}
