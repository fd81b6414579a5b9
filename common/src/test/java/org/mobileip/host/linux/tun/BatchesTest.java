package org.mobileip.host.linux.tun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.host.linux.Errno;
import org.mobileip.host.linux.NativeBuffer;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.net.UdpEnd;
import org.mobileip.testing.ManualTicker;
import org.mobileip.tunnel.HomeAgentEnd;
import org.mobileip.tunnel.PathCounters;
import org.mobileip.tunnel.SegmentLimit;

/** What goes together: packets that wait are sent with one call, long datagrams cut, segments merged. TCP by a Python program. */
// One piece: what is sent and what is delivered go through the same pair of ends and the same made-up kernel.
class BatchesTest {

    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final Ipv4 CORRESPONDENT = Ipv4.parse("172.16.0.9");
    private static final Octets NO_OFFLOAD = Octets.ofHex("00".repeat(10));
    private static final int OUTER = 20;

    /** From the correspondent to the home address: 10 octets that are to be three segments of 4, 4 and 2. */
    static final Octets LONG =
            Octets.ofHex("4502003efffe40003f06855dac1000090a0a00399c400050fffffffa0102030480d901f5b68c0000"
                    + "0101080a1122334455667788a0a1a2a3a4a5a6a7a8a9");

    /** Flags 1, gso_type 1 (TCPv4), hdr_len 52, gso_size 4, csum_start 20, csum_offset 16; little-endian. */
    static final Octets TCP_OFFLOAD = Octets.ofHex("0101 3400 0400 1400 1000");

    static final List<Octets> SEGMENTS = List.of(
            Octets.ofHex("45020038fffe40003f068563ac1000090a0a00399c400050fffffffa0102030480d001f5c87c0000"
                    + "0101080a1122334455667788a0a1a2a3"),
            Octets.ofHex("45020038ffff40003f068562ac1000090a0a00399c400050fffffffe01020304805001f5c0f00000"
                    + "0101080a1122334455667788a4a5a6a7"),
            Octets.ofHex("45020036000040003f068564ac1000090a0a00399c4000500000000201020304805901f5638a0000"
                    + "0101080a1122334455667788a8a9"));

    /** From the home address: three segments, and what they are together, with the sum of the pseudo header. */
    private static final List<Octets> FROM_HOME = List.of(
            Octets.ofHex("45020038000540003f06855d0a0a0039ac1000099c400050000003e801020304801001f5c54f0000"
                    + "0101080a1122334455667788a0a1a2a3"),
            Octets.ofHex("45020038000640003f06855c0a0a0039ac1000099c400050000003ec01020304801001f5bd430000"
                    + "0101080a1122334455667788a4a5a6a7"),
            Octets.ofHex("45020036000740003f06855d0a0a0039ac1000099c400050000003f001020304801801f55fdd0000"
                    + "0101080a1122334455667788a8a9"));

    private static final Octets MERGED =
            Octets.ofHex("4502003e000540003f0685570a0a0039ac1000099c400050000003e801020304801801f5b68c0000"
                    + "0101080a1122334455667788a0a1a2a3a4a5a6a7a8a9");

    private final ManualTicker ticker = new ManualTicker();
    private final HomeAgentEnd agent = new HomeAgentEnd(ticker, 1);
    private final FakePorts ports = new FakePorts();
    private final List<Integer> batches = new ArrayList<>();
    private final List<Octets> answers = new ArrayList<>();
    private int narrowFrom = Integer.MAX_VALUE;
    private int sent;
    private final OutboundPath outbound = new OutboundPath(
            ports,
            agent,
            counting(OneByOne.sending(this::send, 9)),
            exit -> sent >= narrowFrom ? 600 : 1500,
            ErrorSender.toNetwork(this::answer),
            SegmentLimit.NONE);
    private final InboundPath inbound = new InboundPath(ports.frames(), agent, ports, SegmentLimit.NONE);

    @BeforeEach
    void isAway() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
    }

    private int send(NativeBuffer buffer, int offset, int length, Ipv4 destination) {
        if (sent >= narrowFrom && length > 600) {
            return -Errno.EMSGSIZE;
        }
        sent++;
        return ports.send(buffer, offset, length, destination);
    }

    private int answer(NativeBuffer buffer, int offset, int length, Ipv4 destination) {
        answers.add(buffer.octets(offset, length));
        return length;
    }

    private PacketPorts.Batch counting(PacketPorts.Batch batch) {
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
                int result = batch.send(first, count);
                batches.add(result);
                return result;
            }
        };
    }

    @Test
    void whatWaitsIsSentWithOneCallOnceTheLinkHasTakenOneAsLong() {
        for (int i = 0; i < 5; i++) {
            ports.toRead.add(NO_OFFLOAD.plus(ping(i, 8)));
        }
        assertThat(outbound.step()).isEqualTo(PacketPath.Step.LAST);
        assertThat(batches).containsExactly(1, 4);
        assertThat(inner(0, 5)).containsExactly(ping(0, 8), ping(1, 8), ping(2, 8), ping(3, 8), ping(4, 8));
        assertThat(outbound.counters().forwarded().encapsulatedPackets()).isEqualTo(5);
        assertThat(unaccounted(outbound.counters())).isZero();
    }

    @Test
    void oneThatIsLongerThanAnyBeforeGoesAloneButNotBeforeThoseThatWait() {
        ports.toRead.add(NO_OFFLOAD.plus(ping(0, 8)));
        ports.toRead.add(NO_OFFLOAD.plus(ping(1, 8)));
        ports.toRead.add(NO_OFFLOAD.plus(ping(2, 100)));
        ports.toRead.add(NO_OFFLOAD.plus(ping(3, 8)));
        outbound.step();
        assertThat(inner(0, 4)).containsExactly(ping(0, 8), ping(1, 8), ping(2, 100), ping(3, 8));
    }

    @Test
    void aStepEndsAtABoundAndTheNextOneGoesOn() {
        for (int i = 0; i < 100; i++) {
            ports.toRead.add(NO_OFFLOAD.plus(ping(i, 8)));
        }
        assertThat(outbound.step()).isEqualTo(PacketPath.Step.PACKET);
        assertThat(ports.written).hasSize(64);
        assertThat(outbound.step()).isEqualTo(PacketPath.Step.LAST);
        assertThat(ports.written).hasSize(100);
        assertThat(inner(99, 100)).containsExactly(ping(99, 8));
    }

    @Test
    void whatWaitedAndIsRefusedIsCountedAsSuchAndTheRestIsSent() {
        ports.toRead.add(NO_OFFLOAD.plus(ping(0, 8)));
        outbound.step();
        ports.writeError = -Errno.ENOBUFS;
        ports.toRead.add(NO_OFFLOAD.plus(ping(1, 8)));
        ports.toRead.add(NO_OFFLOAD.plus(ping(2, 8)));
        outbound.step();
        assertThat(drops(outbound.counters())).containsExactly(Map.entry("send_queue_full", 2L));
        assertThat(agent.counters(HOME).orElseThrow().encapsulatedPackets()).isEqualTo(1);
        assertThat(unaccounted(outbound.counters())).isZero();
    }

    @Test
    void aLinkThatBecomesNarrowerWhilePacketsWaitIsToldToTheirSenders() {
        ports.toRead.add(NO_OFFLOAD.plus(ping(0, 900)));
        outbound.step();
        narrowFrom = 1;
        ports.toRead.add(NO_OFFLOAD.plus(ping(1, 800)));
        ports.toRead.add(NO_OFFLOAD.plus(ping(2, 8)));
        ports.toRead.add(NO_OFFLOAD.plus(Packets.ping(CORRESPONDENT, HOME, 0, 0, 800)));
        outbound.step();
        assertThat(answers).hasSize(1);
        assertThat(answers.get(0).u16(20)).as("fragmentation needed").isEqualTo(0x0304);
        assertThat(answers.get(0).u16(26)).as("next-hop MTU").isEqualTo(580);
        assertThat(answers.get(0).slice(28, 56)).isEqualTo(ping(1, 800).slice(0, 28));
        assertThat(inner(1, 2)).containsExactly(ping(2, 8));
        assertThat(inner(2, ports.written.size()))
                .as("what may be cut is cut")
                .hasSize(2)
                .allMatch(fragment -> (fragment.u16(6) & 0x3fff) != 0);
        assertThat(unaccounted(outbound.counters())).isZero();
    }

    @Test
    void nothingWaitsForATunnelWhosePortIsNotKnownYet() {
        Ipv4 neighbour = Ipv4.parse("10.10.0.58");
        agent.forward(neighbour, AGENT, List.of(TunnelPath.to(CAFE)));
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE).within(UdpEnd.halfBound())));
        ports.toRead.add(
                NO_OFFLOAD.plus(Packets.ipv4(0, 1, 0, 40, 1, CORRESPONDENT, neighbour, Octets.of(new byte[100]))));
        ports.toRead.add(NO_OFFLOAD.plus(ping(2, 8)));
        outbound.step();
        assertThat(ports.written).hasSize(1);
        assertThat(drops(outbound.counters())).containsExactly(Map.entry("half_bound", 1L));
    }

    @Test
    void aProbeIsNotWrittenOverWhatWaits() {
        agent.probePaths();
        ports.toRead.add(NO_OFFLOAD.plus(ping(0, 900)));
        outbound.step();
        ticker.advance(Duration.ofMillis(200));
        ports.toRead.add(NO_OFFLOAD.plus(ping(1, 900)));
        ports.toRead.add(NO_OFFLOAD.plus(ping(2, 900)));
        outbound.step();
        assertThat(ports.written).hasSizeGreaterThan(3);
        assertThat(inner(0, ports.written.size())).contains(ping(0, 900), ping(1, 900), ping(2, 900));
    }

    @Test
    void aFaultLeavesNoPacketUncounted() {
        ports.toRead.add(NO_OFFLOAD.plus(ping(0, 8)));
        outbound.step();
        ports.writeError = Integer.MIN_VALUE;
        ports.toRead.add(NO_OFFLOAD.plus(ping(1, 8)));
        ports.toRead.add(NO_OFFLOAD.plus(ping(2, 8)));
        assertThatThrownBy(outbound::step).isInstanceOf(IllegalStateException.class);
        assertThat(drops(outbound.counters())).containsExactly(Map.entry("internal_error", 2L));
        ports.writeError = 0;
        ports.toRead.add(NO_OFFLOAD.plus(ping(3, 8)));
        outbound.step();
        assertThat(inner(1, 2)).containsExactly(ping(3, 8));
        assertThat(unaccounted(outbound.counters())).isZero();
    }

    @Test
    void ofALongDatagramEachSegmentIsTunnelledAndCounted() {
        ports.toRead.add(TCP_OFFLOAD.plus(LONG));
        ports.toRead.add(NO_OFFLOAD.plus(ping(1, 8)));
        outbound.step();
        assertThat(inner(0, 4)).containsExactly(SEGMENTS.get(0), SEGMENTS.get(1), SEGMENTS.get(2), ping(1, 8));
        assertThat(ports.written.stream().map(outer -> outer.u16(2)).limit(3)).containsExactly(76, 76, 74);
        assertThat(ports.written.stream().map(outer -> outer.u16(4)).distinct()).hasSize(4);
        assertThat(ports.written).allMatch(outer -> outer.u8(1) == 2 || outer.u8(1) == 0);
        assertThat(outbound.counters().received()).isEqualTo(4);
        assertThat(outbound.counters().forwarded().encapsulatedOctets()).isEqualTo(56 + 56 + 54 + 36);
    }

    @Test
    void aLongDatagramOfMoreSegmentsThanABatchHoldsIsSentInSeveral() {
        ports.toRead.add(Octets.ofHex("0101 3400 0100 1400 1000").plus(LONG));
        ports.toRead.add(Octets.ofHex("0101 3400 0100 1400 1000").plus(LONG));
        outbound.step();
        assertThat(ports.written).hasSize(20);
        assertThat(batches).allMatch(count -> count <= 8);
        assertThat(inner(0, 20).stream().map(segment -> segment.u8(52)).distinct())
                .hasSize(10);
    }

    @Test
    void theMtuOfATunnelIsThatOfItsSegmentsNotOfTheLongDatagram() {
        byte[] octets = new byte[52 + 2400];
        System.arraycopy(LONG.toArray(), 0, octets, 0, 52);
        octets[2] = (byte) (octets.length >> 8);
        octets[3] = (byte) octets.length;
        int sum = 0x855d + 0x003e - octets.length;
        octets[10] = (byte) (sum >> 8);
        octets[11] = (byte) sum;
        ports.toRead.add(Octets.ofHex("0101 3400 2003 1400 1000").plus(Octets.of(octets))); // 800 each
        outbound.step();
        assertThat(inner(0, 3)).hasSize(3).allMatch(segment -> segment.size() == 852);
        narrowFrom = 3;
        ports.toRead.add(Octets.ofHex("0101 3400 2003 1400 1000").plus(Octets.of(octets)));
        outbound.step();
        assertThat(ports.written).hasSize(3);
        assertThat(answers).hasSize(3).allMatch(error -> error.u16(20) == 0x0304 && error.u16(26) == 580);
        assertThat(answers.get(1).u16(28 + 2)).as("of the segment").isEqualTo(852);
        assertThat(drops(outbound.counters())).containsExactly(Map.entry("exceeds_path_mtu", 3L));
    }

    @Test
    void anUnfinishedChecksumIsFinishedAndWhatCannotBeIsDropped() {
        Octets unfinished = SEGMENTS.get(1)
                .slice(0, 36)
                .plus(Octets.ofHex("b686"))
                .plus(SEGMENTS.get(1).slice(38));
        ports.toRead.add(Octets.ofHex("0100 0000 0000 1400 1000").plus(unfinished));
        ports.toRead.add(Octets.ofHex("0100 0000 0000 1400 1001").plus(unfinished));
        ports.toRead.add(Octets.ofHex("0101 3400 0000 1400 1000").plus(LONG));
        outbound.step();
        assertThat(inner(0, ports.written.size())).containsExactly(SEGMENTS.get(1));
        assertThat(drops(outbound.counters())).containsExactly(Map.entry("offload_unknown", 2L));
        assertThat(unaccounted(outbound.counters())).isZero();
    }

    @Test
    void segmentsThatComeTogetherAreDeliveredAsOneAndCountedAsTheyCame() {
        List<Octets> segments = FROM_HOME;
        segments.forEach(segment -> ports.toRead.add(frame(segment)));
        assertThat(inbound.step()).isEqualTo(PacketPath.Step.LAST);
        assertThat(ports.written).hasSize(1);
        Octets merged = ports.written.get(0);
        // flags 1, gso_type 1, hdr_len 52, gso_size 4, csum_start 20, csum_offset 16
        assertThat(merged.slice(0, 10)).isEqualTo(TCP_OFFLOAD);
        assertThat(merged.slice(10)).isEqualTo(MERGED);
        assertThat(inbound.counters().received()).isEqualTo(3);
        assertThat(agent.counters(HOME).orElseThrow().decapsulatedPackets()).isEqualTo(3);
        assertThat(agent.counters(HOME).orElseThrow().decapsulatedOctets()).isEqualTo(56 + 56 + 54);
    }

    @Test
    void segmentsThatComeOneByOneDoNotWaitForEachOther() {
        FROM_HOME.forEach(segment -> {
            ports.toRead.add(frame(segment));
            inbound.step();
        });
        assertThat(ports.written)
                .containsExactly(
                        NO_OFFLOAD.plus(FROM_HOME.get(0)),
                        NO_OFFLOAD.plus(FROM_HOME.get(1)),
                        NO_OFFLOAD.plus(FROM_HOME.get(2)));
    }

    @Test
    void whatOvertookStaysInItsPlaceAndOtherThingsGoBetween() {
        List<Octets> segments = FROM_HOME;
        Octets echo = Packets.ping(HOME, CORRESPONDENT, 0, 0, 8);
        ports.toRead.add(frame(segments.get(1)));
        ports.toRead.add(frame(echo));
        ports.toRead.add(frame(segments.get(0)));
        ports.toRead.add(frame(segments.get(2)));
        inbound.step();
        assertThat(ports.written.stream().filter(written -> written.u8(19) == 6))
                .containsExactly(
                        NO_OFFLOAD.plus(segments.get(1)),
                        NO_OFFLOAD.plus(segments.get(0)),
                        NO_OFFLOAD.plus(segments.get(2)));
        assertThat(ports.written).contains(NO_OFFLOAD.plus(echo));
    }

    @Test
    void whatCannotGoTogetherWithThoseBeforeItComesBehindThem() {
        List<Octets> segments = FROM_HOME;
        byte[] end = segments.get(2).toArray();
        end[33] |= 1; // FIN; its checksum is for the kernel to judge
        ports.toRead.add(frame(segments.get(0)));
        ports.toRead.add(frame(segments.get(1)));
        ports.toRead.add(frame(Octets.of(end)));
        inbound.step();
        assertThat(ports.written).hasSize(2);
        assertThat(ports.written.get(0).size()).isEqualTo(10 + 60);
        assertThat(ports.written.get(1)).isEqualTo(NO_OFFLOAD.plus(Octets.of(end)));
    }

    @Test
    void segmentsThatTheDeviceRefusesAreCountedOneByOne() {
        FROM_HOME.forEach(segment -> ports.toRead.add(frame(segment)));
        ports.writeError = -Errno.EIO;
        inbound.step();
        assertThat(drops(inbound.counters())).containsExactly(Map.entry("delivery_failed", 3L));
        FROM_HOME.forEach(segment -> ports.toRead.add(frame(segment)));
        ports.writeError = Integer.MIN_VALUE;
        assertThatThrownBy(inbound::step).isInstanceOf(IllegalStateException.class);
        assertThat(drops(inbound.counters())).containsEntry("internal_error", 3L);
        ports.writeError = 0;
        FROM_HOME.forEach(segment -> ports.toRead.add(frame(segment)));
        inbound.step();
        assertThat(ports.written).hasSize(1);
        assertThat(unaccounted(inbound.counters())).isZero();
    }

    @Test
    void framesBehindOneThatCausedAFaultAreTakenByTheNextStep() {
        Octets echo = Packets.ping(HOME, CORRESPONDENT, 0, 0, 8);
        ports.toRead.add(frame(echo));
        ports.toRead.add(frame(echo));
        ports.writeError = Integer.MIN_VALUE;
        assertThatThrownBy(inbound::step).isInstanceOf(IllegalStateException.class);
        ports.writeError = 0;
        inbound.step();
        assertThat(ports.written).containsExactly(NO_OFFLOAD.plus(echo));
        assertThat(inbound.counters().received()).isEqualTo(2);
        assertThat(unaccounted(inbound.counters())).isZero();
    }

    @Test
    void whatTheReceivingInterfaceHasMergedIsCountedAsItWasOnTheWire() {
        // csum_start 40: behind the outer header
        ports.toRead.add(Octets.ofHex("0101 4800 0400 2800 1000").plus(Packets.tunnelled(CAFE, AGENT, MERGED)));
        ports.toRead.add(Octets.ofHex("0101 4800 0400 2800 1000")
                .plus(Packets.tunnelled(Ipv4.parse("192.0.2.66"), AGENT, MERGED)));
        inbound.step();
        assertThat(inbound.counters().received()).isEqualTo(6);
        assertThat(inbound.counters().forwarded().decapsulatedPackets()).isEqualTo(3);
        assertThat(inbound.counters().forwarded().decapsulatedOctets()).isEqualTo(56 + 56 + 54);
        assertThat(drops(inbound.counters())).containsExactly(Map.entry("outer_source_not_care_of", 3L));
    }

    @Test
    void datagramsOfATunnelWithinUdpThatWereLeftInOneComeOutOneByOneAndGoOnTogether() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE).within(UdpEnd.at(40_057))));
        Octets data = Octets.EMPTY;
        for (Octets segment : FROM_HOME) {
            data = data.plus(Octets.ofHex("04040000")).plus(segment);
        }
        // 40057 -> 434, with the sum of the pseudo header; flags 1, gso_type 5 (UDP_L4), gso_size 60, csum_start 20,
        // csum_offset 6
        Octets udp = Octets.ofHex("9c7901b2%04x1234".formatted(8 + data.size())).plus(data);
        ports.toRead.add(
                Octets.ofHex("0105 1c00 3c00 1400 0600").plus(Packets.ipv4(0, 7, 0, 64, 17, CAFE, AGENT, udp)));
        inbound.step();
        assertThat(ports.written).containsExactly(TCP_OFFLOAD.plus(MERGED));
        assertThat(inbound.counters().received()).isEqualTo(3);
        assertThat(agent.counters(HOME).orElseThrow().decapsulatedPackets()).isEqualTo(3);
    }

    @Test
    void inMinimalEncapsulationTooWhatWaitsIsSentAsItWouldBeAlone() {
        agent.forward(HOME, AGENT, List.of(new TunnelPath(CAFE, Encapsulation.MINIMAL, true, false)));
        ports.toRead.add(NO_OFFLOAD.plus(ping(0, 8)));
        outbound.step();
        ports.toRead.add(NO_OFFLOAD.plus(ping(1, 8)));
        outbound.step();
        assertThat(ports.written).hasSize(2).allMatch(outer -> outer.u8(9) == 55 && outer.size() == 36 + 12);
        assertThat(ports.written.get(1).slice(32)).isEqualTo(ping(1, 8).slice(20));
        assertThat(unaccounted(outbound.counters())).isZero();
    }

    @Test
    void aLinkThatBecomesNarrowerIsToldInMinimalEncapsulationTooWithTheNextPacket() {
        agent.forward(HOME, AGENT, List.of(new TunnelPath(CAFE, Encapsulation.MINIMAL, true, false)));
        ports.toRead.add(NO_OFFLOAD.plus(ping(0, 900)));
        outbound.step();
        narrowFrom = 1;
        ports.toRead.add(NO_OFFLOAD.plus(ping(1, 900)));
        outbound.step();
        ports.toRead.add(NO_OFFLOAD.plus(ping(2, 900)));
        outbound.step();
        assertThat(answers).hasSize(1);
        assertThat(answers.get(0).u16(20)).as("fragmentation needed").isEqualTo(0x0304);
        assertThat(answers.get(0).u16(26)).as("next-hop MTU").isEqualTo(600 - 12);
        assertThat(drops(outbound.counters())).containsExactly(Map.entry("exceeds_path_mtu", 2L));
    }

    @Test
    void aFragmentComesBehindAllConnectionsThatItMayBeOf() {
        Octets tcp = FROM_HOME.get(0).slice(20);
        Octets other = Packets.ipv4(
                0, 9, 0, 63, 6, HOME, CORRESPONDENT, Octets.ofHex("9c41").plus(tcp.slice(2)));
        Octets fragment = Packets.ipv4(0, 10, 2, 63, 6, HOME, CORRESPONDENT, Octets.ofHex("0102030405060708"));
        ports.toRead.add(frame(FROM_HOME.get(0)));
        ports.toRead.add(frame(other));
        ports.toRead.add(frame(fragment));
        inbound.step();
        assertThat(ports.written).hasSize(3);
        assertThat(ports.written.get(2)).isEqualTo(NO_OFFLOAD.plus(fragment));
    }

    @Test
    void datagramsThatWereMergedWithinATunnelWithinUdpStayInOne() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE).within(UdpEnd.at(40_057))));
        Octets inner =
                Packets.ipv4(0, 5, 0, 63, 17, HOME, CORRESPONDENT, Octets.ofHex("1388138900211234" + "5a".repeat(25)));
        // 40057 -> 434 without a checksum; flags 1, gso_type 5 (UDP_L4), hdr_len 60, gso_size 10, csum_start 52,
        // csum_offset 6
        Octets udp = Octets.ofHex("9c7901b2%04x000004040000".formatted(12 + inner.size()))
                .plus(inner);
        ports.toRead.add(
                Octets.ofHex("0105 3c00 0a00 3400 0600").plus(Packets.ipv4(0, 7, 0, 64, 17, CAFE, AGENT, udp)));
        inbound.step();
        assertThat(ports.written)
                .as("hdr_len 28, csum_start 20")
                .containsExactly(Octets.ofHex("0105 1c00 0a00 1400 0600").plus(inner));
        assertThat(inbound.counters().received()).isEqualTo(3);
    }

    private static Octets ping(int id, int size) {
        return Packets.ipv4(0, id, Packets.DONT_FRAGMENT, 40, 1, CORRESPONDENT, HOME, Octets.of(new byte[8 + size]));
    }

    /** A frame of a link without a header. */
    private static Octets frame(Octets inner) {
        return NO_OFFLOAD.plus(Packets.tunnelled(CAFE, AGENT, inner));
    }

    /** What was sent, without its outer headers. */
    private List<Octets> inner(int from, int to) {
        return ports.written.subList(from, to).stream()
                .map(outer -> outer.slice(OUTER))
                .toList();
    }

    private static SortedMap<String, Long> drops(PathCounters counters) {
        SortedMap<String, Long> drops = new TreeMap<>();
        counters.addDropsTo(drops);
        return drops;
    }

    private static long unaccounted(PathCounters counters) {
        return counters.received()
                - counters.forwarded().encapsulatedPackets()
                - counters.forwarded().decapsulatedPackets()
                - counters.dropped();
    }
}
