package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.TunnelPath;
import org.mobileip.testing.ManualTicker;

/** Tunnels that nothing has gone through yet are kept as octets; nobody who sends or asks can tell. */
class SilentFlowsTest {

    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 OTHER_HOME = Ipv4.parse("10.10.0.58");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final Ipv4 TRAIN = Ipv4.parse("198.51.100.45");
    private static final Ipv4 CORRESPONDENT = Ipv4.parse("172.16.0.9");

    private final ManualTicker ticker = new ManualTicker();
    private final PacketBuffer packet = Datagrams.buffer();
    private final HomeAgentEnd agent = new HomeAgentEnd(ticker, 1);
    private final Exits exits = new Exits(1);
    private final FlowsByHome flows = new FlowsByHome(exits, new References<>());

    private boolean isSent(Ipv4 home) {
        return agent.route(Datagrams.datagram(packet, CORRESPONDENT, home)).isEmpty();
    }

    private boolean isLetOut(Ipv4 careOf, Ipv4 home) {
        return agent.admit(Datagrams.tunnelled(packet, careOf, AGENT, home, CORRESPONDENT))
                .isEmpty();
    }

    /** RFC 2003 §5 has soft state begin with what every link takes: 65535 octets of which the outer header takes 20. */
    @Test
    void asksNoMoreOfThePathThanWhatIsSoOfAnyThatWasNotUsed() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        PathState unused = new PathState(Encapsulation.IPIP, 65_515, true, OptionalInt.empty(), false);
        assertThat(agent.state(HOME, CAFE)).contains(unused);
        assertThat(agent.state(HOME, TRAIN)).isEmpty();
        assertThat(agent.counters(HOME).orElseThrow().encapsulatedPackets()).isZero();
        assertThat(isSent(HOME)).isTrue();
        assertThat(agent.state(HOME, CAFE)).contains(unused);
        assertThat(agent.state(HOME, TRAIN)).isEmpty();
    }

    @Test
    void theFirstPacketFindsTheTunnelAsItWasMadeAndSoDoesTheNext() {
        TunnelPath throughAgent = new TunnelPath(CAFE, Encapsulation.MINIMAL, false, false);
        agent.forward(HOME, AGENT, List.of(throughAgent));
        for (int i = 0; i < 2; i++) {
            assertThat(isSent(HOME)).isTrue();
            FlowPath path = packet.flow().path(0);
            assertThat(path.address()).isEqualTo(CAFE);
            assertThat(path.wrapper()).isEqualTo(MinimalForwarding.WRAPPER);
            assertThat(path.endsAtNode()).isFalse();
            assertThat(packet.flow().source()).isEqualTo(AGENT.bits());
        }
        assertThat(agent.size()).isEqualTo(1);
    }

    /** Nothing has gone through it, and still what is on its way from the café is let out for two seconds. */
    @Test
    void oneThatMovesIsOpenAtBothEndsForAWhileAndSilentAgainAfterwards() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(TRAIN)));
        ticker.advance(FlowTable.FORMER_FOR);
        agent.forward(OTHER_HOME, AGENT, List.of(TunnelPath.to(Ipv4.parse("203.0.113.46"))));
        assertThat(agent.expects(CAFE.bits(), AGENT.bits())).contains(DropReason.OUTER_SOURCE_NOT_CARE_OF);
        assertThat(agent.expects(TRAIN.bits(), AGENT.bits())).isEmpty();
        assertThat(agent.size()).isEqualTo(2);
        assertThat(isLetOut(TRAIN, HOME)).isTrue();
        agent.stop(HOME);
        agent.stop(OTHER_HOME);
        assertThat(agent.expects(TRAIN.bits(), AGENT.bits())).contains(DropReason.OUTER_DESTINATION_NOT_OURS);
        assertThat(agent.localEnds()).isEmpty();
        assertThat(agent.size()).isZero();
    }

    @Test
    void oneThatWasUsedKeepsWhatWasCounted() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        assertThat(isSent(HOME)).isTrue();
        packet.flow().counters().encapsulated(100);
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(TRAIN)));
        ticker.advance(FlowTable.FORMER_FOR);
        agent.forward(OTHER_HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        assertThat(agent.counters(HOME).orElseThrow().encapsulatedOctets()).isEqualTo(100);
    }

    @Test
    void twoAtOneCareOfAddressShareTheWayThere() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        agent.forward(OTHER_HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        assertThat(isSent(HOME)).isTrue();
        TunnelExit exit = packet.flow().path(0).exit();
        assertThat(exit.narrow(1000, ticker.now())).isTrue();
        assertThat(agent.state(OTHER_HOME, CAFE).orElseThrow().mtu()).isEqualTo(980);
        agent.stop(HOME);
        assertThat(agent.expects(CAFE.bits(), AGENT.bits())).isEmpty();
        assertThat(isSent(OTHER_HOME)).isTrue();
        assertThat(packet.flow().path(0).exit()).isSameAs(exit);
        agent.stop(OTHER_HOME);
        assertThat(agent.exit(AGENT.bits(), CAFE.bits())).isNull();
    }

    @Test
    void oneWithANetworkBehindItOrASecondPathIsNoneOfThem() {
        Ipv4Prefix behind = Ipv4Prefix.parse("10.20.0.0/24");
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)), List.of(behind));
        assertThat(isSent(Ipv4.parse("10.20.0.7"))).isTrue();
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE), TunnelPath.to(TRAIN)));
        assertThat(isSent(HOME)).isTrue();
        assertThat(packet.flow().copies()).isEqualTo(2);
        assertThat(isSent(Ipv4.parse("10.20.0.7"))).isFalse();
    }

    @Test
    void limitsWhatPassesForEachFromItsFirstPacketOn() {
        agent.limitEach(8_000);
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        assertThat(isSent(HOME)).isTrue();
        assertThat(packet.flow().limit()).isNotNull();
    }

    /** Two packet threads look it up while the control thread moves it to and fro between both ways to be kept. */
    @Test
    void isNeverMissedByAnyThreadWhileItWakesAndSleeps() {
        exits.acquire(CAFE.bits());
        flows.putSilent(HOME, AGENT, TunnelPath.to(CAFE));
        AtomicBoolean done = new AtomicBoolean();
        List<CompletableFuture<Long>> readers = List.of(missesUntil(done), missesUntil(done));
        for (int i = 0; i < 3_000_000; i++) {
            flows.sleep(Objects.requireNonNull(flows.of(HOME.bits())));
        }
        done.set(true);
        assertThat(readers.stream().mapToLong(CompletableFuture::join).sum()).isZero();
        assertThat(flows.size()).isEqualTo(1);
    }

    private CompletableFuture<Long> missesUntil(AtomicBoolean done) {
        return CompletableFuture.supplyAsync(() -> {
            long missed = 0;
            while (!done.get()) {
                Flow flow = flows.of(HOME.bits());
                missed += flow != null && flow.path(0).exit().bits() == CAFE.bits() ? 0 : 1;
            }
            return missed;
        });
    }
}
