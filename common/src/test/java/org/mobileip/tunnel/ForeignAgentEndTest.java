package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.testing.ManualTicker;

/** Whom a foreign agent lets out of a tunnel, and whom it tunnels back (RFC 5944 §4.2.2, RFC 3024 §5). */
class ForeignAgentEndTest {

    private static final Ipv4 INN = Ipv4.parse("192.0.2.1");
    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 OTHER_AGENT = Ipv4.parse("10.20.0.1");
    private static final Ipv4 VISITOR = Ipv4.parse("10.10.0.57");
    private static final Ipv4 OTHER = Ipv4.parse("10.20.0.58");
    private static final Ipv4 CORRESPONDENT = Ipv4.parse("172.16.0.9");

    private final PacketBuffer packet = Datagrams.buffer();
    private final ForeignAgentEnd inn = new ForeignAgentEnd(new ManualTicker(), 1);

    /** Against every pair that was agreed on, and no other: each visitor from its own home agent. */
    @Test
    void outOfAMillionForgedPairsOnlyWhatAHomeAgentSendsToItsOwnVisitorIsLetOut() {
        Ipv4[] addresses = {INN, AGENT, OTHER_AGENT, VISITOR, OTHER, CORRESPONDENT, Ipv4.parse("10.10.0.99")};
        direct(VISITOR, AGENT);
        direct(OTHER, OTHER_AGENT);
        Random random = new Random(11);
        for (int i = 0; i < 1_000_000; i++) {
            Ipv4 outerSource = addresses[random.nextInt(addresses.length)];
            Ipv4 outerDestination = addresses[random.nextInt(addresses.length)];
            Ipv4 destination = addresses[random.nextInt(addresses.length)];
            boolean ours = outerDestination.equals(INN)
                    && ((outerSource.equals(AGENT) && destination.equals(VISITOR))
                            || (outerSource.equals(OTHER_AGENT) && destination.equals(OTHER)));
            Datagrams.tunnelled(packet, outerSource, outerDestination, CORRESPONDENT, destination);
            assertThat(inn.admit(packet).isEmpty()).isEqualTo(ours);
        }
    }

    @Test
    void letsNothingOutForWhomItDoesNotServeOrServesNoMore() {
        assertThat(fromHome(VISITOR)).contains(DropReason.OUTER_DESTINATION_NOT_OURS);
        direct(VISITOR, AGENT);
        assertThat(fromHome(VISITOR)).isEmpty();
        assertThat(fromHome(OTHER)).contains(DropReason.DESTINATION_NOT_HOME);
        inn.stop(VISITOR);
        inn.stop(VISITOR);
        assertThat(fromHome(VISITOR)).contains(DropReason.OUTER_DESTINATION_NOT_OURS);
        assertThat(inn.localEnds()).isEmpty();
    }

    @Test
    void tunnelsBackOnlyForVisitorsThatAgreedOnIt() {
        assertThat(inn.route(Datagrams.datagram(packet, VISITOR, CORRESPONDENT)))
                .contains(DropReason.SOURCE_NOT_HOME);
        inn.serve(VISITOR, INN, AGENT, Encapsulation.IPIP, false, Optional.empty());
        assertThat(inn.route(Datagrams.datagram(packet, VISITOR, CORRESPONDENT)))
                .contains(DropReason.SOURCE_NOT_HOME);
        direct(VISITOR, AGENT);
        assertThat(inn.route(Datagrams.datagram(packet, VISITOR, CORRESPONDENT)))
                .isEmpty();
        assertThat(packet.flow().path(0).exit().address()).isEqualTo(AGENT);
        assertThat(new Ipv4(packet.flow().source())).isEqualTo(INN);
    }

    /** RFC 3024 §5.2.1: after verifying that it was sent by the mobile node. */
    @Test
    void letsOutWhatAVisitorEncapsulatesAsItselfAndNobodyElse() {
        direct(VISITOR, AGENT);
        assertThat(encapsulatedBy(VISITOR, VISITOR)).contains(DropReason.OUTER_SOURCE_NOT_HOME_AGENT);
        inn.serve(VISITOR, INN, AGENT, Encapsulation.IPIP, true, Optional.of(INN));
        assertThat(encapsulatedBy(VISITOR, VISITOR)).isEmpty();
        assertThat(encapsulatedBy(VISITOR, OTHER)).contains(DropReason.SOURCE_NOT_HOME);
        assertThat(encapsulatedBy(OTHER, OTHER)).contains(DropReason.OUTER_SOURCE_NOT_HOME_AGENT);
        direct(VISITOR, AGENT);
        assertThat(encapsulatedBy(VISITOR, VISITOR)).contains(DropReason.OUTER_SOURCE_NOT_HOME_AGENT);
        assertThat(inn.localEnds()).containsExactly(INN);
        inn.stop(VISITOR);
        assertThat(inn.localEnds()).isEmpty();
    }

    @Test
    void countsOnWhereAVisitorRenews() {
        direct(VISITOR, AGENT);
        inn.counters(VISITOR).orElseThrow().decapsulated(20);
        direct(VISITOR, AGENT);
        assertThat(inn.counters(VISITOR).orElseThrow().decapsulatedOctets()).isEqualTo(20);
        assertThat(inn.counters(OTHER)).isEmpty();
    }

    private void direct(Ipv4 home, Ipv4 homeAgent) {
        inn.serve(home, INN, homeAgent, Encapsulation.IPIP, true, Optional.empty());
    }

    private Optional<DropReason> fromHome(Ipv4 destination) {
        return inn.admit(Datagrams.tunnelled(packet, AGENT, INN, CORRESPONDENT, destination));
    }

    private Optional<DropReason> encapsulatedBy(Ipv4 outerSource, Ipv4 innerSource) {
        return inn.admit(Datagrams.tunnelled(packet, outerSource, INN, innerSource, CORRESPONDENT));
    }
}
