package org.mobileip.host.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.Neighbour;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;

/** Each request is octet for octet what iproute2 6.1 sent for the command above it; veth0 is interface 3. */
final class RequestsLikeIproute2Test {

    private static final int SEQUENCE = 0x6b0519c6;
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final LinkAddress ON_VETH0 = new LinkAddress(3, InterfaceAddress.parse("10.10.0.57/24"));
    private static final Route VIA = new Route(
            Ipv4Prefix.parse("10.20.0.0/16"),
            Optional.of(Ipv4.parse("10.10.0.1")),
            3,
            Optional.of(HOME),
            5210,
            78,
            100);

    @BeforeEach
    void sameOrderOfOctets() {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "recorded on a little-endian machine");
    }

    private static void isSentAs(NetlinkMessage message, String hex) {
        assertThat(message.withSequence(SEQUENCE).encode()).isEqualTo(Octets.ofHex(hex));
    }

    @Test
    void addsAnAddress() {
        // ip address add 10.10.0.57/24 broadcast 10.10.0.255 dev veth0
        isSentAs(
                AddressMessages.add(ON_VETH0),
                "3000000014000506c619056b000000000218000003000000080002000a0a0039080004000a0a00ff080001000a0a0039");
    }

    @Test
    void removesAnAddress() {
        // ip address del 10.10.0.57/24 dev veth0
        isSentAs(
                AddressMessages.remove(ON_VETH0),
                "2800000015000500c619056b000000000218000003000000080002000a0a0039080001000a0a0039");
    }

    @Test
    void putsARouteByAGateway() {
        // ip route replace 10.20.0.0/16 via 10.10.0.1 dev veth0 onlink src 10.10.0.57 table 5210 proto 78 metric 100
        isSentAs(
                RouteMessages.put(VIA),
                "4c00000018000505c619056b0000000002100000004e000104000000080001000a140000080005000a0a0001"
                        + "080007000a0a003908000f005a14000008000600640000000800040003000000");
    }

    @Test
    void putsABroadcastRoute() {
        // ip route replace broadcast 10.10.0.255/32 dev veth0 src 10.10.0.57 table local proto 78
        isSentAs(
                RouteMessages.put(Route.broadcast(Ipv4.parse("10.10.0.255"), 3, HOME, 78)),
                "3400000018000505c619056b0000000002200000ff4efd0300000000080001000a0a00ff080007000a0a00390800040003000000");
    }

    @Test
    void putsARouteToOneHost() {
        // ip route replace 10.10.9.9/32 dev veth0 proto 77
        Ipv4Prefix host = Ipv4Prefix.host(Ipv4.parse("10.10.9.9"));
        isSentAs(
                RouteMessages.put(new Route(host, Optional.empty(), 3, Optional.empty(), 254, 77, 0)),
                "2c00000018000505c619056b0000000002200000fe4dfd0100000000080001000a0a09090800040003000000");
    }

    @Test
    void putsARouteWithAnMtuOfItsOwn() {
        // ip route replace 10.10.9.9/32 dev veth0 proto 77 mtu 1480
        Ipv4Prefix host = Ipv4Prefix.host(Ipv4.parse("10.10.9.9"));
        Route route = new Route(host, Optional.empty(), 3, Optional.empty(), 254, 77, 0);
        isSentAs(
                RouteMessages.put(route.taking(1480)),
                "3800000018000505c619056b0000000002200000fe4dfd0100000000080001000a0a09090800040003000000"
                        + "0c00080008000200c8050000");
    }

    @Test
    void putsADefaultRouteIntoATableOfItsOwn() {
        // ip route replace default dev veth0 src 10.10.0.57 table 5210 proto 78
        isSentAs(
                RouteMessages.put(new Route(Ipv4Prefix.ALL, Optional.empty(), 3, Optional.of(HOME), 5210, 78, 0)),
                "3400000018000505c619056b0000000002000000004efd0100000000080007000a0a003908000f005a140000"
                        + "0800040003000000");
    }

    @Test
    void removesARouteWhateverItsScope() {
        // ip route del 10.20.0.0/16 via 10.10.0.1 dev veth0 table 5210 proto 78 metric 100
        Route withoutSource =
                new Route(VIA.destination(), VIA.gateway(), 3, Optional.empty(), VIA.table(), 78, VIA.metric());
        isSentAs(
                RouteMessages.remove(withoutSource),
                "4400000019000500c619056b0000000002100000004eff0100000000080001000a140000080005000a0a0001"
                        + "08000f005a14000008000600640000000800040003000000");
    }

    @Test
    void addsARuleForASource() {
        // ip rule add pref 5201 from 10.10.0.57 table 5210 protocol 78
        Rule rule =
                new Rule(5201, Optional.of(Ipv4Prefix.host(HOME)), OptionalInt.empty(), 5210, OptionalInt.empty(), 78);
        isSentAs(
                RuleMessages.add(rule),
                "3c00000020000506c619056b000000000200200000000001000000000800060051140000080002000a0a0039"
                        + "08000f005a140000050015004e000000");
    }

    @Test
    void addsARuleForAMark() {
        // ip rule add pref 5200 fwmark 0x4d49/0xffffffff table main protocol 78
        Rule rule = new Rule(5200, Optional.empty(), OptionalInt.of(0x4d49), 254, OptionalInt.empty(), 78);
        isSentAs(
                RuleMessages.add(rule),
                "3c00000020000506c619056b0000000002000000fe00000100000000080006005014000008000a00494d0000"
                        + "08001000ffffffff050015004e000000");
    }

    @Test
    void addsARuleThatLooksAwayFromTheDefaultRoute() {
        // ip rule add pref 5203 table main suppress_prefixlength 0 protocol 78
        Rule rule = new Rule(5203, Optional.empty(), OptionalInt.empty(), 254, OptionalInt.of(0), 78);
        isSentAs(
                RuleMessages.add(rule),
                "3400000020000506c619056b0000000002000000fe00000100000000080006005314000008000e0000000000"
                        + "050015004e000000");
    }

    @Test
    void setsTheMtu() {
        // ip link set veth0 mtu 1400
        isSentAs(
                LinkMessages.setMtu(3, 1400),
                "2800000010000500c619056b00000000000000000300000000000000000000000800040078050000");
    }

    @Test
    void setsTheLengthOfTheQueue() {
        // ip link set veth0 txqueuelen 5000; as for the MTU, but for the attribute: IFLA_TXQLEN 13 (if_link.h)
        isSentAs(
                LinkMessages.setQueueLength(3, 5000),
                "2800000010000500c619056b000000000000000003000000000000000000000008000d0088130000");
    }

    @Test
    void setsALinkDownAndUp() {
        // ip link set veth0 down
        isSentAs(LinkMessages.setUp(3, false), "2000000010000500c619056b0000000000000000030000000000000001000000");
        // ip link set veth0 up
        isSentAs(LinkMessages.setUp(3, true), "2000000010000500c619056b0000000000000000030000000100000001000000");
    }

    @Test
    void makesABridgeAndItsPort() {
        // ip link add br0 type bridge
        isSentAs(
                LinkMessages.makeBridge("br0"),
                "3800000010000506c619056b00000000000000000000000000000000000000000800030062723000"
                        + "100012000a0001006272696467650000");
        // ip link set veth1 master br0
        isSentAs(
                LinkMessages.setMaster(2, 4),
                "2800000010000500c619056b000000000000000002000000000000000000000008000a0004000000");
    }

    @Test
    void asksForANeighbour() {
        // ip neigh get 10.10.0.1 dev veth0
        isSentAs(
                NeighbourMessages.get(3, Ipv4.parse("10.10.0.1")),
                "240000001e000100c619056b00000000020000000300000000000000080001000a0a0001");
    }

    @Test
    void putsANeighbourThatNeverAges() {
        // ip neigh replace 10.10.0.1 lladdr 02:00:00:00:00:01 dev veth0 nud permanent
        isSentAs(
                NeighbourMessages.putPermanent(3, Ipv4.parse("10.10.0.1"), MacAddress.parse("02:00:00:00:00:01")),
                "300000001c000505c619056b00000000020000000300000080000000"
                        + "080001000a0a00010a0002000200000000010000");
    }

    private static final Neighbour OURS =
            new Neighbour(3, Ipv4.parse("10.10.0.1"), MacAddress.parse("02:00:00:00:00:01"), 78);

    @Test
    void putsANeighbourThatSaysWhoMadeIt() {
        // ip neigh replace 10.10.0.1 lladdr 02:00:00:00:00:01 dev veth0 nud permanent protocol 78
        isSentAs(
                NeighbourMessages.put(OURS),
                "380000001c000505c619056b0000000002000000030000008000000005000c004e000000080001000a0a0001"
                        + "0a0002000200000000010000");
    }

    @Test
    void removesANeighbour() {
        // ip neigh del 10.10.0.1 dev veth0
        isSentAs(
                NeighbourMessages.remove(OURS),
                "240000001d000500c619056b00000000020000000300000080000000080001000a0a0001");
    }

    @Test
    void makesANetworkUnreachable() {
        // ip route replace unreachable 10.99.0.0/24 proto static
        isSentAs(
                RouteMessages.putUnreachable(Ipv4Prefix.parse("10.99.0.0/24")),
                "2400000018000505c619056b0000000002180000fe0400070000000008000100" + "0a630000");
    }

    @Test
    void makesAPlaceForFilters() {
        // tc qdisc add dev veth0 clsact
        isSentAs(
                TrafficControlMessages.makeClsact(3),
                "3000000024000506c619056b00000000 00000000 03000000 0000ffff f1ffffff 00000000 0b000100 636c736163740000");
    }

    @Test
    void removesThePlaceForFilters() {
        // tc qdisc del dev veth0 clsact
        isSentAs(
                TrafficControlMessages.deleteClsact(3),
                "3000000025000500c619056b00000000 00000000 03000000 0000ffff f1ffffff 00000000 0b000100 636c736163740000");
    }

    @Test
    void putsAProgramThere() {
        // tc filter add dev veth0 egress protocol all prio 434 bpf da obj p.o sec classifier
        isSentAs(
                TrafficControlMessages.addProgram(
                        new TrafficControlMessages.Place(3, TrafficControlMessages.Hook.EGRESS, 434, 0),
                        6,
                        "p.o:[classifier]"),
                "580000002c000506c619056b00000000 00000000 03000000 00000000 f3ffffff 0003b201 08000100 62706600"
                        + "2c000200 08000600 06000000 15000700 702e6f3a5b636c61737369666965725d 00000000"
                        + "08000800 01000000");
    }

    @Test
    void takesAProgramFromThere() {
        // tc filter del dev veth0 ingress protocol all prio 434 handle 1 bpf
        isSentAs(
                TrafficControlMessages.removeProgram(
                        new TrafficControlMessages.Place(3, TrafficControlMessages.Hook.INGRESS, 434, 1)),
                "2c0000002d000500c619056b00000000 00000000 03000000 01000000 f2ffffff 0003b201 08000100 62706600");
    }

    @Test
    void asksForFilters() {
        // tc filter show dev veth0 ingress
        isSentAs(
                TrafficControlMessages.dumpFilters(3, TrafficControlMessages.Hook.INGRESS),
                "240000002e000103c619056b00000000 00000000 03000000 00000000 f2ffffff 00000000");
    }
}
