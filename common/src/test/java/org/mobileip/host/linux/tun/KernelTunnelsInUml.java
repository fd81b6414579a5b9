package org.mobileip.host.linux.tun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.host.linux.tun.TunDataplaneNetnsTest.echoReply;
import static org.mobileip.host.linux.tun.TunDataplaneNetnsTest.to;
import static org.mobileip.host.linux.tun.TunnelWorld.AGENT;
import static org.mobileip.host.linux.tun.TunnelWorld.CARE_OF;
import static org.mobileip.host.linux.tun.TunnelWorld.CORRESPONDENT;
import static org.mobileip.host.linux.tun.TunnelWorld.HOME;
import static org.mobileip.host.linux.tun.TunnelWorld.STRANGER;
import static org.mobileip.host.linux.tun.TunnelWorld.eventually;
import static org.mobileip.host.linux.tun.TunnelWorld.inject;
import static org.mobileip.testing.NetnsSupport.ip;
import static org.mobileip.testing.NetnsSupport.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.host.Dataplane;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.fast.FastDataplane;
import org.mobileip.host.linux.kernel.KernelTrial;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.GreKeys;
import org.mobileip.net.HomeBroadcasts;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;

/** What the kernel's own device does of a home agent's tunnels, and what becomes of them when somebody takes it away. */
final class KernelTunnelsInUml {

    private static final Ipv4Prefix BEHIND_NODE = Ipv4Prefix.parse("10.20.3.0/24");

    private final TunnelWorld world = new TunnelWorld(
            KernelDataplaneInUml::open, KernelDataplaneInUml::openNode, Set.of(Encapsulation.IPIP, Encapsulation.GRE));
    private final Capture home = new Capture(world.correspondent, "eth0");

    @BeforeEach
    void register() {
        world.register();
    }

    @AfterEach
    void close() {
        home.close();
        world.close();
    }

    /** An echo request to the node, and whether its answer comes back. */
    private boolean answers(int size) {
        inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, size));
        return home.await(to(CORRESPONDENT).and(echoReply()).and(reply -> reply.size() == 28 + size))
                .isPresent();
    }

    /** What the TUN device sent was read by us, and what it received was written. */
    private String handled() {
        return countsOf(world.agent, "mipha0");
    }

    /** What the kernel has counted at that interface. In the second kernel starting {@code ip} takes a third of a second. */
    private static String countsOf(NetworkNamespace namespace, String link) {
        return namespace.call(() -> Files.readAllLines(Path.of("/proc/thread-self/net/dev")).stream()
                .filter(line -> line.strip().startsWith(link + ":"))
                .findFirst()
                .orElseThrow());
    }

    private static Predicate<Octets> request(int size) {
        return datagram -> datagram.u8(9) == 1 && datagram.u8(20) == 8 && datagram.size() == 28 + size;
    }

    private void sendsHome(Ipv4 careOf, int size) {
        inject(world.node, Packets.tunnelled(careOf, AGENT, Packets.ping(HOME, CORRESPONDENT, 0, 0, size)));
    }

    @Test
    void theKernelCarriesThePlainCaseAndNeverHandsItToUsAndAHandoverLosesNothing() {
        String atFirst = handled();
        assertThat(answers(60)).isTrue();
        assertThat(handled()).isEqualTo(atFirst);
        assertThat(world.agentTunnels.of(HOME).encapsulatedPackets()).isEqualTo(1);
        assertThat(world.agentTunnels.of(HOME).encapsulatedOctets()).isEqualTo(88);
        assertThat(world.agentTunnels.of(HOME).decapsulatedPackets()).isEqualTo(1);
        assertThat(world.agentTunnels.total()).isEqualTo(world.agentTunnels.of(HOME));

        world.agentTunnels.forward(HOME, AGENT, List.of(TunnelPath.to(STRANGER)));
        try (Capture visited = new Capture(world.agent, "n0")) {
            sendsHome(CARE_OF, 8);
            sendsHome(STRANGER, 9);
            assertThat(home.await(request(8))).as("heard for a while").isPresent();
            assertThat(home.await(request(9))).isPresent();
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 61));
            assertThat(visited.await(to(STRANGER))).isPresent();
            assertThat(visited.datagrams()).noneMatch(to(CARE_OF).and(outer -> outer.u8(9) == 4));
        }
        assertThat(world.agentTunnels.of(HOME).decapsulatedPackets())
                .as("they go on")
                .isEqualTo(3);
        assertThat(eventually(() -> {
                    sendsHome(CARE_OF, 10);
                    return world.agentTunnels.total().dropped("outer_source_not_care_of") > 0;
                }))
                .as("and no longer")
                .isTrue();
        assertThat(handled()).isEqualTo(atFirst);
        world.agentTunnels.stop(HOME);
        assertThat(world.agentTunnels.of(HOME).received()).isZero();
        assertThat(run(world.agent, "tc", "filter", "show", "dev", "mipha0-ipip", "egress"))
                .as("nothing stays")
                .doesNotContain("10.10.0.57");
        assertThat(run(world.agent, "tc", "filter", "show", "dev", "mipha0-ipip", "ingress"))
                .doesNotContain("10.10.0.57")
                .doesNotContain("192.0.2.");
        assertThat(ip(world.agent, "route show table 5211")).isBlank();
    }

    @Test
    void networksBehindTheNodeAreTheKernelsAndAShorterPrefixGivesWayToWhatTheMainTableKnowsBetter() {
        Ipv4Prefix network = Ipv4Prefix.parse("10.20.0.0/16");
        Ipv4 behind = Ipv4.parse("10.20.3.4");
        ip(world.agent, "route add 10.20.0.0/16 dev mipha0");
        ip(world.agent, "route add 10.20.9.0/24 via 172.16.0.9");
        world.agentTunnels.forward(HOME, AGENT, List.of(TunnelPath.to(CARE_OF)), List.of(network));
        String atFirst = handled();
        inject(world.node, Packets.tunnelled(CARE_OF, AGENT, Packets.ping(behind, CORRESPONDENT, 0, 0, 8)));
        assertThat(home.await(request(8))).isPresent();
        assertThat(answers(60)).isTrue();
        try (Capture visited = new Capture(world.agent, "n0")) {
            inject(world.correspondent, Packets.ping(CORRESPONDENT, behind, 0, 0, 61));
            assertThat(visited.await(to(CARE_OF).and(outer -> outer.u8(9) == 4 && outer.size() == 20 + 28 + 61)))
                    .isPresent();
        }
        assertThat(handled()).isEqualTo(atFirst);
        assertThat(world.agentTunnels.of(HOME).received())
                .as("with the answer of the correspondent to behind the node")
                .isEqualTo(5);
        assertThat(ip(world.agent, "route get 10.20.9.1")).contains("via 172.16.0.9");
        ip(world.agent, "rule delete priority 32733");
        assertThat(eventually(() -> ip(world.agent, "rule").contains("32733:	from all lookup 5228")))
                .as("put back")
                .isTrue();

        world.register();
        assertThat(ip(world.agent, "rule")).doesNotContain("lookup 5228", "suppress_prefixlength");
        assertThat(ip(world.agent, "route show table 5228")).isBlank();
        inject(world.node, Packets.tunnelled(CARE_OF, AGENT, Packets.ping(behind, CORRESPONDENT, 0, 0, 9)));
        assertThat(eventually(() -> world.agentTunnels.total().dropped("source_not_home") == 1))
                .isTrue();
    }

    @Test
    void whatIsMoreThanPlainTakesOurHandsAndComesBackToTheKernelWhenItIsPlainAgain() {
        String atFirst = handled();
        world.agentTunnels.forward(HOME, AGENT, List.of(TunnelPath.to(CARE_OF), TunnelPath.to(STRANGER)), List.of());
        assertThat(answers(60)).isTrue();
        assertThat(handled()).isNotEqualTo(atFirst);
        assertThat(world.agentTunnels.of(HOME).decapsulatedPackets()).isPositive();
        world.register();
        String before = handled();
        assertThat(answers(61)).isTrue();
        assertThat(handled()).isEqualTo(before);
    }

    /** By RFC 2784 and RFC 2890, from the node. */
    private void sendsByGre(String header, int size) {
        Octets inner = Octets.ofHex(header).plus(Packets.ping(HOME, CORRESPONDENT, 0, 0, size));
        inject(world.node, Packets.ipv4(0, 0x4243, Packets.DONT_FRAGMENT, 64, 47, CARE_OF, AGENT, inner));
    }

    @Test
    void greIsTheKernelsAsWellButForWhatHasMoreInItsHeader() {
        TunnelPath gre = new TunnelPath(CARE_OF, Encapsulation.GRE, true, false);
        world.agentTunnels.forward(HOME, AGENT, List.of(gre));
        world.nodeTunnels.tunnelHome(
                Optional.of(new HomeTunnel(CARE_OF, AGENT, HOME, List.of(), HomeTunnel.Terms.of(Encapsulation.GRE))));
        String atFirst = handled();
        assertThat(world.agentTunnels.why()).doesNotContain("GRE");
        try (Capture visited = new Capture(world.agent, "n0")) {
            assertThat(answers(60)).isTrue();
            Octets outer = visited.await(to(CARE_OF)).orElseThrow();
            assertThat(outer.slice(0, 4)).isEqualTo(Octets.ofHex("45000070"));
            assertThat(outer.slice(6, 10)).as("DF, 64, GRE").isEqualTo(Octets.ofHex("4000402f"));
            assertThat(outer.slice(20, 24)).as("no flags, IPv4").isEqualTo(Octets.ofHex("00000800"));
        }
        sendsByGre("00000800", 8);
        assertThat(home.await(request(8))).isPresent();
        assertThat(handled()).as("none of it was in our hands").isEqualTo(atFirst);
        assertThat(world.agentTunnels.of(HOME).decapsulatedPackets()).isEqualTo(2);

        sendsByGre("10000800 00000005", 9);
        assertThat(home.await(request(9))).isPresent();
        sendsByGre("10000800 00000004", 10);
        sendsByGre("20000800 00000000", 11);
        sendsByGre("30000800 00000007 00000009", 12);
        assertThat(eventually(() -> world.agentTunnels.total().dropped("gre_key") == 2))
                .isTrue();
        assertThat(world.agentTunnels.total().dropped("gre_out_of_order")).isEqualTo(1);
        assertThat(home.datagrams().stream().filter(request(9)))
                .as("once, by us")
                .hasSize(1);
        assertThat(home.datagrams()).noneMatch(request(10).or(request(11)).or(request(12)));

        world.agentTunnels.agree(HOME, CARE_OF, Optional.of(new GreKeys(7, 9)));
        world.agentTunnels.forward(HOME, AGENT, List.of(gre));
        sendsByGre("20000800 00000009", 13);
        assertThat(home.await(request(13))).as("with a key, by us").isPresent();
        world.agentTunnels.forward(HOME, AGENT, List.of(TunnelPath.to(STRANGER)));
        assertThat(ip(world.agent, "route show table 5211")).contains("dev mipha0-ipip");
    }

    @Test
    void aLinkThatIsReplacedOrBecomesNarrowAndARuleThatIsDeletedChangeNothing() {
        ip(world.agent, "rule delete priority 32701");
        assertThat(eventually(() -> ip(world.agent, "rule").contains("lookup 5211")))
                .as("put back")
                .isTrue();
        String atFirst = handled();
        ip(world.agent, "link delete n0");
        world.connectVisited();
        assertThat(eventually(() -> answers(60))).isTrue();
        ip(world.agent, "link set n0 mtu 1400");
        inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, Packets.DONT_FRAGMENT, 1400));
        Octets error = home.await(to(CORRESPONDENT).and(TunDataplaneNetnsTest.icmp(3, 4)))
                .orElseThrow();
        assertThat(error.u16(26)).as("next-hop MTU").isEqualTo(1380);
        assertThat(handled()).isEqualTo(atFirst);
        assertThat(world.faults).isEmpty();
    }

    @Test
    void aDeviceThatIsDeletedUnderUsIsSaidOnceAndTunCarriesTheTunnelsFromThenOn() {
        assertThat(world.agentTunnels.name()).isEqualTo("kernel");
        ip(world.agent, "link delete mipha0-ipip");
        isCarriedByTunFromNowOn();
    }

    /** Without them the device would let out whatever comes to it. */
    @Test
    void aDeviceWhoseFiltersAreTakenAwayLetsNothingOutAnyMore() {
        run(world.agent, "tc", "qdisc", "delete", "dev", "mipha0-ipip", "clsact");
        isCarriedByTunFromNowOn();
        Ipv4 stranger = Ipv4.parse("192.0.2.99");
        inject(world.node, Packets.tunnelled(stranger, AGENT, Packets.ping(HOME, CORRESPONDENT, 0, 0, 9)));
        assertThat(eventually(() -> world.agentTunnels.total().dropped("outer_source_not_care_of") == 1))
                .isTrue();
        assertThat(home.datagrams()).noneMatch(request(9));
    }

    private void isCarriedByTunFromNowOn() {
        assertThat(eventually(() -> world.agentTunnels.name().equals("tun"))).isTrue();
        String atFirst = handled();
        assertThat(eventually(() -> answers(60))).isTrue();
        assertThat(handled()).isNotEqualTo(atFirst);
        world.agentTunnels.forward(HOME, AGENT, List.of(TunnelPath.to(STRANGER)));
        assertThat(eventually(() -> !world.faults.isEmpty())).isTrue(); // Told behind the change.
        assertThat(world.faults).hasSize(1);
        assertThat(world.faults.peek())
                .hasMessage(
                        "the tun dataplane carries the tunnels from now on, since kernel is refused: somebody has deleted"
                                + " mipha0-ipip or its filters, or set it down");
        assertThat(world.agentTunnels.why()).contains("somebody has deleted mipha0-ipip");
    }

    /** The home agent's end is still at the old address when the node's has moved, and hears the node from the new one later. */
    @Test
    void theMobileNodesEndIsInTheKernelTooAndHearsItsOldAddressMeanwhile() {
        world.nodeTunnels.close();
        Dataplane kernels = world.node.call(() -> KernelDataplaneInUml.openKernelNode(world.nodeOptions()));
        ip(world.node, "address add 10.10.0.57/32 dev mip0");
        ip(world.node, "route add default dev mip0 src 10.10.0.57 table 5210");
        try (kernels) {
            kernels.tunnelHome(Optional.of(new HomeTunnel(CARE_OF, AGENT, HOME)));
            String atFirst = countsOf(world.node, "mip0");
            assertThat(answers(60)).isTrue();
            assertThat(countsOf(world.node, "mip0")).isEqualTo(atFirst);
            assertThat(kernels.of(HOME).encapsulatedPackets()).isEqualTo(1);
            assertThat(kernels.of(HOME).decapsulatedOctets()).isEqualTo(88);

            kernels.tunnelHome(
                    Optional.of(new HomeTunnel(STRANGER, AGENT, HOME, List.of(CARE_OF), HomeTunnel.Terms.PLAIN)));
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 61));
            assertThat(eventually(() -> kernels.total().decapsulatedPackets() == 2))
                    .isTrue();
            world.agentTunnels.forward(HOME, AGENT, List.of(TunnelPath.to(STRANGER)));
            assertThat(answers(62)).isTrue();
            inject(world.agent, Packets.tunnelled(AGENT, STRANGER, Packets.ping(CORRESPONDENT, CARE_OF, 0, 0, 8)));
            assertThat(eventually(() -> kernels.total().dropped("destination_not_home") == 1))
                    .isTrue();
            assertThat(countsOf(world.node, "mip0")).isEqualTo(atFirst);

            HomeTunnel.Terms forNetwork = HomeTunnel.Terms.of(Encapsulation.GRE).with(List.of(BEHIND_NODE));
            kernels.tunnelHome(Optional.of(new HomeTunnel(STRANGER, AGENT, HOME, List.of(), forNetwork)));
            world.agentTunnels.forward(
                    HOME,
                    AGENT,
                    List.of(new TunnelPath(STRANGER, Encapsulation.GRE, true, false)),
                    List.of(BEHIND_NODE));
            ip(world.agent, "route add 10.20.3.0/24 dev mipha0");
            ip(world.node, "address add 10.20.3.4/32 dev lo");
            ip(world.node, "rule add from 10.20.3.0/24 lookup 5210 priority 5201");
            assertThat(answers(63)).as("by GRE").isTrue();
            inject(world.correspondent, Packets.ping(CORRESPONDENT, Ipv4.parse("10.20.3.4"), 0, 0, 64));
            assertThat(home.await(to(CORRESPONDENT).and(echoReply()).and(reply -> reply.size() == 28 + 64)))
                    .as("from behind the node")
                    .isPresent();
            assertThat(countsOf(world.node, "mip0")).isEqualTo(atFirst);

            HomeTunnel.Terms broadcasts =
                    HomeTunnel.Terms.PLAIN.with(new HomeBroadcasts(Ipv4.parse("10.10.0.255"), AGENT));
            kernels.tunnelHome(Optional.of(new HomeTunnel(STRANGER, AGENT, HOME, List.of(), broadcasts)));
            world.agentTunnels.forward(HOME, AGENT, List.of(TunnelPath.to(STRANGER)));
            assertThat(answers(65)).as("with broadcasts, by tun").isTrue();
            assertThat(countsOf(world.node, "mip0")).isNotEqualTo(atFirst);
            kernels.tunnelHome(Optional.of(new HomeTunnel(STRANGER, AGENT, HOME)));
            ip(world.node, "link delete mip0-home");
            assertThat(eventually(() -> kernels.name().equals("tun"))).isTrue();
            assertThat(eventually(() -> answers(66)))
                    .as("by tun, perhaps without what comes in that moment")
                    .isTrue();
            assertThat(eventually(() -> !world.faults.isEmpty())).isTrue(); // Told behind the change.
            assertThat(world.faults)
                    .singleElement()
                    .asString()
                    .contains("somebody has deleted mip0-ipip or mip0-home or their filters");
        }
        assertThat(ip(world.node, "-o link")).doesNotContain("mip0");
    }

    @Test
    void anotherDaemonInTheSameNamespaceHasTunAndWhatADeadOneLeftIsRemoved() {
        Dataplane second = world.agent.call(() -> FastDataplane.ofHomeAgent(
                List.of(FastDataplane.Faster.KERNEL), TunDataplane.forHomeAgent(world.options()), world.options()));
        assertThat(second.name()).isEqualTo("tun");
        assertThat(second.why())
                .startsWith("kernel is refused: make ipip device mipha1-ipip: ")
                .contains("File exists");
        second.close();
        assertThat(answers(60)).isTrue();

        assertThat((int) world.agent.call(KernelTrial::removeLeftovers))
                .as("ours lives")
                .isZero();
        run(world.agent, "ip", "link", "set", "mipha0-ipip", "alias", "mobileip before 99999");
        assertThat((int) world.agent.call(KernelTrial::removeLeftovers)).isEqualTo(1);
        assertThat(ip(world.agent, "-o link")).doesNotContain("-ipip").contains("mipha0-gre");
        assertThat(ip(world.agent, "rule")).doesNotContain("5211");
    }

    @Test
    void whatKeepsTheKernelFromAnsweringIsPutBackAsItWasAndThatIsSaidOnce() {
        world.agentTunnels.close();
        Dataplane tun = world.agent.call(() ->
                FastDataplane.ofHomeAgent(List.of(), TunDataplane.forHomeAgent(world.options()), world.options()));
        String device = tun.interfaceName() + "-ipip";
        String before = dropsAt(device);
        assertThat(before).contains("action drop");
        run(world.agent, "tc", "qdisc", "del", "dev", device, "clsact");
        assertThat(inTheEnd(() -> dropsAt(device), before)).isEqualTo(before);
        ip(world.agent, "link delete " + device);
        assertThat(inTheEnd(() -> dropsAt(device), before))
                .as(() -> world.faults + ip(world.agent, "link"))
                .isEqualTo(before);
        ip(world.agent, "link set " + device + " down");
        assertThat(eventually(() -> ip(world.agent, "-o link").matches("(?s).*" + device + "@?[^:]*: <[^>]*UP.*")))
                .isTrue();
        assertThat(dropsAt(device)).isEqualTo(before);
        assertThat(world.faults).singleElement().asString().contains(device);
        tun.close();
        assertThat(ip(world.agent, "-o link")).doesNotContain(device);
    }

    /** What is so when it is as it should be, or after a while that is long in a slow kernel. */
    private static String inTheEnd(Supplier<String> what, String wanted) {
        for (int i = 0; i < 4 && !eventually(() -> what.get().equals(wanted)); i++) {
            // Not yet.
        }
        return what.get();
    }

    /** Without counters and numbers that the kernel chooses; nothing where it has no filters or is not there. */
    private String dropsAt(String device) {
        return run(
                world.agent, "sh", "-c", "tc filter show dev " + device + " ingress 2>/dev/null | grep action || true");
    }
}
