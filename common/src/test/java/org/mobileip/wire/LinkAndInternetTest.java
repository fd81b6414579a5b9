package org.mobileip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Endpoint;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;

/** Ethernet, ARP, IPv4, UDP and ICMP against packets that Scapy 2.5 made. */
class LinkAndInternetTest {

    private static final MacAddress NODE = MacAddress.parse("02:00:00:00:00:01");
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");

    private static final Octets DATAGRAM =
            Octets.ofHex("45b80021 12340000 0711d4a9 c000022c 0a0a0001 a03f01b2 000d88a5 0102030405");

    @Test
    void readsAndMakesAnIpv4PacketWithADatagram() throws Exception {
        Ipv4Header header = Ipv4Header.decode(DATAGRAM);
        assertThat(header)
                .isEqualTo(new Ipv4Header(0xb8, 33, 0x1234, false, false, 0, 7, 17, CAFE, AGENT, Octets.EMPTY));
        Octets datagram = header.payloadOf(DATAGRAM);
        UdpHeader udp = UdpHeader.decode(datagram);
        assertThat(udp).isEqualTo(new UdpHeader(41023, 434, 13, 0x88a5));
        assertThat(udp.checksumIsGood(CAFE, AGENT, datagram)).isTrue();
        assertThat(udp.payloadOf(datagram)).isEqualTo(Octets.ofHex("0102030405"));

        Octets made = UdpHeader.datagram(new Endpoint(CAFE, 41023), new Endpoint(AGENT, 434), udp.payloadOf(datagram));
        assertThat(header.encode().plus(made)).isEqualTo(DATAGRAM);
    }

    @Test
    void readsNothingBehindTheTotalLength() throws Exception {
        Octets padded = DATAGRAM.plus(Octets.ofHex("00".repeat(13)));
        assertThat(Ipv4Header.decode(padded).payloadOf(padded)).isEqualTo(DATAGRAM.slice(20));
    }

    @Test
    void readsAndMakesAnIpv4HeaderWithOptions() throws Exception {
        Octets packet = Octets.ofHex("46000018 00004000 40047196 0a0a0001 c6336409 94040000");
        Ipv4Header header = Ipv4Header.decode(packet);
        assertThat(header.options()).isEqualTo(Octets.ofHex("94040000"));
        assertThat(header.dontFragment()).isTrue();
        assertThat(header.protocol()).isEqualTo(Ipv4Header.IP_IN_IP);
        assertThat(header.encode()).isEqualTo(packet);
        assertThat(header.payloadOf(packet)).isEqualTo(Octets.EMPTY);
    }

    @Test
    void readsAndMakesAFragment() throws Exception {
        Octets packet = Octets.ofHex("4500001c beef20b9 401166e1 0a0a0001 c6336409 aaaaaaaaaaaaaaaa");
        Ipv4Header header = Ipv4Header.decode(packet);
        assertThat(header.isFragment()).isTrue();
        assertThat(header.moreFragments()).isTrue();
        assertThat(header.fragmentOffset()).isEqualTo(185);
        assertThat(header.encode()).isEqualTo(packet.slice(0, 20));
    }

    @Test
    void theFirstAndTheLastFragmentAreFragmentsAndAWholePacketIsNot() throws Exception {
        Ipv4Header whole = Ipv4Header.decode(DATAGRAM);
        assertThat(whole.isFragment()).isFalse();
        assertThat(fragment(true, 0).isFragment()).isTrue();
        assertThat(fragment(false, 185).isFragment()).isTrue();
        assertThat(fragment(false, 0).isFragment()).isFalse();
    }

    private static Ipv4Header fragment(boolean moreFragments, int offset) {
        return new Ipv4Header(0, 28, 1, false, moreFragments, offset, 64, 17, CAFE, AGENT, Octets.EMPTY);
    }

    @Test
    void refusesEveryChangeOfOneBitInTheIpv4Header() {
        for (int bit = 0; bit < 20 * 8; bit++) {
            byte[] changed = DATAGRAM.toArray();
            changed[bit / 8] ^= (byte) (0x80 >>> bit % 8);
            assertThatThrownBy(() -> Ipv4Header.decode(Octets.of(changed)))
                    .as("bit " + bit)
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void findsEveryChangeOfOneBitInADatagram() {
        for (int bit = 0; bit < 13 * 8; bit++) {
            byte[] changed = DATAGRAM.slice(20).toArray();
            changed[bit / 8] ^= (byte) (0x80 >>> bit % 8);
            assertThat(isGood(Octets.of(changed))).as("bit " + bit).isFalse();
        }
    }

    @Test
    void acceptsADatagramWithoutAChecksumAndNeverSendsOne() {
        assertThat(isGood(Octets.ofHex("01b201b2 000a0000 0000"))).isTrue();
        // 0xe873 is what Scapy found to bring the sum to zero.
        Octets zeroSum = UdpHeader.datagram(
                new Endpoint(Ipv4.parse("10.0.0.1"), 434),
                new Endpoint(Ipv4.parse("10.0.0.2"), 434),
                Octets.ofHex("e873"));
        assertThat(zeroSum).isEqualTo(Octets.ofHex("01b201b2 000affff e873"));
    }

    @Test
    void readsAndMakesAnIcmpMessageOfOddLength() throws Exception {
        Octets echo = Octets.ofHex("0800cdbe 00770003 6162636465");
        assertThat(IcmpMessage.decode(echo))
                .isEqualTo(new IcmpMessage(IcmpMessage.ECHO_REQUEST, 0, Octets.ofHex("00770003 6162636465")));
        assertThat(IcmpMessage.decode(echo).encode()).isEqualTo(echo);
        assertThatThrownBy(() -> IcmpMessage.decode(Octets.ofHex("0800cdbf 00770003 6162636465")))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("the ICMP checksum is wrong");
    }

    @Test
    void readsAndMakesAGratuitousRequest() throws Exception {
        Octets frame = Octets.ofHex(
                "ffffffffffff 020000000001 0806" + "0001 0800 06 04 0001 020000000001 0a0a0039 000000000000 0a0a0039");
        ArpPacket arp = ArpPacket.gratuitousRequest(NODE, HOME);
        assertThat(new EthernetFrame(MacAddress.BROADCAST, NODE, EthernetFrame.ARP, arp.encode()).encode())
                .isEqualTo(frame);
        EthernetFrame ethernet = EthernetFrame.decode(frame.plus(Octets.ofHex("00".repeat(18))));
        assertThat(ethernet.destination()).isEqualTo(MacAddress.BROADCAST);
        assertThat(ethernet.source()).isEqualTo(NODE);
        assertThat(ArpPacket.decode(ethernet.payload())).isEqualTo(arp);
        assertThat(arp.isGratuitous()).isTrue();
        assertThat(arp.isRequest()).isTrue();
    }

    @Test
    void readsAndMakesAnArpReply() throws Exception {
        Octets packet = Octets.ofHex("0001 0800 06 04 0002 020000000001 0a0a0039 fedcba987654 0a0a00c8");
        ArpPacket reply = ArpPacket.reply(NODE, HOME, MacAddress.parse("fe:dc:ba:98:76:54"), Ipv4.parse("10.10.0.200"));
        assertThat(reply.encode()).isEqualTo(packet);
        assertThat(ArpPacket.decode(packet)).isEqualTo(reply);
        assertThat(reply.isRequest()).isFalse();
        assertThat(reply.isGratuitous()).isFalse();
    }

    @Test
    void setsTheTargetOfAGratuitousReplyToo() {
        assertThat(ArpPacket.gratuitousReply(NODE, HOME).encode())
                .isEqualTo(Octets.ofHex("0001 0800 06 04 0002 020000000001 0a0a0039 020000000001 0a0a0039"));
    }

    @Test
    void refusesArpOfOtherKinds() {
        List<String> others = List.of(
                "0006 0800 06 04 0001",
                "0001 86dd 06 04 0001",
                "0001 0800 08 04 0001",
                "0001 0800 06 10 0001",
                "0001 0800 06 04 0003",
                "0001 0800 06 04 0000");
        for (String other : others) {
            assertThatThrownBy(() -> ArpPacket.decode(Octets.ofHex(other + "00".repeat(20))))
                    .as(other)
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void addsTheExampleOfRfc1071() {
        // RFC 1071 §3: the sum of these is ddf2.
        Octets example = Octets.ofHex("0001 f203 f4f5 f6f7");
        assertThat(InternetChecksum.of(example)).isEqualTo(0xffff - 0xddf2);
        assertThat(InternetChecksum.isGood(example.plus(Octets.ofHex("220d")))).isTrue();
        assertThat(InternetChecksum.of(Octets.EMPTY)).isEqualTo(0xffff);
    }

    private static boolean isGood(Octets datagram) {
        try {
            return UdpHeader.decode(datagram).checksumIsGood(CAFE, AGENT, datagram);
        } catch (MalformedMessageException lengthIsWrong) {
            return false;
        }
    }
}
