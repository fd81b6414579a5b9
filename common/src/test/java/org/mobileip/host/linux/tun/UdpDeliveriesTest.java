package org.mobileip.host.linux.tun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.host.linux.Errno;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.testing.ManualTicker;
import org.mobileip.tunnel.HomeAgentEnd;
import org.mobileip.tunnel.SegmentLimit;

/** UDP datagrams that come together out of a tunnel; they are by a Python program, and tshark finds them sound. */
class UdpDeliveriesTest {

    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final Octets NO_OFFLOAD = Octets.ofHex("00".repeat(10));

    /** From the home address: 6, 6 and 3 octets, and what they are together, with the sum of the pseudo header. */
    private static final List<Octets> FROM_HOME = List.of(
            Octets.ofHex("45480022000740003f1185200a0a0039ac1000099c40138c000eb1bea0a1a2a3a4a5"),
            Octets.ofHex("45480022000840003f11851f0a0a0039ac1000099c40138c000e818eb0b1b2b3b4b5"),
            Octets.ofHex("4548001f000940003f1185210a0a0039ac1000099c40138c000b16edc0c1c2"));

    private static final Octets MERGED =
            Octets.ofHex("4548002b000740003f1185170a0a0039ac1000099c40138c0017b684a0a1a2a3a4a5b0b1b2b3b4b5c0c1c2");

    private final HomeAgentEnd agent = new HomeAgentEnd(new ManualTicker(), 1);
    private final FakePorts ports = new FakePorts();
    private final InboundPath inbound = new InboundPath(ports.frames(), agent, ports, SegmentLimit.NONE);

    @BeforeEach
    void isAway() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        ports.takesUdpRuns = true;
        FROM_HOME.forEach(each -> ports.toRead.add(frame(each)));
    }

    @Test
    void whatComesTogetherIsDeliveredAsOneAndCountedAsItCame() {
        inbound.step();
        // flags 1, gso_type 5 (UDP_L4), hdr_len 28, gso_size 6, csum_start 20, csum_offset 6; little-endian
        assertThat(ports.written)
                .containsExactly(Octets.ofHex("0105 1c00 0600 1400 0600").plus(MERGED));
        assertThat(inbound.counters().received()).isEqualTo(3);
        assertThat(agent.counters(HOME).orElseThrow().decapsulatedPackets()).isEqualTo(3);
        assertThat(agent.counters(HOME).orElseThrow().decapsulatedOctets()).isEqualTo(34 + 34 + 31);
    }

    /** Before Linux 6.2 a TUN device has no words for it. */
    @Test
    void eachIsDeliveredByItselfWhereTheKernelCannotCutThemAgain() {
        ports.takesUdpRuns = false;
        inbound.step();
        assertThat(ports.written)
                .containsExactly(
                        NO_OFFLOAD.plus(FROM_HOME.get(0)),
                        NO_OFFLOAD.plus(FROM_HOME.get(1)),
                        NO_OFFLOAD.plus(FROM_HOME.get(2)));
    }

    @Test
    void oneOfAnotherFlowGoesBetweenAndALongerOneBehind() {
        Octets another =
                Packets.ipv4(0, 1, 0, 63, 17, HOME, Ipv4.parse("172.16.0.9"), Octets.ofHex("9c41138c000a00000102"));
        Octets longer = FROM_HOME.get(0);
        ports.toRead.clear();
        ports.toRead.add(frame(FROM_HOME.get(2)));
        ports.toRead.add(frame(another));
        ports.toRead.add(frame(longer));
        inbound.step();
        assertThat(ports.written)
                .containsExactlyInAnyOrder(
                        NO_OFFLOAD.plus(FROM_HOME.get(2)), NO_OFFLOAD.plus(another), NO_OFFLOAD.plus(longer));
        assertThat(ports.written.indexOf(NO_OFFLOAD.plus(FROM_HOME.get(2))))
                .as("of one flow nothing overtakes")
                .isLessThan(ports.written.indexOf(NO_OFFLOAD.plus(longer)));
    }

    @Test
    void whatTheDeviceRefusesIsCountedOneByOne() {
        ports.writeError = -Errno.EINVAL;
        inbound.step();
        SortedMap<String, Long> drops = new TreeMap<>();
        inbound.counters().addDropsTo(drops);
        assertThat(drops).containsExactly(Map.entry("delivery_failed", 3L));
    }

    /** A frame of a link without a header. */
    private static Octets frame(Octets inner) {
        return NO_OFFLOAD.plus(Packets.tunnelled(CAFE, AGENT, inner));
    }
}
