package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.FlowSelector;
import org.mobileip.net.FlowSelector.Range;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.net.Steering;
import org.mobileip.net.TunnelPath;
import org.mobileip.net.Uplinks;
import org.mobileip.testing.ManualTicker;

/** Which tunnel a datagram of a node with several takes, at both ends (RFC 7629 §4.2, RFC 6088 §3.1). */
class FlowsTest {

    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 WLAN = Ipv4.parse("192.0.2.44");
    private static final Ipv4 LTE = Ipv4.parse("198.51.100.45");
    private static final Ipv4 SERVER = Ipv4.parse("172.16.0.9");
    private static final Ipv4 ELSEWHERE = Ipv4.parse("172.17.0.9");
    private static final int MORE = 0x2000;

    private final ManualTicker ticker = new ManualTicker();
    private final HomeAgentEnd agent = new HomeAgentEnd(ticker, 1);
    private final MobileNodeEnd node = new MobileNodeEnd(ticker, 1);

    private static Steering.Rule by(FlowSelector flow, int way) {
        return new Steering.Rule(flow, OptionalInt.of(way));
    }

    private void agentSteers(Steering.Rule... rules) {
        agent.steer(HOME, Optional.of(new Steering(List.of(rules), 0)));
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(WLAN), TunnelPath.to(LTE)));
    }

    private static TunnelTerms terms(Uplinks uplinks) {
        return new TunnelTerms(Encapsulation.IPIP, Optional.empty(), List.of(), TunnelTerms.Udp.NONE).by(uplinks);
    }

    private static Uplinks uplinks(int usual, Steering.Rule... rules) {
        return new Uplinks(
                List.of(new Uplinks.Uplink(WLAN, 3, false), new Uplinks.Uplink(LTE, 4, false)),
                new Steering(List.of(rules), usual));
    }

    /** UDP, TCP or the like: the ports, and four octets more. */
    private static Octets datagram(int protocol, Ipv4 from, int fromPort, Ipv4 to, int toPort) {
        return datagram(protocol, 0, from, to, "%04x%04x00000000".formatted(fromPort, toPort));
    }

    private static Octets datagram(int protocol, int fragment, Ipv4 from, Ipv4 to, String payload) {
        return Datagrams.ipv4(7, fragment, protocol, from, to, Octets.ofHex(payload));
    }

    private static PacketBuffer buffer(Octets octets) {
        PacketBuffer buffer = new PacketBuffer(ByteBuffer.wrap(octets.toArray()));
        buffer.window(0, octets.size());
        return buffer;
    }

    /** The care-of addresses it goes to, or why to none. */
    private String agentSends(Octets datagram) {
        PacketBuffer packet = buffer(datagram);
        Optional<DropReason> refused = agent.route(packet);
        if (refused.isPresent()) {
            return refused.get().word();
        }
        List<String> exits = new ArrayList<>();
        for (FlowPath path : packet.flow().paths()) {
            exits.add(path.exit().address().toString());
        }
        return String.join(" ", exits);
    }

    /** The care-of address it leaves from and the link it leaves by, or why by none. */
    private String nodeSends(Octets datagram) {
        PacketBuffer packet = buffer(datagram);
        Optional<DropReason> refused = node.route(packet);
        return refused.isPresent()
                ? refused.get().word()
                : new Ipv4(packet.flow().source()) + " by "
                        + packet.flow().path(0).exit().link();
    }

    @Test
    void withoutFlowsACopyGoesToEach() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(WLAN), TunnelPath.to(LTE)));
        assertThat(agentSends(datagram(17, SERVER, 5004, HOME, 40_000))).isEqualTo("192.0.2.44 198.51.100.45");
    }

    @Test
    void theFirstRuleThatMatchesDecidesAndTheUsualWayIsForTheRest() {
        agentSteers(
                by(FlowSelector.ANY.ofProtocol(17), 1),
                by(FlowSelector.ANY.ofProtocol(17).withRemotePort(Range.of(5004)), 0),
                new Steering.Rule(FlowSelector.ANY.ofProtocol(1), OptionalInt.empty()));
        assertThat(agentSends(datagram(17, SERVER, 5004, HOME, 40_000))).isEqualTo("198.51.100.45");
        assertThat(agentSends(datagram(6, SERVER, 80, HOME, 40_000))).isEqualTo("192.0.2.44");
        assertThat(agentSends(datagram(1, 0, SERVER, HOME, "0800000000000000"))).isEqualTo("flow_dropped");
    }

    @ParameterizedTest
    @CsvSource({
        "17, 172.16.0.9, 5000, 40000, true",
        "17, 172.16.0.9, 5010, 40000, true",
        "17, 172.16.0.9, 4999, 40000, false",
        "17, 172.16.0.9, 5011, 40000, false",
        "17, 172.17.0.9, 5004, 40000, false",
        "17, 172.16.0.9, 5004, 40001, false",
        "6, 172.16.0.9, 5004, 40000, false",
        "132, 172.16.0.9, 5004, 40000, false"
    })
    void everyRangeOfARuleMustHold(int protocol, String from, int remotePort, int localPort, boolean isMeant) {
        agentSteers(by(
                FlowSelector.ANY
                        .ofProtocol(17)
                        .withRemote(Ipv4Prefix.parse("172.16.0.0/16"))
                        .withRemotePort(new Range(5000, 5010))
                        .withLocalPort(Range.of(40_000)),
                1));
        assertThat(agentSends(datagram(protocol, Ipv4.parse(from), remotePort, HOME, localPort)))
                .isEqualTo(isMeant ? "198.51.100.45" : "192.0.2.44");
    }

    @Test
    void aRangeOfAddressesMayReachToTheLast() {
        agentSteers(by(FlowSelector.ANY.withRemote(Ipv4Prefix.parse("172.0.0.0/6")), 1));
        assertThat(agentSends(datagram(6, Ipv4.parse("175.255.255.255"), 1, HOME, 2)))
                .isEqualTo("198.51.100.45");
        assertThat(agentSends(datagram(6, Ipv4.parse("171.255.255.255"), 1, HOME, 2)))
                .isEqualTo("192.0.2.44");
        assertThat(agentSends(datagram(6, Ipv4.parse("10.0.0.1"), 1, HOME, 2))).isEqualTo("192.0.2.44");
    }

    @Test
    void codePointsAndSecurityParameterIndicesTellFlowsApartToo() {
        FlowSelector spi = new FlowSelector(
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Range(0x100, 0xffff_ffffL)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        agentSteers(by(spi, 1));
        assertThat(agentSends(datagram(50, 0, SERVER, HOME, "f0000000 00000001")))
                .isEqualTo("198.51.100.45");
        assertThat(agentSends(datagram(50, 0, SERVER, HOME, "000000ff 00000001")))
                .isEqualTo("192.0.2.44");
        assertThat(agentSends(datagram(51, 0, SERVER, HOME, "06040000 00000100")))
                .isEqualTo("198.51.100.45");
        assertThat(agentSends(datagram(17, 0, SERVER, HOME, "f0000000 00000001")))
                .isEqualTo("192.0.2.44");
        agentSteers(by(FlowSelector.ANY.withDscp(Range.of(46)), 1));
        byte[] expedited = datagram(17, SERVER, 1, HOME, 2).toArray();
        assertThat(agentSends(Octets.of(expedited))).isEqualTo("192.0.2.44");
        expedited[1] = (byte) 0xbb;
        assertThat(new FlowMatch(FlowSelector.ANY.withDscp(Range.of(46)), false)
                        .takes(buffer(Octets.of(expedited)), true))
                .isTrue();
    }

    /** Only the first fragment has ports, and all of a datagram go one way. */
    @Test
    void noFragmentIsTakenToAWayOfItsOwnForItsPorts() {
        agentSteers(by(FlowSelector.ANY.withRemotePort(Range.of(5004)), 1), by(FlowSelector.ANY.ofProtocol(17), 0));
        assertThat(agentSends(datagram(17, SERVER, 5004, HOME, 1))).isEqualTo("198.51.100.45");
        assertThat(agentSends(datagram(17, MORE, SERVER, HOME, "138c000100000000")))
                .isEqualTo("192.0.2.44");
        assertThat(agentSends(datagram(17, 1, SERVER, HOME, "138c000100000000")))
                .isEqualTo("192.0.2.44");
    }

    @Test
    void ofAFlowThatIsDroppedTheFirstFragmentIs() {
        agentSteers(new Steering.Rule(FlowSelector.ANY.withRemotePort(Range.of(5004)), OptionalInt.empty()));
        assertThat(agentSends(datagram(17, MORE, SERVER, HOME, "138c000100000000")))
                .isEqualTo("flow_dropped");
        assertThat(agentSends(datagram(17, 1, SERVER, HOME, "138c000100000000")))
                .isEqualTo("192.0.2.44");
    }

    @Test
    void aDatagramTooShortForPortsHasNone() {
        agentSteers(by(FlowSelector.ANY.withRemotePort(new Range(0, 65_535)), 1));
        assertThat(agentSends(datagram(17, 0, SERVER, HOME, "138c00"))).isEqualTo("192.0.2.44");
        assertThat(agentSends(datagram(17, 0, SERVER, HOME, "138c0001"))).isEqualTo("198.51.100.45");
        assertThat(agentSends(datagram(1, 0, SERVER, HOME, "138c0001"))).isEqualTo("192.0.2.44");
    }

    @Test
    void theAgentLetsOutWhatComesByAnyOfTheTunnels() {
        agentSteers(by(FlowSelector.ANY.ofProtocol(17), 1));
        PacketBuffer packet = Datagrams.buffer();
        assertThat(agent.admit(Datagrams.tunnelled(packet, WLAN, AGENT, HOME, SERVER)))
                .isEmpty();
        assertThat(agent.admit(Datagrams.tunnelled(packet, LTE, AGENT, HOME, SERVER)))
                .isEmpty();
        assertThat(agent.admit(Datagrams.tunnelled(packet, ELSEWHERE, AGENT, HOME, SERVER)))
                .contains(DropReason.OUTER_SOURCE_NOT_CARE_OF);
    }

    @Test
    void whatIsSaidOfFlowsIsSoFromTheNextForwardOnAndForgottenWithTheTunnels() {
        agentSteers(by(FlowSelector.ANY, 1));
        agent.steer(HOME, Optional.empty());
        assertThat(agentSends(datagram(17, SERVER, 1, HOME, 2))).isEqualTo("198.51.100.45");
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(WLAN), TunnelPath.to(LTE)));
        assertThat(agentSends(datagram(17, SERVER, 1, HOME, 2))).isEqualTo("192.0.2.44 198.51.100.45");
        agentSteers(by(FlowSelector.ANY, 1));
        agent.stop(HOME);
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(WLAN), TunnelPath.to(LTE)));
        assertThat(agentSends(datagram(17, SERVER, 1, HOME, 2))).isEqualTo("192.0.2.44 198.51.100.45");
    }

    @Test
    void theNodeSendsAFlowFromItsCareOfAddressByItsLink() {
        FlowSelector voice =
                FlowSelector.ANY.ofProtocol(17).withRemotePort(Range.of(5004)).withLocalPort(Range.of(40_000));
        node.tunnel(
                WLAN,
                AGENT,
                HOME,
                Set.of(WLAN, LTE),
                terms(uplinks(
                        0, by(voice, 1), new Steering.Rule(FlowSelector.ANY.ofProtocol(1), OptionalInt.empty()))));
        assertThat(nodeSends(datagram(17, HOME, 40_000, SERVER, 5004))).isEqualTo("198.51.100.45 by 4");
        assertThat(nodeSends(datagram(17, HOME, 5004, SERVER, 40_000))).isEqualTo("192.0.2.44 by 3");
        assertThat(nodeSends(datagram(6, HOME, 1, SERVER, 2))).isEqualTo("192.0.2.44 by 3");
        assertThat(nodeSends(datagram(1, 0, HOME, SERVER, "0800000000000000"))).isEqualTo("flow_dropped");
        assertThat(nodeSends(datagram(17, SERVER, 40_000, SERVER, 5004))).isEqualTo("source_not_home");
    }

    @Test
    void theNodeTakesWhatComesToAnyOfItsCareOfAddresses() {
        node.tunnel(WLAN, AGENT, HOME, Set.of(WLAN, LTE), terms(uplinks(0)));
        PacketBuffer packet = Datagrams.buffer();
        assertThat(node.admit(Datagrams.tunnelled(packet, AGENT, LTE, SERVER, HOME)))
                .isEmpty();
        assertThat(node.admit(Datagrams.tunnelled(packet, AGENT, WLAN, SERVER, HOME)))
                .isEmpty();
    }

    @Test
    void whatIsKnownOfAWayStaysKnownWhenFlowsChangePlaces() {
        node.tunnel(WLAN, AGENT, HOME, Set.of(WLAN, LTE), terms(uplinks(0)));
        TunnelExit wlan = node.exit(WLAN.bits(), AGENT.bits());
        TunnelExit lte = node.exit(LTE.bits(), AGENT.bits());
        assertThat(wlan).isNotNull().isNotSameAs(lte);
        node.tunnel(LTE, AGENT, HOME, Set.of(WLAN, LTE), terms(uplinks(1, by(FlowSelector.ANY, 1))));
        assertThat(node.exit(WLAN.bits(), AGENT.bits())).isSameAs(wlan);
        assertThat(node.exit(LTE.bits(), AGENT.bits())).isSameAs(lte);
        assertThat(nodeSends(datagram(6, HOME, 1, SERVER, 2))).isEqualTo("198.51.100.45 by 4");
        assertThat(node.isLocalEnd(WLAN.bits())).isTrue();
        assertThat(node.isLocalEnd(ELSEWHERE.bits())).isFalse();
    }
}
