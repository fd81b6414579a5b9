package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.TunnelPath;
import org.mobileip.testing.ManualTicker;

/** After a restart a tunnel is there as soon as something comes for it, and is never there again once it was said that it is not. */
class ForeseenTest {

    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 OTHER_HOME = Ipv4.parse("10.10.0.58");
    private static final Ipv4 NOBODY = Ipv4.parse("10.10.0.99");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final Ipv4 TRAIN = Ipv4.parse("198.51.100.45");
    private static final Ipv4 CORRESPONDENT = Ipv4.parse("172.16.0.9");

    private final Map<Ipv4, TunnelPath> kept = new HashMap<>(Map.of(HOME, TunnelPath.to(CAFE)));
    private final PacketBuffer packet = Datagrams.buffer();
    private final HomeAgentEnd agent = new HomeAgentEnd(new ManualTicker(), 1);

    private void foresee() {
        agent.foresee(AGENT, Optional.of(home -> Optional.ofNullable(kept.get(home))));
    }

    private Optional<DropReason> send(Ipv4 home) {
        return agent.route(Datagrams.datagram(packet, CORRESPONDENT, home));
    }

    private Optional<DropReason> comes(Ipv4 careOf, Ipv4 home) {
        return agent.admit(Datagrams.tunnelled(packet, careOf, AGENT, home, CORRESPONDENT));
    }

    @Test
    void theFirstDatagramFindsTheTunnelAndWhoeverIsNotForeseenHasNone() {
        foresee();
        assertThat(agent.size()).isZero();
        assertThat(send(HOME)).isEmpty();
        assertThat(packet.flow().path(0).address()).isEqualTo(CAFE);
        assertThat(packet.flow().source()).isEqualTo(AGENT.bits());
        assertThat(send(NOBODY)).contains(DropReason.NO_BINDING);
        assertThat(agent.size()).isEqualTo(1);
    }

    @Test
    void onlyWhatComesFromTheForeseenCareOfAddressIsLetOut() {
        kept.put(OTHER_HOME, TunnelPath.to(TRAIN));
        foresee();
        assertThat(comes(TRAIN, HOME)).contains(DropReason.OUTER_SOURCE_NOT_CARE_OF);
        assertThat(comes(CAFE, NOBODY)).contains(DropReason.OUTER_SOURCE_NOT_CARE_OF);
        assertThat(agent.size()).as("a forgery makes nothing").isZero();
        assertThat(comes(CAFE, HOME)).isEmpty();
        assertThat(comes(CAFE, OTHER_HOME)).contains(DropReason.SOURCE_NOT_HOME);
    }

    @Test
    void whoHasLeftSinceIsNotForeseenAnyMore() {
        foresee();
        agent.stop(HOME);
        assertThat(send(HOME)).contains(DropReason.NO_BINDING);
        assertThat(comes(CAFE, HOME)).contains(DropReason.OUTER_SOURCE_NOT_CARE_OF);
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(TRAIN)));
        assertThat(send(HOME)).isEmpty();
        assertThat(packet.flow().path(0).address()).isEqualTo(TRAIN);
        agent.stop(HOME);
        assertThat(send(HOME)).contains(DropReason.NO_BINDING);
    }

    /** It may have been used already, or not. */
    @Test
    void whatIsSaidComesBeforeWhatIsForeseen() {
        kept.put(OTHER_HOME, TunnelPath.to(CAFE));
        foresee();
        assertThat(send(OTHER_HOME)).isEmpty();
        for (Ipv4 each : List.of(HOME, OTHER_HOME)) {
            agent.forward(each, AGENT, List.of(TunnelPath.to(TRAIN)));
            assertThat(send(each)).isEmpty();
            assertThat(packet.flow().path(0).address()).isEqualTo(TRAIN);
            agent.stop(each);
            assertThat(send(each)).contains(DropReason.NO_BINDING);
        }
    }

    @Test
    void whatNobodyAskedForIsGoneWithTheForesight() {
        kept.put(OTHER_HOME, TunnelPath.to(TRAIN));
        foresee();
        assertThat(agent.localEnds()).containsExactly(AGENT);
        assertThat(send(HOME)).isEmpty();
        agent.foresee(AGENT, Optional.empty());
        assertThat(send(HOME)).isEmpty();
        assertThat(send(OTHER_HOME)).contains(DropReason.NO_BINDING);
        assertThat(agent.expects(TRAIN.bits(), AGENT.bits())).contains(DropReason.OUTER_SOURCE_NOT_CARE_OF);
        assertThat(agent.localEnds()).containsExactly(AGENT);
        agent.stop(HOME);
        assertThat(agent.localEnds()).isEmpty();
        assertThat(agent.expects(CAFE.bits(), AGENT.bits())).contains(DropReason.OUTER_DESTINATION_NOT_OURS);
    }

    @Test
    void aTunnelThatTakesMoreToKeepWaitsUntilItIsMade() {
        kept.put(HOME, new TunnelPath(CAFE, Encapsulation.GRE, true, false));
        foresee();
        assertThat(send(HOME)).contains(DropReason.NO_BINDING);
    }

    /** What a packet thread has just looked up counts no more. */
    @Test
    void whoLeavesWhileADatagramForHimLooksForHisTunnelHasLeft() {
        agent.foresee(AGENT, Optional.of(home -> {
            agent.stop(home);
            return Optional.of(TunnelPath.to(CAFE));
        }));
        assertThat(send(HOME)).contains(DropReason.NO_BINDING);
        assertThat(agent.size()).isZero();
    }

    /** Both threads at it: whoever comes first, nothing is sent where it was said that nothing goes, and nothing is left behind. */
    @Test
    void aPacketThreadAndWhoEndsTheTunnelMayMeet() {
        Ipv4 none = Ipv4.parse("203.0.113.1");
        Map<Ipv4, TunnelPath> many = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            many.put(new Ipv4(HOME.bits() + i), TunnelPath.to(new Ipv4(none.bits() + i % 7)));
        }
        agent.foresee(AGENT, Optional.of(home -> Optional.ofNullable(many.get(home))));
        AtomicBoolean isOver = new AtomicBoolean();
        CompletableFuture<Void> packets = CompletableFuture.runAsync(() -> {
            PacketBuffer theirs = Datagrams.buffer();
            while (!isOver.get()) {
                for (Ipv4 home : many.keySet()) {
                    agent.route(Datagrams.datagram(theirs, CORRESPONDENT, home));
                }
            }
        });
        for (Ipv4 home : many.keySet()) {
            if (home.bits() % 2 == 0) {
                agent.forward(home, AGENT, List.of(TunnelPath.to(TRAIN)));
            }
            agent.stop(home);
            assertThat(send(home)).contains(DropReason.NO_BINDING);
        }
        isOver.set(true);
        packets.join();
        assertThat(agent.size()).isZero();
        agent.foresee(AGENT, Optional.empty());
        assertThat(agent.localEnds()).isEmpty();
        for (TunnelPath each : many.values()) {
            assertThat(agent.exit(AGENT.bits(), each.careOf().bits())).isNull();
        }
    }
}
