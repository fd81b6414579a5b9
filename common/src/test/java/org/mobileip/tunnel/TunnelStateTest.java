package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.testing.ManualTicker;

/** Soft state: what errors and links say of a tunnel, and for how long it is believed (RFC 2003 §5, RFC 1191 §6.3). */
class TunnelStateTest {

    private static final int DF = 0x4000;
    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final Ipv4 CORRESPONDENT = Ipv4.parse("172.16.0.9");

    private final ManualTicker ticker = new ManualTicker();
    private final HomeAgentEnd agent = new HomeAgentEnd(ticker, 7);
    private final PureDataplane dataplane = new PureDataplane(agent);

    @BeforeEach
    void register() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
    }

    @Test
    void aTunnelThatIsTooNarrowIsRememberedForTenMinutes() {
        hearTooBig(1000);
        assertThat(state().mtu()).isEqualTo(980);
        assertThat(into(1000, DF)).hasSize(2).contains("exceeds_path_mtu");
        assertThat(mtuIn(into(1000, DF).get(0))).isEqualTo(980);
        assertThat(into(980, DF)).hasSize(1);
        assertThat(into(1000, 0)).hasSize(2).allMatch(result -> !PacketTable.isWord(result));
        ticker.advance(TunnelExit.FORGOTTEN_AFTER.minusNanos(1));
        assertThat(into(1000, DF)).contains("exceeds_path_mtu");
        ticker.advance(Duration.ofNanos(1));
        assertThat(into(1000, DF)).hasSize(1);
        assertThat(state().mtu()).isEqualTo(65_535 - 20);
    }

    @Test
    void renewalsKeepWhatIsKnownAndAnotherCareOfAddressKnowsNothing() {
        hearTooBig(1000);
        register();
        assertThat(state().mtu()).isEqualTo(980);
        Ipv4 train = Ipv4.parse("198.51.100.45");
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(train)));
        assertThat(agent.state(HOME, CAFE)).isEmpty();
        assertThat(agent.state(HOME, train).orElseThrow().mtu()).isEqualTo(65_515);
    }

    @Test
    void noErrorMakesATunnelNarrowerThanEveryHostMustReceive() {
        hearTooBig(68);
        assertThat(state().mtu()).isEqualTo(556);
    }

    @Test
    void anErrorNeverMakesATunnelWider() {
        hearTooBig(1000);
        hearTooBig(1400);
        assertThat(state().mtu()).isEqualTo(980);
    }

    @Test
    void ofAMillionForgedErrorsNoneIsBelieved() {
        Random random = new Random(23);
        Octets sent = Octets.ofHex(into(1400, DF).get(0));
        for (int i = 0; i < 1_000_000; i++) {
            byte[] quote = sent.slice(0, 28).toArray();
            quote[4] = (byte) random.nextInt();
            quote[5] = (byte) random.nextInt();
            quote[24] = (byte) random.nextInt();
            quote[25] = (byte) random.nextInt();
            if (!Octets.of(quote).equals(sent.slice(0, 28))) {
                assertThat(dataplane.error(Datagrams.error(3, 4, 600, AGENT, Octets.of(quote))))
                        .isEmpty();
            }
        }
        assertThat(state().mtu()).isEqualTo(65_515);
        assertThat(state().reachable()).isTrue();
    }

    @Test
    void whoSendsToAnExitOutOfReachIsToldAndItIsSentAllTheSame() {
        Octets sent = Octets.ofHex(into(100, 0).get(0));
        assertThat(dataplane.error(Datagrams.error(3, 1, 0, AGENT, sent))).hasSize(1);
        assertThat(state().reachable()).isFalse();

        List<String> results = into(100, 0);
        assertThat(results).hasSize(2);
        assertThat(results.get(0)).startsWith("! ");
        assertThat(icmp(results.get(0)).slice(20, 22)).isEqualTo(Octets.ofHex("0301"));
        assertThat(Octets.ofHex(results.get(1)).ipv4(16)).isEqualTo(CAFE);

        ticker.advance(TunnelExit.UNREACHABLE_FOR);
        assertThat(into(100, 0)).hasSize(1);
        assertThat(state().reachable()).isTrue();
    }

    @Test
    void aPacketFromTheExitProvesThatItIsInReach() {
        Octets sent = Octets.ofHex(into(100, 0).get(0));
        dataplane.error(Datagrams.error(3, 1, 0, AGENT, sent));
        Octets inner = Datagrams.udp(1, 0, HOME, CORRESPONDENT, 100);
        dataplane.outOf(Datagrams.ipv4(1, 0, 4, CAFE, AGENT, inner));
        assertThat(state().reachable()).isTrue();
        assertThat(state().hops()).isEqualTo(OptionalInt.of(4)); // 64 - 60
        assertThat(into(100, 0)).hasSize(1);
    }

    @Test
    void aTimeToLiveThatEndedOnTheWayIsHigherFromThenOn() {
        Octets sent = Octets.ofHex(into(100, 0).get(0));
        assertThat(sent.u8(8)).isEqualTo(64);
        dataplane.error(Datagrams.error(11, 0, 0, AGENT, sent));
        assertThat(Octets.ofHex(into(100, 0).get(1)).u8(8)).isEqualTo(255);
    }

    @Test
    void theLinkIsAskedWhatItTakesAndAskedAgainLater() {
        dataplane.linkMtu = 1400;
        assertThat(mtuIn(into(1381, DF).get(0))).isEqualTo(1380);
        assertThat(state().mtu()).isEqualTo(1380);
        dataplane.linkMtu = 1500; // the route leads by another link now
        assertThat(into(1381, DF)).contains("exceeds_path_mtu");
        ticker.advance(TunnelExit.LINK_ASKED_AGAIN_AFTER);
        assertThat(into(1381, DF)).hasSize(1);
        assertThat(mtuIn(into(1481, DF).get(0))).isEqualTo(1480);
    }

    @Test
    void errorsToSendersAreLimited() {
        dataplane.linkMtu = 1400;
        long told = 0;
        for (int i = 0; i < 10_000; i++) {
            told += into(1500, DF).size() - 1;
        }
        assertThat(told).isEqualTo(100);
        ticker.advance(Duration.ofMillis(10));
        told = 0;
        for (int i = 0; i < 100; i++) {
            told += into(1500, DF).size() - 1;
        }
        assertThat(told).isEqualTo(10);
    }

    @Test
    void relayedErrorsAreLimitedAndTheStateIsKeptAllTheSame() {
        Octets sent = Octets.ofHex(into(1400, DF).get(0));
        long relayed = 0;
        for (int i = 0; i < 1000; i++) {
            relayed += dataplane.error(Datagrams.error(3, 4, 1000, AGENT, sent)).size();
        }
        assertThat(relayed).isEqualTo(50);
        assertThat(state().mtu()).isEqualTo(980);
    }

    @Test
    void aLinkTooNarrowForAnyFragmentIsSaid() {
        dataplane.linkMtu = 40;
        assertThat(into(100, 0)).containsExactly("too_big");
    }

    @Test
    void segmentsAreMadeToFitTheNarrowestTunnelWhereThatIsAskedFor() {
        PureDataplane clamping = new PureDataplane(agent, new SegmentLimit(true, 1480));
        String syn = "4500003c000140003f06855fac1000090a0a00399c4000500000000100000000a0022000d5110000"
                + "020405b40402080a000000010000000001030307";
        assertThat(clamping.into(Octets.ofHex(syn)).get(0)).contains("020405a0"); // 1440
        hearTooBig(1000);
        assertThat(clamping.into(Octets.ofHex(syn)).get(0)).contains("020403ac"); // 940
        assertThat(dataplane.into(Octets.ofHex(syn)).get(0)).contains("020405b4");
    }

    /** Both pieces fit, neither has DF, and both have one Identification that is not 0, as that of the whole was. */
    @Test
    void whatMayNotBeCutIsCutWhereThatIsNotHeeded() {
        PureDataplane cutting = new PureDataplane(agent, new SegmentLimit(false, 1500, true));
        hearTooBig(1000);
        Octets whole = Datagrams.udp(0, DF, CORRESPONDENT, HOME, 1400);
        List<Octets> pieces = cutting.into(whole).stream().map(Octets::ofHex).toList();
        assertThat(pieces).hasSize(2).allMatch(outer -> outer.size() <= 1000);
        Octets first = pieces.get(0).slice(20);
        Octets second = pieces.get(1).slice(20);
        assertThat(pieces).allMatch(outer -> (outer.u16(6) & DF) == 0);
        assertThat(first.u16(6)).as("MF, at 0").isEqualTo(0x2000);
        assertThat(second.u16(6)).as("the last one").isEqualTo((first.size() - 20) / 8);
        assertThat(first.u16(4)).isNotZero().isEqualTo(second.u16(4));
        assertThat(first.slice(20).plus(second.slice(20))).isEqualTo(whole.slice(20));
        assertThat(List.of(first, second)).allMatch(each -> sum(each) == 0xffff);
        assertThat(cutting.into(Datagrams.udp(7, DF, CORRESPONDENT, HOME, 980)))
                .as("what fits stays as it is")
                .singleElement()
                .satisfies(outer -> assertThat(Octets.ofHex(outer).u16(26)).isEqualTo(DF));
        assertThat(into(1400, DF)).as("elsewhere").contains("exceeds_path_mtu");
    }

    /** Of the header, in ones' complement: right if it is all ones. */
    private static int sum(Octets datagram) {
        int sum = 0;
        for (int at = 0; at < 20; at += 2) {
            sum += datagram.u16(at);
        }
        return (sum & 0xffff) + (sum >>> 16);
    }

    @Test
    void aReportOnOneEncapsulationIsForAllBehindTheSameCareOfAddress() {
        Ipv4 neighbour = Ipv4.parse("10.10.0.58");
        agent.forward(neighbour, AGENT, List.of(new TunnelPath(CAFE, Encapsulation.GRE, true, false)));
        hearTooBig(1000);
        assertThat(agent.state(neighbour, CAFE).orElseThrow().mtu()).isEqualTo(976);
    }

    private PathState state() {
        return agent.state(HOME, CAFE).orElseThrow();
    }

    private List<String> into(int size, int flags) {
        return dataplane.into(Datagrams.udp(0x1234, flags, CORRESPONDENT, HOME, size));
    }

    private void hearTooBig(int mtu) {
        PureDataplane other = new PureDataplane(agent);
        Octets sent = Octets.ofHex(
                other.into(Datagrams.udp(0x4321, DF, CORRESPONDENT, HOME, 980)).get(0));
        if (sent.size() > mtu) {
            other.error(Datagrams.error(3, 4, mtu, AGENT, sent));
            return;
        }
        byte[] longer = sent.toArray();
        longer[2] = 0x05; // 1280 and more: as if a longer packet had been sent
        other.error(Datagrams.error(3, 4, mtu, AGENT, Octets.of(longer)));
    }

    private static Octets icmp(String answer) {
        return Octets.ofHex(answer.substring(2));
    }

    private static int mtuIn(String answer) {
        return icmp(answer).u16(26);
    }
}
