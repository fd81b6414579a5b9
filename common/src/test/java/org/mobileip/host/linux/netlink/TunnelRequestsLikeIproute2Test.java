package org.mobileip.host.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.host.linux.netlink.FlowerMessages.Action;
import org.mobileip.host.linux.netlink.FlowerMessages.Counted;
import org.mobileip.host.linux.netlink.FlowerMessages.Match;
import org.mobileip.host.linux.netlink.FlowerMessages.Then;
import org.mobileip.host.linux.netlink.TrafficControlMessages.Hook;
import org.mobileip.host.linux.netlink.TrafficControlMessages.Place;
import org.mobileip.host.linux.netlink.TunnelMessages.Kind;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;

/**
 * Each request is octet for octet what iproute2 6.1 sent for the command above it; veth0 is interface 3, veth1 interface 2. What
 * is decoded is what Linux 6.1 answered.
 */
final class TunnelRequestsLikeIproute2Test {

    private static final int SEQUENCE = 0x6b0892da;
    private static final int VETH0 = 3;
    private static final Ipv4 HOME = Ipv4.parse("10.9.0.10");
    private static final Ipv4 AGENT = Ipv4.parse("10.9.0.1");
    private static final Ipv4Prefix NETWORK = Ipv4Prefix.parse("10.20.3.0/24");
    private static final Ipv4 LOCAL = Ipv4.parse("172.16.2.1");
    private static final Ipv4 FAR = Ipv4.parse("172.16.2.10");
    private static final Action DROP = new Action.Count(3, Then.DROP);

    @BeforeEach
    void sameOrderOfOctets() {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "recorded on a little-endian machine");
    }

    private static void isSentAs(NetlinkMessage message, String hex) {
        assertThat(message.withSequence(SEQUENCE).encode()).isEqualTo(Octets.ofHex(hex));
    }

    private static Place ingress(int priority, int handle) {
        return new Place(VETH0, Hook.INGRESS, priority, handle);
    }

    @Test
    void makesAnIpipDeviceThatIsToldWithEachPacketWhereItGoes() {
        // ip link add mip type ipip mode ipip external
        isSentAs(
                TunnelMessages.makeDevice("mip", Kind.IPIP),
                "4400000010000506da92086b0000000000000000000000000000000000000000080003006d6970001c00120008000100"
                        + "6970697010000200050009000400000004001300");
    }

    @Test
    void makesAGreDeviceThatIsToldWithEachPacketWhereItGoes() {
        // ip link add mip type gre external
        isSentAs(
                TunnelMessages.makeDevice("mip", Kind.GRE),
                "3c00000010000506da92086b0000000000000000000000000000000000000000080003006d6970001400120007000100"
                        + "677265000800020004001200");
    }

    @Test
    void writesBesideAnInterfaceWhoseItIs() {
        // ip link set veth0 alias mobileip, but with an acknowledgement
        isSentAs(
                TunnelMessages.setAlias(VETH0, "mobileip"),
                "2c00000010000500da92086b00000000000000000300000000000000000000000c0014006d6f62696c656970");
    }

    @Test
    void routesAHomeAddressIntoATunnel() {
        // ip route replace 10.9.0.10/32 table 5211 proto 76 encap ip src 172.16.2.1 dst 172.16.2.10 ttl 64 tos 1 csum
        // dev veth0; but where that has TUNNEL_CSUM (0x0001) we have TUNNEL_DONT_FRAGMENT (0x0100), for which ip has no
        // word
        isSentAs(
                TunnelMessages.put(route(Optional.empty(), OptionalInt.empty())),
                "6800000018000505da92086b0000000002200000004cfd0100000000080001000a09000a08000f005b140000"
                        + "2c00168008000300ac10020108000200ac10020a0500040040000000050005000100000006000600"
                        + "0100"
                        + "000006001500020000000800040003000000");
    }

    @Test
    void routesANarrowTunnelFromTheAgentsAddress() {
        // ip route replace 10.9.0.10/32 table 5211 proto 76 src 10.9.0.1 encap ip … dev veth0, then mtu 1400; flags as
        // above
        isSentAs(
                TunnelMessages.put(route(Optional.of(AGENT), OptionalInt.of(1400))),
                "7c00000018000505da92086b0000000002200000004cfd0100000000080001000a09000a08000f005b140000"
                        + "080007000a090001"
                        + "2c00168008000300ac10020108000200ac10020a0500040040000000050005000100000006000600"
                        + "0100"
                        + "0000060015000200000008000400030000000c0008000800020078050000");
    }

    private static TunnelMessages.Route route(Optional<Ipv4> source, OptionalInt mtu) {
        return new TunnelMessages.Route(Ipv4Prefix.host(HOME), VETH0, 5211, 76, source, mtu, LOCAL, FAR);
    }

    @Test
    void removesTheRouteToADestination() {
        // ip route del 10.9.0.10/32 table 5211 proto 76
        isSentAs(
                TunnelMessages.remove(Ipv4Prefix.host(HOME), 5211, 76),
                "2c00000019000500da92086b0000000002200000004cff0000000000080001000a09000a08000f005b140000");
    }

    @Test
    void letsOutOfATunnelWhatIsBoundToItAndCountsThatTwice() {
        // tc filter replace dev veth0 ingress protocol ip pref 20 handle 7 flower src_ip 10.9.0.10 enc_src_ip
        // 172.16.2.10
        // enc_dst_ip 172.16.2.1 action gact pipe index 1002 action gact pass index 1001
        isSentAs(
                FlowerMessages.put(
                        ingress(20, 7),
                        Match.ANY.from(HOME).outOfTunnel(FAR, LOCAL),
                        List.of(new Action.Count(1002, Then.GO_ON), new Action.Count(1001, Then.PASS))),
                "d00000002c000504da92086b00000000000000000300000007000000f2ffffff080014000b000100666c6f7765720000"
                        + "a000020008000a000a09000a08000b00ffffffff08001b00ac10020a08001c00ffffffff08001d00ac100201"
                        + "08001e00ffffffff5c0003002c0001000900010067616374000000001c00028018000200ea03000000000000"
                        + "0300000000000000000000002c0002000900010067616374000000001c00028018000200e903000000000000"
                        + "00000000000000000000000008001600000000000600080008000000");
    }

    @Test
    void dropsAProtocol() {
        // tc filter replace dev veth0 ingress protocol ip pref 10 handle 7 flower ip_proto 4 action gact drop index 3
        isSentAs(
                FlowerMessages.put(ingress(10, 7), Match.protocol(4), List.of(DROP)),
                "7c0000002c000504da92086b00000000000000000300000007000000f2ffffff08000a000b000100666c6f7765720000"
                        + "4c0002000500090004000000300003002c0001000900010067616374000000001c0002801800020003000000"
                        + "0000000002000000000000000000000008001600000000000600080008000000");
    }

    @Test
    void dropsAProtocolToOneAddress() {
        // tc filter replace … pref 10 handle 8 flower ip_proto icmp dst_ip 10.9.0.1 action gact drop index 3
        isSentAs(
                FlowerMessages.put(ingress(10, 8), Match.protocol(1).to(AGENT), List.of(DROP)),
                "8c0000002c000504da92086b00000000000000000300000008000000f2ffffff08000a000b000100666c6f7765720000"
                        + "5c000200050009000100000008000c000a09000108000d00ffffffff300003002c0001000900010067616374"
                        + "000000001c000280180002000300000000000000020000000000000000000000080016000000000006000800"
                        + "08000000");
    }

    @Test
    void dropsDatagramsToAPort() {
        // tc filter replace … pref 10 handle 9 flower ip_proto udp dst_port 434 action gact drop index 3; iproute2
        // alone
        // leaves the mask of the port away, which is then all ones
        isSentAs(
                FlowerMessages.put(ingress(10, 9), Match.udpPort(434), List.of(DROP)),
                "840000002c000504da92086b00000000000000000300000009000000f2ffffff08000a000b000100666c6f7765720000"
                        + "5400020005000900110000000600150001b20000300003002c0001000900010067616374000000001c000280"
                        + "180002000300000000000000020000000000000000000000080016000000000006000800"
                        + "08000000");
    }

    @Test
    void dropsTheBeginningsOfConnections() {
        // tc filter replace … pref 10 handle 10 flower ip_proto tcp tcp_flags 0x2/0x2 action gact drop index 3
        isSentAs(
                FlowerMessages.put(ingress(10, 10), Match.syn(), List.of(DROP)),
                "8c0000002c000504da92086b0000000000000000030000000a000000f2ffffff08000a000b000100666c6f7765720000"
                        + "5c000200050009000600000006004700000200000600480000020000300003002c0001000900010067616374"
                        + "000000001c000280180002000300000000000000020000000000000000000000080016000000000006000800"
                        + "08000000");
    }

    @Test
    void handsPacketsToAnotherInterface() {
        // tc filter replace dev veth0 egress protocol ip pref 10 handle 11 flower src_ip 1.2.3.4 dst_ip 10.9.0.1
        // action mirred egress redirect dev veth1
        isSentAs(
                FlowerMessages.put(
                        new Place(VETH0, Hook.EGRESS, 10, 11),
                        Match.ANY.from(Ipv4.parse("1.2.3.4")).to(AGENT),
                        List.of(new Action.Redirect(2, false))),
                "9c0000002c000504da92086b0000000000000000030000000b000000f3ffffff08000a000b000100666c6f7765720000"
                        + "6c00020008000a000102030408000b00ffffffff08000c000a09000108000d00ffffffff3800030034000100"
                        + "0b0001006d69727265640000240002802000020000000000000000000400000000000000000000000100000002"
                        + "00000008001600000000000600080008000000");
    }

    @Test
    void hasAnotherInterfaceReceiveWhatIsCounted() {
        // tc filter replace dev veth0 ingress protocol ip pref 20 handle 2 flower dst_ip 10.9.0.10
        // action gact pipe index 1001 action mirred ingress redirect dev veth1
        isSentAs(
                FlowerMessages.put(
                        ingress(20, 2),
                        Match.ANY.to(HOME),
                        List.of(new Action.Count(1001, Then.GO_ON), new Action.Redirect(2, true))),
                "b80000002c000504da92086b00000000000000000300000002000000f2ffffff080014000b000100666c6f7765720000"
                        + "8800020008000c000a09000a08000d00ffffffff640003002c0001000900010067616374000000001c00028018"
                        + "000200e903000000000000030000000000000000000000340002000b0001006d69727265640000240002802000"
                        + "02000000000000000000040000000000000000000000030000000200000008001600000000000600080008000000");
    }

    @Test
    void makesAnIpipDeviceWithTwoEnds() {
        // ip link add mh type ipip mode ipip remote 172.16.2.1 local 172.16.2.10 ttl 64 tos inherit fwmark 0x4d49, but
        // for
        // the four attributes at its end that say "no further encapsulation", which is what there is without them
        isSentAs(
                TunnelMessages.makeDevice("mh", new TunnelMessages.Ends(Kind.IPIP, FAR, LOCAL, 0x4d49)),
                "7800000010000506da92086b0000000000000000000000000000000000000000070003006d680000500012000800010069706970"
                        + "44000200050009000400000008000200ac10020a08000300ac10020105000a00010000000500050001000000"
                        + "0500040040000000080001000000000008001400494d0000");
    }

    @Test
    void makesAGreDeviceWithTwoEnds() {
        // ip link add mh type gre remote 172.16.2.1 local 172.16.2.10 ttl 64 tos inherit fwmark 0x4d49, but for keys
        // and
        // flags that are 0 and for the four attributes at its end, which say what there is without them
        isSentAs(
                TunnelMessages.makeDevice("mh", new TunnelMessages.Ends(Kind.GRE, FAR, LOCAL, 0x4d49)),
                "6800000010000506da92086b0000000000000000000000000000000000000000070003006d6800004000120007000100"
                        + "677265003400020008000600ac10020a08000700ac10020105000a000100000005000900010000000500"
                        + "08004000000008001400494d0000");
    }

    @Test
    void dropsWhatHasAKeyInTheGreHeaderBeforeIt() {
        // tc filter replace dev veth0 ingress protocol ip pref 5 handle ::2 u32 match u32 0x20000800 0xffffffff at -8
        // action gact drop index 3; our handle is another
        isSentAs(
                GreHeaderMessages.put(ingress(5, 2), GreHeaderMessages.Form.KEYED, DROP),
                "840000002c000504da92086b00000000000000000300000002000000f2ffffff08000500080001007533320058000200"
                        + "300007002c0001000900010067616374000000001c000280180002000300000000000000020000000000000000000000"
                        + "24000500010001000000000000000000000000" + "00ffffffff20000800f8ffffff00000000");
    }

    @Test
    void letsOutOfATunnelWhatComesFromANetwork() {
        // tc filter replace dev veth0 ingress protocol ip pref 20 handle 7 flower src_ip 10.20.3.0/24 enc_src_ip
        // 172.16.2.10 enc_dst_ip 172.16.2.1 action gact pass index 1001
        isSentAs(
                FlowerMessages.put(
                        ingress(20, 7),
                        Match.ANY.from(NETWORK).outOfTunnel(FAR, LOCAL),
                        List.of(new Action.Count(1001, Then.PASS))),
                "a40000002c000504da92086b00000000000000000300000007000000f2ffffff080014000b000100666c6f7765720000"
                        + "7400020008000a000a14030008000b00ffffff0008001b00ac10020a08001c00ffffffff08001d00ac100201"
                        + "08001e00ffffffff300003002c0001000900010067616374000000001c00028018000200e9030000000000000000"
                        + "0000000000000000000008001600000000000600080008000000");
    }

    @Test
    void countsWhatGoesToANetwork() {
        // tc filter replace dev veth0 egress protocol ip pref 20 handle 7 flower dst_ip 10.20.3.0/24 action gact pass
        // index 1001
        isSentAs(
                FlowerMessages.put(
                        new Place(VETH0, Hook.EGRESS, 20, 7),
                        Match.ANY.to(NETWORK),
                        List.of(new Action.Count(1001, Then.PASS))),
                "840000002c000504da92086b00000000000000000300000007000000f3ffffff080014000b000100666c6f7765720000"
                        + "5400020008000c000a14030008000d00ffffff00300003002c0001000900010067616374000000001c000280"
                        + "18000200e9030000000000000000000000000000000000000800160000000000060008000800" + "0000");
    }

    @Test
    void routesANetworkIntoATunnel() {
        // ip route replace 10.20.3.0/24 table 5236 proto 76 encap ip src 172.16.2.1 dst 172.16.2.10 ttl 64 tos 1 csum
        // dev veth0; with another flag, as above
        isSentAs(
                TunnelMessages.put(new TunnelMessages.Route(
                        NETWORK, VETH0, 5236, 76, Optional.empty(), OptionalInt.empty(), LOCAL, FAR)),
                "6800000018000505da92086b0000000002180000004cfd0100000000080001000a14030008000f0074140000"
                        + "2c00168008000300ac10020108000200ac10020a0500040040000000050005000100000006000600"
                        + "0100000006001500020000000800040003000000");
    }

    @Test
    void dropsEverything() {
        // tc filter replace dev veth0 ingress protocol all pref 1 handle 1 matchall action gact drop index 3
        isSentAs(
                FlowerMessages.putForAll(ingress(1, 1), DROP),
                "680000002c000504da92086b00000000000000000300000001000000f2ffffff000301000d0001006d61746368616c6c"
                        + "0000000034000200300002002c0001000900010067616374000000001c000280180002000300000000000000"
                        + "020000000000000000000000");
    }

    @Test
    void asksWhatWasCounted() {
        // tc actions get action gact index 1001
        isSentAs(
                FlowerMessages.askCounted(List.of(1001)),
                "3000000032000100da92086b00000000000000001c0001001800010009000100676163740000000008000300e9030000");
    }

    @Test
    void readsWhatTwoCountersSayOfThreeFramesOf142Octets() {
        // Linux 6.1, for counters 1002 and 1001 of one filter by which three datagrams of 100 octets had gone
        NetlinkMessage answer = NetlinkMessage.decodeAll(Octets.ofHex(
                        "7801000032000000da92086be30200000000000064010100b0000100090001006761637400000000040005005000040004000600"
                                + "14000100aa0100000000000003000000000000000400060014000700000000000000000000000000000000000400060018000300"
                                + "000000000000000000000000000000000000000008000a00000000004400020018000200e9030000000000000000000001000000"
                                + "0100000004000400240001008101000000000000000000000000000000000000000000000000000000000000b000020009000100"
                                + "676163740000000004000500500004000400060014000100aa010000000000000300000000000000040006001400070000000000"
                                + "0000000000000000000000000400060018000300000000000000000000000000000000000000000008000a000000000044000200"
                                + "18000200ea0300000000000003000000010000000100000004000400240001008101000000000000000000000000000000000000"
                                + "000000000000000000000000"))
                .get(0);
        assertThat(FlowerMessages.decodeCounted(answer.payload(), 2))
                .containsExactly(new Counted(3, 426), new Counted(3, 426));
        assertThat(FlowerMessages.decodeCounted(Octets.ofHex("00000000"), 2)).isEmpty();
    }

    @Test
    void takesAFilterFromItsPlace() {
        // tc filter del dev veth0 ingress protocol ip pref 20 handle 7 flower, without the options that say the
        // protocol again
        isSentAs(
                FlowerMessages.remove(ingress(20, 7)),
                "300000002d000500da92086b00000000000000000300000007000000f2ffffff080014000b000100666c6f7765720000");
    }
}
