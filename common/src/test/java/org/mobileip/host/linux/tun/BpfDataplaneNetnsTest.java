package org.mobileip.host.linux.tun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.host.linux.tun.TunnelWorld.AGENT;
import static org.mobileip.host.linux.tun.TunnelWorld.CARE_OF;
import static org.mobileip.host.linux.tun.TunnelWorld.CORRESPONDENT;
import static org.mobileip.host.linux.tun.TunnelWorld.HOME;
import static org.mobileip.host.linux.tun.TunnelWorld.STRANGER;
import static org.mobileip.host.linux.tun.TunnelWorld.eventually;
import static org.mobileip.host.linux.tun.TunnelWorld.inject;
import static org.mobileip.testing.NetnsSupport.ip;
import static org.mobileip.testing.NetnsSupport.run;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mobileip.host.Dataplane;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.bpf.BpfDataplane;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;
import org.mobileip.testing.Python;

/** Whatever the tun dataplane promises, with the plain case in the kernel. */
final class BpfDataplaneNetnsTest extends TunDataplaneNetnsTest {

    /** ETHTOOL_STXCSUM by SIOCETHTOOL. */
    static final String NO_CHECKSUM_OFFLOAD = """
            import array, fcntl, socket, struct, sys
            value = array.array('B', struct.pack('II', 0x17, 0))
            request = struct.pack('16sP', sys.argv[1].encode(), value.buffer_info()[0])
            fcntl.ioctl(socket.socket(socket.AF_INET, socket.SOCK_DGRAM), 0x8946, request)
            """;

    @Override
    TunnelWorld connected() {
        return new TunnelWorld(BpfDataplaneNetnsTest::open, BpfDataplaneNetnsTest::openNode);
    }

    /** As on a wire: else the sender leaves checksums to a network card that is not there, and captures show that. */
    @Override
    @Test
    void aTransferArrivesWholeAndTcpdumpFindsEveryChecksumCorrect(@TempDir Path directory) throws Exception {
        completeChecksums(world.correspondent, "eth0");
        completeChecksums(world.agent, "n0");
        completeChecksums(world.node, "eth0");
        super.aTransferArrivesWholeAndTcpdumpFindsEveryChecksumCorrect(directory);
    }

    /** The kernel counts what it will cut, or has merged, as one. */
    @Override
    boolean isCountedAsOnTheWire(Capture visited, int octets) {
        return true;
    }

    @Test
    void theKernelCarriesThePlainCaseAndNeverHandsItToUs() {
        world.register();
        try (Capture home = new Capture(world.correspondent, "eth0")) {
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 60));
            assertThat(home.await(to(CORRESPONDENT).and(echoReply()))).isPresent();
        }
        assertThat(ip(world.agent, "-j -s link show dev mipha0"))
                .as("what the interface sent was read by us, and what it received was written")
                .containsPattern("\"rx\":\\{\"bytes\":0,\"packets\":0,")
                .containsPattern("\"tx\":\\{\"bytes\":0,\"packets\":0,");
        assertThat(ip(world.node, "-j -s link show dev mip0"))
                .as("and so at the node")
                .containsPattern("\"rx\":\\{\"bytes\":0,\"packets\":0,")
                .containsPattern("\"tx\":\\{\"bytes\":0,\"packets\":0,");
        assertThat(world.nodeTunnels.of(HOME)).isEqualTo(world.nodeTunnels.total());
        assertThat(world.nodeTunnels.total().encapsulatedPackets()).isEqualTo(1);
        assertThat(world.nodeTunnels.total().decapsulatedOctets()).isEqualTo(88);
        assertThat(world.agentTunnels.of(HOME).encapsulatedPackets()).isEqualTo(1);
        assertThat(world.agentTunnels.of(HOME).decapsulatedPackets()).isEqualTo(1);
        assertThat(world.agentTunnels.of(HOME).encapsulatedOctets()).isEqualTo(88);
        assertThat(world.agentTunnels.state(HOME, CARE_OF).orElseThrow().hops()).hasValue(0);
    }

    @Test
    void aLongPacketAfterAPauseTakesTheWayThroughOurHandsSoThatBlackHolesAreFound() {
        world.register();
        try (Capture home = new Capture(world.correspondent, "eth0")) {
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 1200));
            assertThat(home.await(to(CORRESPONDENT).and(echoReply()))).isPresent();
        }
        assertThat(ip(world.agent, "-j -s link show dev mipha0"))
                .containsPattern("\"tx\":\\{\"bytes\":1228,\"packets\":1,");
        assertThat(world.agentTunnels.of(HOME).encapsulatedPackets()).isEqualTo(1);
    }

    @Test
    void aMovedTunnelLeadsToTheNewCareOfAddressAndIsHeardFromTheOldOneForAWhile() {
        world.register();
        world.agentTunnels.forward(HOME, AGENT, List.of(TunnelPath.to(STRANGER)));
        try (Capture visited = new Capture(world.agent, "n0");
                Capture home = new Capture(world.correspondent, "eth0")) {
            inject(world.node, Packets.tunnelled(CARE_OF, AGENT, Packets.ping(HOME, CORRESPONDENT, 0, 0, 8)));
            inject(world.node, Packets.tunnelled(STRANGER, AGENT, Packets.ping(HOME, CORRESPONDENT, 0, 0, 9)));
            assertThat(home.await(echoRequest(28 + 8))).isPresent();
            assertThat(home.await(echoRequest(28 + 9))).isPresent();
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 60));
            assertThat(visited.await(to(STRANGER))).isPresent();
            assertThat(visited.datagrams()).noneMatch(to(CARE_OF).and(outer -> outer.u8(9) == 4));
        }
    }

    @Test
    void aNeighbourThatIsNotKnownIsAskedForAndOneThatHasAnotherLinkAddressIsFound() {
        world.register();
        ip(world.agent, "neigh flush dev n0");
        run(
                world.agent,
                "sh",
                "-c",
                "cd /proc/sys/net/ipv4/neigh/n0; echo 1 | tee delay_first_probe_time ucast_solicit");
        try (Capture home = new Capture(world.correspondent, "eth0");
                Capture visited = new Capture(world.node, "eth0")) {
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 60));
            assertThat(home.await(echoReply().and(reply -> reply.size() == 28 + 60)))
                    .isPresent();
            assertThat(visited.datagrams().stream().filter(to(CARE_OF).and(outer -> outer.u8(9) == 4)))
                    .as("what waited for the neighbour came with a link header, and once")
                    .hasSize(1);
            ip(world.agent, "neigh replace " + CARE_OF + " lladdr 02:00:00:00:00:99 dev n0 nud stale");
            assertThat(eventually(() -> {
                        inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 61));
                        return home.datagrams().stream().anyMatch(echoReply().and(reply -> reply.size() == 28 + 61));
                    }))
                    .isTrue();
        }
        assertThat(ip(world.agent, "-j -s link show dev mipha0"))
                .as("none of it was in our hands")
                .containsPattern("\"tx\":\\{\"bytes\":0,\"packets\":0,");
    }

    @Test
    void linksThatComeLaterAreServedAndWhatOthersAttachedStays() {
        run(world.agent, "tc", "qdisc", "add", "dev", "n0", "clsact");
        String before = run(world.agent, "tc", "qdisc", "show", "dev", "n0");
        world.register();
        ip(world.agent, "link set dev n0 name n1");
        ip(world.agent, "link add later type veth peer name there");
        Octets forged = Packets.tunnelled(STRANGER, AGENT, Packets.ping(HOME, CORRESPONDENT, 0, 0, 8));
        inject(world.node, forged);
        assertThat(eventually(() -> world.agentTunnels.total().dropped("outer_source_not_care_of") == 1))
                .isTrue();
        world.agentTunnels.close();
        assertThat(run(world.agent, "tc", "qdisc", "show", "dev", "n1").replace("n1", "n0"))
                .isEqualTo(before);
        assertThat(world.faults).isEmpty();
    }

    /** A ping to the home agent itself is not plain; its counters say how often it was taken out of its tunnel. */
    @Test
    void whatIsNotPlainIsHeardOnceWhetherProgramsAreAtAllLinksOrThereIsOneThatTheyCannotBeAt() {
        world.register();
        Octets forTun = Packets.tunnelled(CARE_OF, AGENT, Packets.ping(HOME, AGENT, 0, 0, 8));
        assertThat(eventually(() -> heard().contains(" 88b5 "))).isTrue();
        inject(world.node, forTun);
        assertThat(eventually(() -> decapsulated() == 1)).isTrue();
        ip(world.agent, "tuntap add dev other mode tun");
        ip(world.agent, "link set other up");
        assertThat(eventually(() -> heard().contains(" 0800 ") && !heard().contains(" 88b5 ")))
                .isTrue();
        inject(world.node, forTun);
        assertThat(eventually(() -> decapsulated() >= 2)).isTrue();
        ip(world.agent, "link delete other");
        assertThat(eventually(() -> heard().contains(" 88b5 ") && !heard().contains(" 0800 ")))
                .isTrue();
        inject(world.node, forTun);
        assertThat(eventually(() -> decapsulated() >= 3)).isTrue();
        assertThat(decapsulated()).isEqualTo(3);
        assertThat(world.faults).isEmpty();
    }

    /** The packet sockets of the home agent's machine, with the types of frames that they hear. */
    private String heard() {
        return run(world.agent, "cat", "/proc/net/packet");
    }

    private long decapsulated() {
        return world.agentTunnels.of(HOME).decapsulatedPackets();
    }

    /** Nobody marks what comes by a link. */
    @Test
    void aFrameOfTheTypeThatProgramsGiveIsHeardFromThemAlone() {
        world.register();
        assertThat(eventually(() -> heard().contains(" 88b5 "))).isTrue();
        Octets forTun = Packets.tunnelled(CARE_OF, AGENT, Packets.ping(HOME, AGENT, 0, 0, 8));
        sendFrame(world.node, 0x88b5, forTun);
        inject(world.node, forTun);
        assertThat(eventually(() -> decapsulated() >= 1)).isTrue();
        assertThat(decapsulated()).isEqualTo(1);
    }

    private void sendFrame(NetworkNamespace from, int etherType, Octets packet) {
        String mac = ip(world.agent, "-br link show dev n0").split(" +", -1)[2];
        run(
                from,
                Python.program(),
                "-c",
                """
                import socket, sys
                s = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM)
                s.sendto(bytes.fromhex(sys.argv[3]),
                    ('eth0', int(sys.argv[2]), 0, 0, bytes.fromhex(sys.argv[1].replace(':', ''))))
                """,
                mac,
                Integer.toString(etherType),
                HexFormat.of().formatHex(packet.toArray()));
    }

    private static Predicate<Octets> echoRequest(int length) {
        return icmp(8, 0).and(datagram -> datagram.u16(2) == length);
    }

    private static void completeChecksums(NetworkNamespace namespace, String link) {
        run(namespace, Python.program(), "-c", NO_CHECKSUM_OFFLOAD, link);
    }

    static Dataplane open(TunOptions options) {
        return BpfDataplane.ofHomeAgent(TunDataplane.forHomeAgent(options), options);
    }

    static Dataplane openNode(TunOptions options) {
        return BpfDataplane.ofMobileNode(TunDataplane.forMobileNode(options), options);
    }
}
