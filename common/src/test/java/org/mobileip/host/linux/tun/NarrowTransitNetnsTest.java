package org.mobileip.host.linux.tun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.host.linux.tun.Packets.DONT_FRAGMENT;
import static org.mobileip.host.linux.tun.TransitWorld.AGENT;
import static org.mobileip.host.linux.tun.TransitWorld.CARE_OF;
import static org.mobileip.host.linux.tun.TransitWorld.CORRESPONDENT;
import static org.mobileip.host.linux.tun.TransitWorld.HOME;
import static org.mobileip.host.linux.tun.TunnelWorld.inject;
import static org.mobileip.testing.NetnsSupport.ip;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Octets;
import org.mobileip.testing.NetnsSupport;
import org.mobileip.tunnel.BlackHole;
import org.mobileip.tunnel.PathState;

/** Real routers that say "too big", or cut outer packets into pieces, between the ends of a tunnel. */
@Tag("netns")
@Timeout(120)
class NarrowTransitNetnsTest {

    private static final int NARROW = 1000;

    @BeforeEach
    void need() {
        NetnsSupport.assumeAvailable();
    }

    TransitWorld connected(Encapsulation encapsulation, int mtu) {
        return new TransitWorld(encapsulation, mtu);
    }

    @ParameterizedTest
    @CsvSource({"IPIP, 980", "GRE, 976", "MINIMAL, 988"})
    void transfersCompleteBothWaysAndBothSendersLearnWhatFits(Encapsulation encapsulation, int fits) throws Exception {
        byte[] sent = new byte[1_000_000];
        new Random(3).nextBytes(sent);
        try (TransitWorld world = connected(encapsulation, NARROW);
                Capture home = new Capture(world.correspondent, "eth0")) {
            assertThat(Arrays.equals(Transfer.run(world.correspondent, CORRESPONDENT, world.node, HOME, sent), sent))
                    .as("to the node")
                    .isTrue();
            assertThat(home.datagrams().stream().filter(tooBig()).map(error -> error.u16(26)))
                    .contains(fits)
                    .allMatch(mtu -> mtu == fits || mtu == 1500 - encapsulation.overhead());
            assertThat(home.datagrams().stream().filter(tooBig().and(error -> error.u16(26) == fits)))
                    .allMatch(error -> error.ipv4(12).equals(AGENT));
            ip(world.correspondent, "route flush cache"); // or it would ask for segments that fit
            assertThat(Arrays.equals(Transfer.run(world.node, HOME, world.correspondent, CORRESPONDENT, sent), sent))
                    .as("from the node")
                    .isTrue();
            assertThat(world.agentTunnels.state(HOME, CARE_OF).orElseThrow().mtu())
                    .isEqualTo(fits);
            assertThat(world.nodeTunnels.state(HOME, AGENT).orElseThrow().mtu()).isEqualTo(fits);
            assertThat(world.faults).isEmpty();
        }
    }

    @Test
    void aSenderWithDontFragmentIsToldAndWithoutItIsServedInPieces() {
        try (TransitWorld world = connected(Encapsulation.IPIP, NARROW);
                Capture home = new Capture(world.correspondent, "eth0");
                Capture visited = new Capture(world.node, "eth0")) {
            // Nobody has said yet how narrow the path is: a router cuts the outer packet.
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 1400));
            assertThat(home.await(to(CORRESPONDENT).and(echoReply(1400)))).isPresent();
            assertThat(visited.datagrams().stream().filter(to(CARE_OF)).filter(Packets.tunnelled()))
                    .hasSize(2)
                    .anyMatch(datagram -> (datagram.u16(6) & 0x2000) != 0);

            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, DONT_FRAGMENT, 1400));
            Octets error = home.await(to(CORRESPONDENT).and(tooBig())).orElseThrow();
            assertThat(error.ipv4(12)).isEqualTo(AGENT);
            assertThat(error.u16(26)).isEqualTo(980);
            assertThat(Packets.checksum(error.slice(0, 20))).isZero();
            assertThat(Packets.checksum(error.slice(20))).isZero();
            assertThat(error.slice(28 + 12, 28 + 20)).as("the quoted addresses").isEqualTo(addresses());

            // From now on the home agent cuts the inner datagram, and no router needs to cut anything.
            int before = visited.datagrams().size();
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 1410));
            assertThat(home.await(to(CORRESPONDENT).and(echoReply(1410)))).isPresent();
            List<Octets> outers = visited.datagrams().stream()
                    .skip(before)
                    .filter(to(CARE_OF))
                    .filter(Packets.tunnelled())
                    .toList();
            assertThat(outers).hasSize(2).noneMatch(outer -> (outer.u16(6) & 0x3fff) != 0);
        }
    }

    /** The interface lets in what the home link carries, and the tunnel takes it in two pieces (dont_fragment = "ignore"). */
    @Test
    void whatMayNotBeCutArrivesInPiecesWhereThatIsNotHeeded() {
        try (TransitWorld world = cutting();
                Capture home = new Capture(world.correspondent, "eth0");
                Capture visited = new Capture(world.node, "eth0")) {
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, DONT_FRAGMENT, 1472)); // 1500 in all
            assertThat(home.await(to(CORRESPONDENT).and(echoReply(1472)))).isPresent();
            assertThat(visited.datagrams().stream().filter(to(CARE_OF)).filter(Packets.tunnelled()))
                    .hasSize(2)
                    .noneMatch(outer -> (outer.u16(6) & 0x7fff) != 0);
            assertThat(home.datagrams()).noneMatch(tooBig());
        }
    }

    private TransitWorld cutting() {
        return connected(options -> new TunOptions(
                options.interfaceName(),
                1500,
                options.mark(),
                options.encapsulations(),
                options.udpPorts(),
                false,
                true,
                1,
                options.onFault()));
    }

    TransitWorld connected(UnaryOperator<TunOptions> changed) {
        return new TransitWorld(Encapsulation.IPIP, 1500, options -> TunDataplane.forHomeAgent(changed.apply(options)));
    }

    /** No router says "too big": what is long vanishes. */
    @Test
    void aTransferCompletesThroughABlackHoleAndTheTunnelSaysWhatItIs() throws Exception {
        byte[] sent = new byte[300_000];
        new Random(4).nextBytes(sent);
        try (TransitWorld world = new TransitWorld(Encapsulation.IPIP, 1500)) {
            NetnsSupport.run(world.near, "nft", "add table ip hole");
            NetnsSupport.run(world.near, "nft", "add chain ip hole forward { type filter hook forward priority 0 ; }");
            NetnsSupport.run(world.near, "nft", "add rule ip hole forward ip length > 1300 drop");
            assertThat(Arrays.equals(Transfer.run(world.correspondent, CORRESPONDENT, world.node, HOME, sent), sent))
                    .isTrue();
            assertThat(world.agentTunnels.state(HOME, CARE_OF).orElseThrow())
                    .extracting(PathState::isBlackHole, PathState::mtu)
                    .containsExactly(true, 1260);
            assertThat(world.agentTunnels.blackHole()).contains(new BlackHole(CARE_OF, 1280, 1));
        }
    }

    @Test
    void aTunnelThatBeginsOnALoopbackAddressLivesThroughTheLossOfAnUplink() {
        try (TransitWorld world = new TransitWorld(Encapsulation.IPIP, 1500);
                Capture home = new Capture(world.correspondent, "eth0")) {
            world.addUplink();
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 100));
            assertThat(home.await(to(CORRESPONDENT).and(echoReply(100)))).isPresent();
            world.loseFirstUplink();
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 101));
            assertThat(home.await(to(CORRESPONDENT).and(echoReply(101)))).isPresent();
        }
    }

    @Test
    void aForgedTooBigChangesNothingForTheKernelEither() {
        try (TransitWorld world = connected(Encapsulation.IPIP, 1500);
                Capture home = new Capture(world.correspondent, "eth0")) {
            Octets guessed = Packets.ipv4(
                    0,
                    0x0bad,
                    DONT_FRAGMENT,
                    64,
                    4,
                    AGENT,
                    CARE_OF,
                    Packets.ping(CORRESPONDENT, HOME, 0, 0x4000, 1400));
            Octets forged = Packets.icmpError(3, 4, 600, CARE_OF, AGENT, guessed.slice(0, 48));
            for (int i = 0; i < 100; i++) {
                inject(world.node, forged);
            }
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, DONT_FRAGMENT, 1452));
            assertThat(home.await(to(CORRESPONDENT).and(echoReply(1452)))).isPresent();
            assertThat(home.datagrams()).noneMatch(tooBig());
        }
    }

    private static Octets addresses() {
        return Octets.ofHex(String.format("%08x%08x", CORRESPONDENT.bits(), HOME.bits()));
    }

    private static Predicate<Octets> to(org.mobileip.net.Ipv4 destination) {
        return datagram -> datagram.ipv4(16).equals(destination);
    }

    private static Predicate<Octets> tooBig() {
        return datagram -> datagram.u8(9) == 1 && datagram.u8(20) == 3 && datagram.u8(21) == 4;
    }

    /** Whole or its first fragment. */
    private static Predicate<Octets> echoReply(int size) {
        return datagram -> datagram.u8(9) == 1
                && (datagram.u16(6) & 0x1fff) == 0
                && datagram.u8(20) == 0
                && datagram.u16(26) == size;
    }
}
