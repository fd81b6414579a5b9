package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;
import org.mobileip.net.UdpEnd;
import org.mobileip.testing.ManualTicker;

/** What a change of tunnels does to the next packet, and what strangers may not do. */
class TunnelEndsTest {

    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 OTHER_HOME = Ipv4.parse("10.10.0.58");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final Ipv4 TRAIN = Ipv4.parse("198.51.100.45");
    private static final Ipv4 OTHER_CARE_OF = Ipv4.parse("203.0.113.46");
    private static final Ipv4 CORRESPONDENT = Ipv4.parse("172.16.0.9");

    private final ManualTicker ticker = new ManualTicker();
    private final PacketBuffer packet = Datagrams.buffer();
    private final HomeAgentEnd agent = new HomeAgentEnd(ticker, 1);
    private final MobileNodeEnd node = new MobileNodeEnd(ticker, 1);

    @Test
    void theNextPacketAfterARegistrationTakesTheNewWayAndTheOldOneStaysOpenForWhatIsOnItsWay() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        assertThat(agentSendsTo()).isEqualTo(CAFE);
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(TRAIN)));
        assertThat(agentSendsTo()).isEqualTo(TRAIN);
        assertThat(agentAdmits(TRAIN)).isEmpty();
        ticker.advance(FlowTable.FORMER_FOR.minusNanos(1));
        assertThat(agentAdmits(CAFE)).isEmpty();
        ticker.advance(Duration.ofNanos(1));
        assertThat(agentAdmits(CAFE)).contains(DropReason.SOURCE_NOT_HOME);
        assertThat(agentAdmits(TRAIN)).isEmpty();
    }

    @Test
    void saysWhetherAWayWasLeftThatPacketsMayStillTake() {
        Ipv4 nat = Ipv4.parse("203.0.113.77");
        assertThat(agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE))))
                .as("there was none")
                .isFalse();
        assertThat(agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE))))
                .as("renewed")
                .isFalse();
        assertThat(agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE), TunnelPath.to(TRAIN))))
                .as("one more")
                .isFalse();
        assertThat(agent.forward(HOME, AGENT, List.of(TunnelPath.to(TRAIN))))
                .as("one less")
                .isTrue();
        UdpEnd before = UdpEnd.at(41_023);
        assertThat(agent.forward(HOME, AGENT, List.of(TunnelPath.to(nat).within(before))))
                .isTrue();
        assertThat(agent.forward(HOME, AGENT, List.of(TunnelPath.to(nat).within(before))))
                .isFalse();
        assertThat(agent.forward(HOME, AGENT, List.of(TunnelPath.to(nat).within(UdpEnd.at(50_000)))))
                .as("another port of the NAT")
                .isTrue();
        assertThat(agent.stop(HOME)).isTrue();
        assertThat(agent.stop(HOME)).isFalse();
    }

    @Test
    void aWayThatWasLeftIsForgottenWithTheNextRegistrationThatDoesNotNameIt() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(TRAIN)));
        ticker.advance(FlowTable.FORMER_FOR);
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(TRAIN)));
        assertThat(agentAdmits(CAFE)).contains(DropReason.OUTER_SOURCE_NOT_CARE_OF);
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(TRAIN)));
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        agent.stop(HOME);
        assertThat(agent.localEnds()).isEmpty();
        agent.forward(OTHER_HOME, AGENT, List.of(TunnelPath.to(OTHER_CARE_OF)));
        assertThat(agentAdmits(CAFE)).contains(DropReason.OUTER_SOURCE_NOT_CARE_OF);
        assertThat(agentAdmits(TRAIN)).contains(DropReason.OUTER_SOURCE_NOT_CARE_OF);
    }

    @Test
    void aNodeMayNotSpeakAsAnotherFromAWayThatIsOnlyOpenForWhatIsOnItsWay() {
        agent.forward(OTHER_HOME, AGENT, List.of(TunnelPath.to(OTHER_CARE_OF)));
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(TRAIN)));
        assertThat(agent.admit(Datagrams.tunnelled(packet, CAFE, AGENT, OTHER_HOME, CORRESPONDENT)))
                .contains(DropReason.SOURCE_NOT_HOME);
    }

    @Test
    void aStoppedTunnelIsClosedBothWays() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        agent.stop(HOME);
        agent.stop(HOME);
        assertThat(agent.route(Datagrams.datagram(packet, CORRESPONDENT, HOME))).contains(DropReason.NO_BINDING);
        assertThat(agentAdmits(CAFE)).contains(DropReason.OUTER_DESTINATION_NOT_OURS);
        assertThat(agent.size()).isZero();
        assertThat(agent.localEnds()).isEmpty();
    }

    @Test
    void aCareOfAddressStaysOpenAsLongAsOneMobileNodeHasIt() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        agent.forward(OTHER_HOME, AGENT, List.of(TunnelPath.to(CAFE), TunnelPath.to(TRAIN), TunnelPath.to(CAFE)));
        agent.stop(OTHER_HOME);
        assertThat(agentAdmits(CAFE)).isEmpty();
        assertThat(agentAdmits(TRAIN)).contains(DropReason.OUTER_SOURCE_NOT_CARE_OF);
        assertThat(agent.localEnds()).containsExactly(AGENT);
    }

    @Test
    void aMobileNodeKeepsItsCountersWhenItMoves() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        assertThat(agentSendsTo()).isEqualTo(CAFE);
        packet.flow().counters().encapsulated(20);
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(TRAIN)));
        assertThat(agent.counters(HOME).orElseThrow().encapsulatedOctets()).isEqualTo(20);
        assertThat(agent.counters(OTHER_HOME)).isEmpty();
    }

    @Test
    void aMobileNodeSendsFromItsNewCareOfAddressAndStillReceivesAtTheOldOne() {
        node.tunnel(CAFE, AGENT, HOME, List.of(CAFE), TunnelTerms.PLAIN);
        assertThat(nodeSendsFrom()).isEqualTo(CAFE);
        node.tunnel(TRAIN, AGENT, HOME, List.of(TRAIN, CAFE), TunnelTerms.PLAIN);
        assertThat(nodeSendsFrom()).isEqualTo(TRAIN);
        assertThat(nodeAdmits(CAFE)).isEmpty();
        node.tunnel(TRAIN, AGENT, HOME, List.of(TRAIN), TunnelTerms.PLAIN);
        assertThat(nodeAdmits(CAFE)).contains(DropReason.OUTER_DESTINATION_NOT_OURS);
        node.stop();
        assertThat(nodeAdmits(TRAIN)).contains(DropReason.NO_TUNNEL);
        assertThat(node.localEnds()).isEmpty();
    }

    @Test
    void aMobileNodeThatAwaitsWhichWayItIsSendsNothingAndReceivesEitherWay() {
        node.tunnel(CAFE, AGENT, HOME, List.of(CAFE), awaiting(Set.of(CAFE)));
        assertThat(node.route(Datagrams.datagram(packet, HOME, CORRESPONDENT))).contains(DropReason.NO_TUNNEL);
        assertThat(nodeAdmits(CAFE)).isEmpty();
        assertThat(node.admit(withinUdp(AGENT, 434, CAFE, 40_057, CORRESPONDENT, HOME)))
                .isEmpty();
        node.tunnel(CAFE, AGENT, HOME, List.of(CAFE), TunnelTerms.PLAIN);
        assertThat(nodeSendsFrom()).isEqualTo(CAFE);
    }

    private static TunnelTerms awaiting(Set<Ipv4> eitherWay) {
        return TunnelTerms.PLAIN.within(
                new TunnelTerms.Udp(OptionalInt.of(40_057), TunnelTerms.Udp.Agreement.AWAITED, eitherWay));
    }

    @Test
    void outOfAMillionForgedPairsOnlyTheBindingsOwnAreLetOut() {
        Ipv4[] addresses = {AGENT, HOME, OTHER_HOME, CAFE, TRAIN, CORRESPONDENT, Ipv4.parse("10.10.0.2")};
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        agent.forward(OTHER_HOME, AGENT, List.of(TunnelPath.to(TRAIN)));
        Random random = new Random(7);
        for (int i = 0; i < 1_000_000; i++) {
            Ipv4 outerSource = addresses[random.nextInt(addresses.length)];
            Ipv4 outerDestination = addresses[random.nextInt(addresses.length)];
            Ipv4 source = addresses[random.nextInt(addresses.length)];
            boolean ours = outerDestination.equals(AGENT)
                    && ((outerSource.equals(CAFE) && source.equals(HOME))
                            || (outerSource.equals(TRAIN) && source.equals(OTHER_HOME)));
            Datagrams.tunnelled(packet, outerSource, outerDestination, source, CORRESPONDENT);
            assertThat(agent.admit(packet).isEmpty()).isEqualTo(ours);
        }
    }

    @Test
    void ofAMillionBogusKeepalivesNoneMovesATunnel() {
        Ipv4 nat = Ipv4.parse("203.0.113.77");
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(nat).within(UdpEnd.at(41_023))));
        agent.forward(OTHER_HOME, AGENT, List.of(TunnelPath.to(nat).within(UdpEnd.halfBound())));
        assertThat(agent.admit(keepalive(nat, 41_024, OTHER_HOME))).isEmpty();
        Random random = new Random(13);
        Ipv4[] sources = {nat, CAFE, CORRESPONDENT};
        for (int i = 0; i < 1_000_000; i++) {
            Ipv4 source = sources[random.nextInt(sources.length)];
            int port = random.nextInt(0x10000);
            Ipv4 home = random.nextBoolean() ? HOME : OTHER_HOME;
            boolean ours = source.equals(nat) && port == (home.equals(HOME) ? 41_023 : 41_024);
            assertThat(agent.admit(keepalive(source, port, home)).isEmpty()).isEqualTo(ours);
        }
        assertThat(agent.port(HOME, nat)).hasValue(41_023);
        assertThat(agent.port(OTHER_HOME, nat)).hasValue(41_024);
    }

    @Test
    void aHalfBoundTunnelGoesOnWithItsPortUntilItIsToldAnother() {
        Ipv4 nat = Ipv4.parse("203.0.113.77");
        List<TunnelPath> halfBound = List.of(TunnelPath.to(nat).within(UdpEnd.halfBound()));
        agent.forward(HOME, AGENT, halfBound);
        assertThat(agent.port(HOME, nat)).isEmpty();
        assertThat(agent.admit(keepalive(nat, 41_023, HOME))).isEmpty();
        agent.forward(HOME, AGENT, halfBound);
        assertThat(agent.port(HOME, nat)).hasValue(41_023);
        assertThat(agent.admit(keepalive(nat, 50_000, HOME))).isEmpty();
        assertThat(agent.port(HOME, nat)).hasValue(50_000);
        assertThat(agent.admit(keepalive(nat, 41_023, HOME))).contains(DropReason.OUTER_PORT_NOT_BOUND);
    }

    @Test
    void whatIsOnItsWayFromTheOldPortOfANatIsStillLetOutForAWhile() {
        Ipv4 nat = Ipv4.parse("203.0.113.77");
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(nat).within(UdpEnd.at(41_023))));
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(nat).within(UdpEnd.at(50_000))));
        assertThat(agent.admit(keepalive(nat, 50_000, HOME))).isEmpty();
        assertThat(agent.admit(keepalive(nat, 41_023, HOME))).isEmpty();
        ticker.advance(FlowTable.FORMER_FOR);
        assertThat(agent.admit(keepalive(nat, 41_023, HOME))).contains(DropReason.OUTER_PORT_NOT_BOUND);
    }

    /** A datagram of {@code home} to the home agent, without a payload: RFC 3519 §4.2 octet by octet. */
    private PacketBuffer keepalive(Ipv4 source, int port, Ipv4 home) {
        return withinUdp(source, port, AGENT, 434, home, AGENT);
    }

    private PacketBuffer withinUdp(Ipv4 source, int port, Ipv4 to, int toPort, Ipv4 innerSource, Ipv4 innerTo) {
        Datagrams.datagram(packet, innerSource, innerTo);
        packet.writeHeaderBefore(12, 0x45000034, 0x00010000, 64, 17, source.bits(), to.bits());
        packet.window(packet.start() - 32, 52);
        packet.put32(20, port << 16 | toPort);
        packet.put32(24, 32 << 16);
        packet.put32(28, 0x04040000);
        return packet;
    }

    @Test
    void randomOctetsAreDroppedForAReasonAndNeverReadBeyondTheirEnd() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        node.tunnel(CAFE, AGENT, HOME, List.of(CAFE), TunnelTerms.PLAIN);
        Random random = new Random(11);
        for (int i = 0; i < 200_000; i++) {
            byte[] octets = new byte[random.nextInt(80)];
            random.nextBytes(octets);
            if (octets.length > 9 && random.nextBoolean()) {
                octets[0] = (byte) (0x40 | random.nextInt(16));
                octets[9] = 4;
            }
            for (TunnelEnd end : List.of(agent, node)) {
                PacketBuffer exactly = new PacketBuffer(ByteBuffer.wrap(octets));
                exactly.window(0, octets.length);
                assertThat(end.admit(exactly)).isPresent();
                exactly.window(0, octets.length);
                assertThat(end.route(exactly)).isPresent();
            }
        }
    }

    private Ipv4 agentSendsTo() {
        assertThat(agent.route(Datagrams.datagram(packet, CORRESPONDENT, HOME))).isEmpty();
        return packet.flow().path(0).exit().address();
    }

    private Optional<DropReason> agentAdmits(Ipv4 outerSource) {
        return agent.admit(Datagrams.tunnelled(packet, outerSource, AGENT, HOME, CORRESPONDENT));
    }

    private Ipv4 nodeSendsFrom() {
        assertThat(node.route(Datagrams.datagram(packet, HOME, CORRESPONDENT))).isEmpty();
        return new Ipv4(packet.flow().source());
    }

    private Optional<DropReason> nodeAdmits(Ipv4 outerDestination) {
        return node.admit(Datagrams.tunnelled(packet, AGENT, outerDestination, CORRESPONDENT, HOME));
    }
}
