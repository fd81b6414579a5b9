package org.mobileip.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.net.UdpEnd;
import org.mobileip.testing.ManualTicker;

/** A path on which long packets vanish without a word, behind a link that takes 1500 octets, and machines that answer pings. */
class BlackHoleTest implements TunnelIngress.Outlet {

    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4 CAFE = Ipv4.parse("192.0.2.44");
    private static final Ipv4 HOST = Ipv4.parse("172.16.0.9");
    private static final int DF = 0x4000;

    private final ManualTicker ticker = new ManualTicker();
    private final ByteBuffer memory = ByteBuffer.allocate(70_000);
    private final PacketBuffer packet = new PacketBuffer(memory);
    private final ByteBuffer errorMemory = ByteBuffer.allocate(PacketBuffer.HEADROOM + IcmpError.LONGEST);
    private final HomeAgentEnd agent = new HomeAgentEnd(ticker, 1);
    private final MobileNodeEnd node = new MobileNodeEnd(ticker, 1);
    private final TunnelIngress ofAgent = ingress(agent);
    private final TunnelIngress ofNode = ingress(node);
    private final List<Integer> arrived = new ArrayList<>();
    private final List<Integer> toldMtus = new ArrayList<>();
    private final List<Octets> answers = new ArrayList<>();
    private IntPredicate passes = length -> true;
    private boolean answersPings = true;
    private boolean refusesProbes;
    private int probes;
    private int longest;
    private int identification;

    private TunnelIngress ingress(TunnelEnd end) {
        end.probePaths();
        return new TunnelIngress(end, this, new PacketBuffer(errorMemory), SegmentLimit.NONE);
    }

    @BeforeEach
    void isAway() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE)));
        node.tunnel(CAFE, AGENT, HOME, List.of(CAFE), TunnelTerms.PLAIN);
    }

    @Override
    public Optional<DropReason> send(PacketBuffer outer, Ipv4 exit) {
        Octets octets = Octets.of(memory.slice(outer.start(), outer.length()));
        longest = Math.max(longest, octets.size());
        boolean isProbe =
                octets.u8(29) == 1 && octets.u8(40) == 8; // ICMP echo request, within 20 octets of outer header
        probes += isProbe ? 1 : 0;
        if (isProbe && refusesProbes && octets.size() > 1450) {
            return DropReason.EXCEEDS_PATH_MTU.verdict();
        }
        if (passes.test(octets.size())) {
            if (isProbe && answersPings) {
                answers.add(answer(octets));
            } else if (!isProbe) {
                arrived.add(octets.size());
            }
        }
        return Optional.empty();
    }

    /** The echo reply as another machine's kernel makes it, in the tunnel back. */
    private static Octets answer(Octets request) {
        ByteBuffer message = ByteBuffer.wrap(request.slice(40).toArray());
        message.put(0, (byte) 0).putShort(2, (short) 0);
        long sum = 0;
        for (int at = 0; at < message.capacity(); at += 2) {
            sum += at + 1 < message.capacity() ? message.getShort(at) & 0xffff : (message.get(at) & 0xff) << 8;
        }
        message.putShort(2, (short) ~(sum % 0xffff));
        Octets inner = Datagrams.ipv4(7, 0, 1, address(request, 36), address(request, 32), Octets.of(message));
        return Datagrams.ipv4(8, 0, 4, address(request, 16), address(request, 12), inner);
    }

    private static Ipv4 address(Octets packet, int at) {
        return new Ipv4(packet.u16(at) << 16 | packet.u16(at + 2));
    }

    @Override
    public int linkMtu(Ipv4 exit) {
        return 1500;
    }

    @Override
    public void answer(PacketBuffer error, Ipv4 to) {
        toldMtus.add(errorMemory.getShort(error.start() + 26) & 0xffff);
    }

    /** Sends DF datagrams of {@code octets} for so long, one each 100 ms; answers take 10 ms. */
    private void sends(TunnelIngress ingress, int octets, Duration time) {
        boolean fromAgent = ingress == ofAgent;
        for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plusMillis(100)) {
            Octets datagram = Datagrams.udp(
                    ++identification & 0xffff, DF, fromAgent ? HOST : HOME, fromAgent ? HOME : HOST, octets);
            memory.put(100, datagram.toArray());
            packet.window(100, octets);
            ingress.enter(packet, TunnelIngress.Hop.COUNTED);
            ticker.advance(Duration.ofMillis(10));
            answers.forEach(answer -> comes(fromAgent ? agent : node, answer));
            answers.clear();
            ticker.advance(Duration.ofMillis(90));
        }
    }

    private static void comes(TunnelEnd end, Octets octets) {
        PacketBuffer back = new PacketBuffer(ByteBuffer.wrap(octets.toArray()));
        back.window(0, octets.size());
        assertThat(end.admit(back)).isEmpty();
    }

    private PathState stateOfAgent() {
        return agent.state(HOME, CAFE).orElseThrow();
    }

    @Test
    void noProbeIsLongerThanTheLinkTakesWithinUdpEither() {
        agent.forward(HOME, AGENT, List.of(TunnelPath.to(CAFE).within(UdpEnd.at(41_023))));
        sends(ofAgent, 1468, Duration.ofSeconds(1));
        assertThat(longest)
                .as("20 octets of IP and 12 of UDP before each datagram")
                .isEqualTo(1500);
        node.tunnel(
                CAFE,
                AGENT,
                HOME,
                List.of(CAFE),
                TunnelTerms.PLAIN.within(
                        new TunnelTerms.Udp(OptionalInt.of(40_057), TunnelTerms.Udp.Agreement.WITHIN, Set.of())));
        sends(ofNode, 1468, Duration.ofSeconds(1));
        assertThat(longest).isEqualTo(1500);
    }

    @Test
    void aTunnelThatWorksIsProbedWithTwoPacketsInTenMinutesAndOneWithoutLongPacketsNever() {
        sends(ofAgent, 556, Duration.ofSeconds(5)); // 576 octets with the outer header
        assertThat(probes).isZero();
        sends(ofAgent, 1480, Duration.ofMinutes(9));
        assertThat(probes).isEqualTo(2);
        assertThat(stateOfAgent().isBlackHole()).isFalse();
        assertThat(stateOfAgent().mtu()).isEqualTo(1480);
        sends(ofAgent, 1480, Duration.ofMinutes(2));
        assertThat(probes).isEqualTo(4);
        assertThat(agent.blackHole()).isEmpty();
    }

    @Test
    void aPathThatIsJustTakenIsNotProbedAmongThePacketsThatWaitForIt() {
        sends(ofAgent, 1480, Duration.ofMillis(200));
        assertThat(probes).isZero();
        sends(ofAgent, 1480, Duration.ofMillis(100));
        assertThat(probes).isEqualTo(2);
    }

    @Test
    void longPacketsThatVanishAreNoticedWithinSecondsAndTheirSendersTold() {
        passes = length -> length <= 1400;
        sends(ofAgent, 1480, Duration.ofSeconds(4));
        assertThat(stateOfAgent())
                .extracting(PathState::isBlackHole, PathState::mtu)
                .containsExactly(true, 1380);
        assertThat(toldMtus).containsOnly(1380);
        assertThat(agent.blackHole()).contains(new BlackHole(CAFE, 1400, 1));
        arrived.clear();
        sends(ofAgent, 1380, Duration.ofSeconds(1));
        assertThat(arrived).hasSize(10).containsOnly(1400);
    }

    @Test
    void theMobileNodeNoticesItToo() {
        passes = length -> length <= 1300;
        sends(ofNode, 1480, Duration.ofSeconds(4));
        // 1280 is the longest length below 1300 that is asked for.
        assertThat(node.state().orElseThrow())
                .extracting(PathState::isBlackHole, PathState::mtu)
                .containsExactly(true, 1260);
        assertThat(toldMtus).containsOnly(1260);
    }

    @Test
    void whereNobodyAnswersPingsNothingIsConcluded() {
        answersPings = false;
        sends(ofAgent, 1480, Duration.ofMinutes(1));
        assertThat(stateOfAgent())
                .extracting(PathState::isBlackHole, PathState::mtu)
                .containsExactly(false, 1480);
        assertThat(probes).isBetween(4, 6);
    }

    @Test
    void whatThisMachineDoesNotSendItselfSaysNothingOfTheWay() {
        refusesProbes = true;
        sends(ofAgent, 1400, Duration.ofMinutes(2));
        assertThat(stateOfAgent().isBlackHole()).isFalse();
        assertThat(toldMtus).isEmpty();
        assertThat(probes).isLessThanOrEqualTo(5);
    }

    @Test
    void twoLostProbesAreNoBlackHole() {
        passes = length -> length <= 1400;
        sends(ofAgent, 1480, Duration.ofSeconds(2));
        passes = length -> true;
        sends(ofAgent, 1480, Duration.ofSeconds(5));
        assertThat(stateOfAgent().isBlackHole()).isFalse();
        assertThat(toldMtus).isEmpty();
    }

    @Test
    void aPathThatWorksAgainIsAsWideAsBeforeWithinTenMinutesAndNotByGuessing() {
        passes = length -> length <= 1400;
        sends(ofAgent, 1480, Duration.ofSeconds(4));
        arrived.clear();
        sends(ofAgent, 1480, Duration.ofMinutes(12));
        assertThat(arrived).as("long packets while it is a black hole").isEmpty();
        assertThat(stateOfAgent().isBlackHole()).isTrue();
        passes = length -> true;
        sends(ofAgent, 1480, Duration.ofMinutes(11));
        assertThat(stateOfAgent())
                .extracting(PathState::isBlackHole, PathState::mtu)
                .containsExactly(false, 1480);
        assertThat(arrived).isNotEmpty().containsOnly(1500);
    }

    /** Who cannot see the probes cannot answer them: neither the sequence number alone nor an old cookie is enough. */
    @Test
    void aForgedAnswerIsNone() {
        List<Octets> forged = new ArrayList<>();
        passes = length -> length <= 1400;
        for (int sequence = 0; sequence < 1000; sequence++) {
            Octets message = Octets.ofHex(String.format("0000%04x4d50%04x%016x", 0, sequence, 0));
            forged.add(Datagrams.ipv4(8, 0, 4, CAFE, AGENT, Datagrams.ipv4(7, 0, 1, HOME, AGENT, message)));
        }
        for (int i = 0; i < 40; i++) {
            sends(ofAgent, 1480, Duration.ofMillis(100));
            forged.forEach(answer -> comes(agent, answer));
        }
        assertThat(stateOfAgent())
                .extracting(PathState::isBlackHole, PathState::mtu)
                .containsExactly(true, 1380);
    }
}
