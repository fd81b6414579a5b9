package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.testing.ManualTicker;

/** Networks behind a mobile node, at both ends of its tunnel (RFC 5177 §6.5, §7, §10). */
class NetworksBehindNodesTest {

    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 OTHER_HOME = Ipv4.parse("10.10.0.58");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final Ipv4 TRAIN = Ipv4.parse("198.51.100.45");
    private static final Ipv4 CORRESPONDENT = Ipv4.parse("172.16.0.9");
    private static final Ipv4 CAMERA = Ipv4.parse("10.20.3.7");
    private static final Ipv4 RADIO = Ipv4.parse("192.168.17.7");
    private static final Ipv4 NEXT_DOOR = Ipv4.parse("10.20.4.7");
    private static final Ipv4Prefix ONE = Ipv4Prefix.parse("10.20.3.0/24");
    private static final Ipv4Prefix TWO = Ipv4Prefix.parse("192.168.16.0/20");

    private final ManualTicker ticker = new ManualTicker();
    private final HomeAgentEnd agent = new HomeAgentEnd(ticker, 1);
    private final MobileNodeEnd node = new MobileNodeEnd(ticker, 1);
    private final PacketBuffer packet = Datagrams.buffer();

    private void agentForwards(Ipv4 careOf, Ipv4Prefix... networks) {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(careOf)), List.of(networks));
    }

    private Optional<DropReason> agentRoutes(Ipv4 destination) {
        return agent.route(Datagrams.datagram(packet, CORRESPONDENT, destination));
    }

    private Optional<DropReason> agentAdmits(Ipv4 outer, Ipv4 inner, Ipv4 destination) {
        return agent.admit(Datagrams.tunnelled(packet, outer, AGENT, inner, destination));
    }

    @Test
    void theAgentTunnelsToTheNetworksOfANodeAndToNoOthers() {
        agentForwards(CAFE, ONE, TWO);
        assertThat(agentRoutes(CAMERA)).isEmpty();
        assertThat(packet.flow().home()).isEqualTo(HOME.bits());
        assertThat(agentRoutes(RADIO)).isEmpty();
        assertThat(agentRoutes(HOME)).isEmpty();
        assertThat(agentRoutes(NEXT_DOOR)).contains(DropReason.NO_BINDING);
    }

    @Test
    void aNetworkThatIsNamedNoMoreIsClosedBothWays() {
        agentForwards(CAFE, ONE, TWO);
        agentForwards(CAFE, TWO);
        assertThat(agentRoutes(CAMERA)).contains(DropReason.NO_BINDING);
        assertThat(agentAdmits(CAFE, CAMERA, CORRESPONDENT)).contains(DropReason.SOURCE_NOT_HOME);
        assertThat(agentRoutes(RADIO)).isEmpty();
        agent.stop(HOME);
        assertThat(agentRoutes(RADIO)).contains(DropReason.NO_BINDING);
    }

    @Test
    void theAgentLetsOutWhatComesFromTheNodeOrItsNetworksAndNothingElse() {
        agentForwards(CAFE, ONE);
        agent.forward(OTHER_HOME, AGENT, List.of(TunnelPath.to(TRAIN)), List.of(TWO));
        assertThat(agentAdmits(CAFE, HOME, CORRESPONDENT)).isEmpty();
        assertThat(agentAdmits(CAFE, CAMERA, CORRESPONDENT)).isEmpty();
        assertThat(agentAdmits(TRAIN, RADIO, CORRESPONDENT)).isEmpty();
        assertThat(agentAdmits(CAFE, NEXT_DOOR, CORRESPONDENT)).contains(DropReason.SOURCE_NOT_HOME);
        assertThat(agentAdmits(TRAIN, CAMERA, CORRESPONDENT))
                .as("behind another node")
                .contains(DropReason.SOURCE_NOT_HOME);
        assertThat(agentAdmits(NEXT_DOOR, CAMERA, CORRESPONDENT))
                .as("not from the care-of address")
                .contains(DropReason.OUTER_SOURCE_NOT_CARE_OF);
    }

    @Test
    void whatComesFromANetworkIsNotSentBackThere() {
        agentForwards(CAFE, ONE, TWO);
        assertThat(agentAdmits(CAFE, CAMERA, RADIO)).contains(DropReason.TUNNEL_LOOP);
        assertThat(agentAdmits(CAFE, CAMERA, HOME)).contains(DropReason.TUNNEL_LOOP);
        agent.forward(OTHER_HOME, AGENT, List.of(TunnelPath.to(TRAIN)), List.of());
        assertThat(agentAdmits(CAFE, CAMERA, OTHER_HOME)).isEmpty();
    }

    /** §7: wrapped once for the node, and once for the foreign agent, which takes that header off. */
    @ParameterizedTest
    @CsvSource({"IPIP, 4, 60", "GRE, 47, 64"})
    void theAgentWrapsTwiceWhereAForeignAgentReceives(Encapsulation encapsulation, int protocol, int length) {
        agent.forward(HOME, AGENT, List.of(new TunnelPath(CAFE, encapsulation, false, false)), List.of(ONE));
        Octets datagram = Datagrams.udp(7, 0, CORRESPONDENT, CAMERA, 20);
        List<String> sent = new PureDataplane(agent).into(datagram);
        Octets outer = Octets.ofHex(sent.get(0).replaceAll("[^0-9a-f]", ""));
        assertThat(outer.u16(2)).isEqualTo(length);
        assertThat(outer.u8(9)).isEqualTo(protocol);
        assertThat(outer.ipv4(12)).isEqualTo(AGENT);
        assertThat(outer.ipv4(16)).isEqualTo(CAFE);
        Octets middle = outer.slice(length - 40);
        assertThat(middle.u8(0)).isEqualTo(0x45);
        assertThat(middle.u16(2)).isEqualTo(40);
        assertThat(middle.u8(9)).isEqualTo(4);
        assertThat(middle.ipv4(12)).isEqualTo(AGENT);
        assertThat(middle.ipv4(16)).isEqualTo(HOME);
        assertThat(middle.slice(20)).isEqualTo(datagram);
    }

    @Test
    void theAgentWrapsOnceForTheNodeItselfOrAtACareOfAddressOfItsOwn() {
        agent.forward(HOME, AGENT, List.of(new TunnelPath(CAFE, Encapsulation.IPIP, false, false)), List.of(ONE));
        assertThat(lengthSent(Datagrams.udp(7, 0, CORRESPONDENT, HOME, 20))).isEqualTo(40);
        agentForwards(CAFE, ONE);
        assertThat(lengthSent(Datagrams.udp(7, 0, CORRESPONDENT, CAMERA, 20))).isEqualTo(40);
    }

    private int lengthSent(Octets datagram) {
        String sent = new PureDataplane(agent).into(datagram).get(0);
        return Octets.ofHex(sent.replaceAll("[^0-9a-f]", "")).size();
    }

    @Test
    void whatIsTooLongForTwoHeadersIsAnsweredWithWhatFits() {
        agent.forward(HOME, AGENT, List.of(new TunnelPath(CAFE, Encapsulation.IPIP, false, false)), List.of(ONE));
        PureDataplane plane = new PureDataplane(agent);
        plane.linkMtu = 1500;
        Objects.requireNonNull(agent.exit(AGENT.bits(), CAFE.bits())).linkTakes(1500, ticker.now());
        List<String> results = plane.into(Datagrams.udp(7, 0x4000, CORRESPONDENT, CAMERA, 1461));
        assertThat(results.toString()).contains("exceeds_path_mtu");
        Octets error = Octets.ofHex(results.get(0).replaceAll("[^0-9a-f]", ""));
        assertThat(error.u8(20)).isEqualTo(3);
        assertThat(error.u8(21)).isEqualTo(4);
        assertThat(error.u16(26)).isEqualTo(1460);
        assertThat(plane.into(Datagrams.udp(8, 0x4000, CORRESPONDENT, CAMERA, 1460)))
                .hasSize(1);
    }

    /** What a foreign agent hands on: its own header, the node's, and the datagram of somebody behind the node. */
    private static Octets twice(Ipv4 outer, Ipv4 middle, Ipv4 middleTo, Ipv4 inner) {
        Octets datagram = Datagrams.udp(7, 0, inner, CORRESPONDENT, 20);
        return Datagrams.ipv4(5, 0, 4, outer, AGENT, Datagrams.ipv4(6, 0, 4, middle, middleTo, datagram));
    }

    @Test
    void theAgentTakesBothHeadersOffWhatTheNodeHasWrappedForItsNetwork() {
        agent.forward(HOME, AGENT, List.of(new TunnelPath(CAFE, Encapsulation.IPIP, false, false)), List.of(ONE));
        PureDataplane plane = new PureDataplane(agent);
        assertThat(plane.outOf(twice(CAFE, HOME, AGENT, CAMERA)))
                .containsExactly(Datagrams.udp(7, 0, CAMERA, CORRESPONDENT, 20).toString());
        assertThat(plane.outOf(twice(CAFE, HOME, AGENT, NEXT_DOOR))).containsExactly("nested_tunnel");
        assertThat(plane.outOf(twice(CAFE, HOME, AGENT, HOME))).containsExactly("nested_tunnel");
        assertThat(plane.outOf(twice(CAFE, HOME, CORRESPONDENT, CAMERA))).containsExactly("nested_tunnel");
        assertThat(plane.outOf(twice(TRAIN, HOME, AGENT, CAMERA))).containsExactly("outer_source_not_care_of");
        Octets thrice = Datagrams.ipv4(4, 0, 4, CAFE, AGENT, twice(HOME, CAMERA, AGENT, CAMERA));
        assertThat(plane.outOf(thrice)).containsExactly("nested_tunnel");
    }

    @Test
    void theNodeSendsAndReceivesForItsNetworksAndForNoOthers() {
        node.tunnel(CAFE, AGENT, HOME, List.of(CAFE), TunnelTerms.PLAIN.with(List.of(ONE)));
        assertThat(node.route(Datagrams.datagram(packet, CAMERA, CORRESPONDENT)))
                .isEmpty();
        assertThat(node.route(Datagrams.datagram(packet, HOME, CORRESPONDENT))).isEmpty();
        assertThat(node.route(Datagrams.datagram(packet, NEXT_DOOR, CORRESPONDENT)))
                .as("§10: a source of somebody else")
                .contains(DropReason.SOURCE_NOT_HOME);
        assertThat(node.route(Datagrams.datagram(packet, CAFE, CORRESPONDENT))).contains(DropReason.SOURCE_NOT_HOME);
        assertThat(node.admit(Datagrams.tunnelled(packet, AGENT, CAFE, CORRESPONDENT, CAMERA)))
                .isEmpty();
        assertThat(node.admit(Datagrams.tunnelled(packet, AGENT, CAFE, CORRESPONDENT, NEXT_DOOR)))
                .contains(DropReason.DESTINATION_NOT_HOME);
        node.tunnel(CAFE, AGENT, HOME, List.of(CAFE), TunnelTerms.PLAIN);
        assertThat(node.route(Datagrams.datagram(packet, CAMERA, CORRESPONDENT)))
                .contains(DropReason.SOURCE_NOT_HOME);
    }

    @Test
    void theLongestNetworkCountsAndShorterOnesAreFoundBehindIt() {
        PrefixTable<String> table = new PrefixTable<>();
        table.put(Ipv4Prefix.parse("10.0.0.0/8"), "eight");
        table.put(Ipv4Prefix.parse("10.20.3.0/24"), "twenty-four");
        table.put(Ipv4Prefix.ALL, "all");
        assertThat(table.get(CAMERA.bits())).isEqualTo("twenty-four");
        assertThat(table.get(NEXT_DOOR.bits())).isEqualTo("eight");
        assertThat(table.get(RADIO.bits())).isEqualTo("all");
        table.remove(Ipv4Prefix.parse("10.20.3.0/24"));
        table.remove(Ipv4Prefix.ALL);
        table.remove(Ipv4Prefix.ALL);
        assertThat(table.get(CAMERA.bits())).isEqualTo("eight");
        assertThat(table.get(RADIO.bits())).isNull();
    }
}
