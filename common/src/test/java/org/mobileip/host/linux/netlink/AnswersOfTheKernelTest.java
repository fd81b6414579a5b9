package org.mobileip.host.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.MacAddress;
import org.mobileip.net.Octets;

/** Answers that a Linux 6.18 kernel gave to iproute2; what they mean is what iproute2 printed. */
final class AnswersOfTheKernelTest {

    /** Output of {@code ip link show veth0}: interface 3, up, mtu 1500, 0a:3e:67:8d:1f:17; the first attributes of it. */
    private static final String LINK = "54000000 1000 0000 00000000 00000000"
            + "00 00 0100 03000000 43100100 00000000 0a000300 7665746830000000 08000400 dc050000"
            + "0a000100 0a3e678d1f170000 0a000200 ffffffffffff0000 08000d00 e8030000";

    /** Output of {@code ip rule}. */
    private static final String RULES =
            "3400000020000200c619056b155c000002000000ff0000010000000008000f00ff00000008000e00ffffffff0500150002000000"
                    + "4c00000020000200c619056b155c000002000000fe0000010000000008000f00fe00000008000e00ffffffff"
                    + "050015004e000000080006005014000008000a00494d000008001000ffffffff"
                    + "4400000020000200c619056b155c000002002000fc0000010000000008000f005a14000008000e00ffffffff"
                    + "050015004e0000000800060051140000080002000a0a0039";

    @BeforeEach
    void sameOrderOfOctets() {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "recorded on a little-endian machine");
    }

    private static NetlinkMessage only(String hex) {
        List<NetlinkMessage> messages = NetlinkMessage.decodeAll(Octets.ofHex(hex));
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    @Test
    void readsALink() {
        Link veth0 = new Link(3, "veth0", MacAddress.parse("0a:3e:67:8d:1f:17"), true, true, false, 1500);

        assertThat(ChangeMessages.decode(only(LINK))).contains(new NetworkChange.LinkChanged(veth0));
    }

    @Test
    void whatABridgeSaysOfItsPortsIsNoChangeOfALink() {
        String fromBridge = LINK.replace("54000000 1000", "54000000 1100").replace("00 00 0100", "07 00 0100");

        assertThat(ChangeMessages.decode(only(fromBridge))).isEmpty();
    }

    @Test
    void readsAnAddress() {
        NetlinkMessage message = only("5000000014000200c719056b195c00000218800003000000080001000a0a0039"
                + "080002000a0a00390a0003007665746830000000080008008000000014000600ffffffffffffffff09fb050009fb0500");

        assertThat(ChangeMessages.decode(message))
                .contains(new NetworkChange.AddressAdded(new LinkAddress(3, InterfaceAddress.parse("10.10.0.57/24"))));
    }

    @Test
    void readsThatFiltersAndTheirPlaceAreGoneFromALink() {
        // tc filter del dev veth0 ingress pref 434; tc qdisc del dev veth0 clsact; veth0 is interface 2
        String filter =
                "340000002d00050041ef086b4f230000000000000200000000000000f2ffffff0003b201080001006270660008000b00"
                        + "00000000";
        String place =
                "980000002500000041ef086b5023000000000000020000000000fffff1ffffff000000000b000100636c736163740000"
                        + "0400020005000c00000000003000070014000100000000000000000000000000000000001800030000000000000000000000"
                        + "000000000000000000002c00030000000000000000000000000000000000000000000000000000000000000000000000000000"
                        + "000000";
        assertThat(ChangeMessages.decode(only(filter))).contains(new NetworkChange.FilterRemoved(2));
        assertThat(ChangeMessages.decode(only(place))).contains(new NetworkChange.FilterPlaceRemoved(2));
    }

    @Test
    void readsTheRouteOfALink() {
        NetlinkMessage message = only("3c00000018002200c619056b115c000002180000fe02fd010000000008000f00fe000000"
                + "080001000a0a0000080007000a0a00390800040003000000");

        assertThat(ChangeMessages.decode(message))
                .contains(new NetworkChange.RouteAdded(new Route(
                        Ipv4Prefix.parse("10.10.0.0/24"),
                        Optional.empty(),
                        3,
                        Optional.of(Ipv4.parse("10.10.0.57")),
                        254,
                        2,
                        0)));
    }

    @Test
    void leavesOutLocalAndBroadcastRoutes() {
        assertThat(RouteMessages.decode(only("3c00000018002200c619056b115c000002200000ff02fe020000000008000f00ff000000"
                                + "080001000a0a0039080007000a0a00390800040003000000")
                        .payload()))
                .isEmpty();
    }

    @Test
    void readsTheFirstOfSeveralNextHops() {
        NetlinkMessage message = only("5000000018002200001b056b8273000002100000fe0300011000000008000f00fe000000"
                + "080001000a1e0000240009001000100003000000080005000a0a00011000100003000000080005000a0a0002");

        assertThat(RouteMessages.decode(message.payload()))
                .contains(new Route(
                        Ipv4Prefix.parse("10.30.0.0/16"),
                        Optional.of(Ipv4.parse("10.10.0.1")),
                        3,
                        Optional.empty(),
                        254,
                        3,
                        0));
    }

    @Test
    void readsRules() {
        List<Optional<Rule>> rules = NetlinkMessage.decodeAll(Octets.ofHex(RULES)).stream()
                .map(message -> RuleMessages.decode(message.payload()))
                .toList();

        OptionalInt none = OptionalInt.empty();
        assertThat(rules)
                .containsExactly(
                        Optional.of(new Rule(0, Optional.empty(), none, 255, none, 2)),
                        Optional.of(new Rule(5200, Optional.empty(), OptionalInt.of(0x4d49), 254, none, 78)),
                        Optional.of(
                                new Rule(5201, Optional.of(Ipv4Prefix.parse("10.10.0.57/32")), none, 5210, none, 78)));
    }

    @Test
    void leavesOutARuleThatSelectsMoreThanWeHaveWordsFor() {
        // The rule for a mark above, with FRA_OIFNAME (17) "lo" behind it.
        NetlinkMessage message = only("5400000020000200c619056b155c000002000000fe0000010000000008000f00fe000000"
                + "08000e00ffffffff050015004e000000080006005014000008000a00494d000008001000ffffffff07001100 6c6f0000");

        assertThat(RuleMessages.decode(message.payload())).isEmpty();
    }

    @Test
    void readsARuleForPacketsThatCameByAnInterface() {
        // The rule for a mark above, with FRA_IIFNAME (3) "lo" behind it.
        NetlinkMessage message = only("5400000020000200c619056b155c000002000000fe0000010000000008000f00fe000000"
                + "08000e00ffffffff050015004e000000080006005014000008000a00494d000008001000ffffffff07000300 6c6f0000");

        assertThat(RuleMessages.decode(message.payload()))
                .contains(new Rule(
                        5200,
                        Optional.empty(),
                        OptionalInt.of(0x4d49),
                        254,
                        OptionalInt.empty(),
                        78,
                        Optional.of("lo")));
    }

    @Test
    void readsTheEthernetAddressOfANeighbour() {
        NetlinkMessage message = only("4c0000001c000000001b056b76730000020000000300000080000001080001000a0a0001"
                + "0a000200020000000001000008000400000000001400030001000000010000000100000001000000");

        assertThat(NeighbourMessages.decodeMac(message.payload())).contains(MacAddress.parse("02:00:00:00:00:01"));
    }

    @Test
    void readsTheKernelsOwnWordsForARefusal() {
        // ip route replace 10.20.0.0/16 via 10.99.0.1 dev veth0
        NetlinkMessage message = only("6800000002000002001b056b7a7300009bffffff3400000018000505001b056b00000000"
                + "02100000fe03000100000000080001000a140000080005000a63000108000400030000002000010"
                + "04e657874686f702068617320696e76616c6964206761746577617900");

        assertThat(ErrorMessage.decode(message)).isEqualTo(new ErrorMessage(101, "Nexthop has invalid gateway"));
    }

    @Test
    void refusesLengthsThatLeadOutOfTheMessage() {
        assertThatThrownBy(() -> NetlinkMessage.decodeAll(Octets.ofHex("ff00000002000002001b056b7a730000")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PayloadReader(Octets.ofHex("00000000 ff000100"), 4))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PayloadReader(Octets.ofHex("00000000 03000100"), 4))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void randomOctetsGiveAChangeOrARefusalAndNothingElse() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] payload = new byte[random.nextInt(120)];
            random.nextBytes(payload);
            int type = 16 + random.nextInt(20);
            try {
                ChangeMessages.decode(new NetlinkMessage(type, 0, 0, Octets.of(payload)));
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageFindingMatch("netlink|prefix length");
            }
        }
    }
}
