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

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.host.Dataplane;
import org.mobileip.host.HomeTunnel;
import org.mobileip.host.linux.fast.FastDataplane;
import org.mobileip.host.linux.kernel.KernelTrial;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Octets;
import org.mobileip.net.TunnelPath;

/** What the kernel's own device does of a home agent's tunnels, and what becomes of them when somebody takes it away. */
final class KernelTunnelsInUml {

    private final TunnelWorld world = new TunnelWorld(KernelDataplaneInUml::open, KernelDataplaneInUml::openNode);
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
        return ip(world.agent, "-j -s link show dev mipha0").replaceAll(".*\"stats64\"", "");
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
    void whatIsMoreThanPlainTakesOurHandsAndComesBackToTheKernelWhenItIsPlainAgain() {
        Ipv4 behind = Ipv4.parse("10.20.3.4");
        ip(world.agent, "route add 10.20.3.0/24 dev mipha0");
        world.agentTunnels.forward(
                HOME, AGENT, List.of(TunnelPath.to(CARE_OF)), List.of(Ipv4Prefix.parse("10.20.3.0/24")));
        inject(world.node, Packets.tunnelled(CARE_OF, AGENT, Packets.ping(behind, CORRESPONDENT, 0, 0, 8)));
        assertThat(home.await(request(8))).isPresent();
        String atFirst = handled();
        assertThat(answers(60)).isTrue();
        assertThat(handled()).isNotEqualTo(atFirst);
        assertThat(home.datagrams().stream().filter(to(CORRESPONDENT).and(echoReply())))
                .as("once")
                .hasSize(1);
        long handled = world.agentTunnels.of(HOME).received();
        assertThat(handled).as("a ping from behind the node, and one to it").isEqualTo(4);

        world.register();
        String before = handled();
        assertThat(answers(61)).isTrue();
        assertThat(handled()).isEqualTo(before);
        assertThat(world.agentTunnels.of(HOME).received()).isEqualTo(6);
    }

    @Test
    void aDeviceThatIsDeletedUnderUsIsSaidOnceAndTunCarriesTheTunnelsFromThenOn() {
        assertThat(world.agentTunnels.name()).isEqualTo("kernel");
        ip(world.agent, "rule delete priority 32765");
        assertThat(eventually(() -> ip(world.agent, "rule").contains("lookup 5211")))
                .as("put back")
                .isTrue();
        ip(world.agent, "link delete mipha0-ipip");
        assertThat(eventually(() -> world.agentTunnels.name().equals("tun"))).isTrue();
        String atFirst = handled();
        assertThat(answers(60)).isTrue();
        assertThat(handled()).isNotEqualTo(atFirst);
        world.agentTunnels.forward(HOME, AGENT, List.of(TunnelPath.to(STRANGER)));
        assertThat(eventually(() -> !world.faults.isEmpty())).isTrue(); // Told behind the change.
        assertThat(world.faults).hasSize(1);
        assertThat(world.faults.peek())
                .hasMessage(
                        "the tun dataplane carries the tunnels from now on, since kernel is refused: somebody has deleted"
                                + " mipha0-ipip, or set it down");
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
            String atFirst = ip(world.node, "-j -s link show dev mip0").replaceAll(".*\"stats64\"", "");
            assertThat(answers(60)).isTrue();
            assertThat(ip(world.node, "-j -s link show dev mip0")).endsWith(atFirst);
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
            assertThat(ip(world.node, "-j -s link show dev mip0")).endsWith(atFirst);

            HomeTunnel.Terms forNetwork = HomeTunnel.Terms.PLAIN.with(List.of(Ipv4Prefix.parse("10.20.3.0/24")));
            kernels.tunnelHome(Optional.of(new HomeTunnel(STRANGER, AGENT, HOME, List.of(), forNetwork)));
            assertThat(answers(63)).as("with a network behind it, by tun").isTrue();
            assertThat(ip(world.node, "-j -s link show dev mip0")).doesNotContain(atFirst);
            kernels.tunnelHome(Optional.of(new HomeTunnel(STRANGER, AGENT, HOME)));
            ip(world.node, "link delete mip0-home");
            assertThat(eventually(() -> kernels.name().equals("tun"))).isTrue();
            assertThat(eventually(() -> answers(64)))
                    .as("by tun, perhaps without what comes in that moment")
                    .isTrue();
            assertThat(eventually(() -> !world.faults.isEmpty())).isTrue(); // Told behind the change.
            assertThat(world.faults).singleElement().asString().contains("somebody has deleted mip0-ipip or mip0-home");
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
        assertThat(ip(world.agent, "-o link")).doesNotContain("-ipip");
        assertThat(ip(world.agent, "rule")).doesNotContain("5211");
    }
}
