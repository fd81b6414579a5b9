package org.mobileip.host.linux.tun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mobileip.host.linux.tun.TunDataplaneNetnsTest.echoReply;
import static org.mobileip.host.linux.tun.TunDataplaneNetnsTest.to;
import static org.mobileip.host.linux.tun.TunnelWorld.CORRESPONDENT;
import static org.mobileip.host.linux.tun.TunnelWorld.HOME;
import static org.mobileip.host.linux.tun.TunnelWorld.STRANGER;
import static org.mobileip.host.linux.tun.TunnelWorld.eventually;
import static org.mobileip.host.linux.tun.TunnelWorld.inject;
import static org.mobileip.testing.NetnsSupport.ip;
import static org.mobileip.testing.NetnsSupport.run;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mobileip.host.Dataplane;
import org.mobileip.host.linux.BpfProgram;
import org.mobileip.host.linux.BpfProgram.Direction;
import org.mobileip.host.linux.BpfProgram.Hold;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.bpf.BpfDataplane;
import org.mobileip.net.Octets;

/** Programs that are held as filters of traffic control, as on kernels before Linux 6.6; what tc(8) says of them. */
@Tag("netns")
class BpfFilterNetnsTest {

    /** {@code return TC_ACT_UNSPEC}: r0 = -1, exit. */
    private static final Octets PASSES = Octets.ofHex("b7000000 ffffffff 9500000000000000");

    private TunnelWorld world;

    @BeforeEach
    void open() {
        world = new TunnelWorld(BpfFilterNetnsTest::ofHomeAgent, BpfFilterNetnsTest::ofMobileNode);
        world.register();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private static Dataplane ofHomeAgent(TunOptions options) {
        return BpfDataplane.ofHomeAgent(TunDataplane.forHomeAgent(options), options, Hold.FILTER);
    }

    private static Dataplane ofMobileNode(TunOptions options) {
        return BpfDataplane.ofMobileNode(TunDataplane.forMobileNode(options), options, Hold.FILTER);
    }

    /** A ping and its answer that none of us had in hands. */
    private boolean staysInKernel(int size) {
        String before = handled(world.agent, "mipha0") + handled(world.node, "mip0");
        try (Capture home = new Capture(world.correspondent, "eth0")) {
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, size));
            return home.await(to(CORRESPONDENT).and(echoReply()).and(reply -> reply.size() == 28 + size))
                            .isPresent()
                    && before.equals(handled(world.agent, "mipha0") + handled(world.node, "mip0"));
        }
    }

    private static String handled(NetworkNamespace machine, String link) {
        return ip(machine, "-j -s link show dev " + link).replaceAll(".*\"stats64\"", "");
    }

    @Test
    void whatSomebodyTakesAwayIsPutBackAndTunCarriesTheTunnelsMeanwhile() {
        assertThat(staysInKernel(60)).isTrue();
        run(world.agent, "tc", "qdisc", "delete", "dev", "n0", "clsact");
        run(world.agent, "tc", "filter", "delete", "dev", "mipha0", "egress");
        run(world.node, "tc", "filter", "delete", "dev", "eth0", "ingress");
        assertThat(eventually(() -> filters(world.agent, "n0").contains("mobileip")
                        && run(world.agent, "tc", "filter", "show", "dev", "mipha0", "egress")
                                .contains("mobileip")
                        && filters(world.node, "eth0").contains("mobileip")))
                .isTrue();
        assertThat(staysInKernel(61)).isTrue();
        assertThat(world.faults).isEmpty();
    }

    private static String filters(NetworkNamespace machine, String link) {
        return run(machine, "tc", "filter", "show", "dev", link, "ingress");
    }

    @Test
    void theKernelCarriesThePlainCaseAndRefusesStrangers() {
        assertThat(filters(world.agent, "n0")).contains("pref 434 bpf", "mobileip direct-action");
        try (Capture home = new Capture(world.correspondent, "eth0")) {
            inject(world.correspondent, Packets.ping(CORRESPONDENT, HOME, 0, 0, 60));
            assertThat(home.await(to(CORRESPONDENT).and(echoReply()))).isPresent();
        }
        assertThat(ip(world.agent, "-j -s link show dev mipha0"))
                .as("nothing of it came into our hands")
                .containsPattern("\"rx\":\\{\"bytes\":0,\"packets\":0,")
                .containsPattern("\"tx\":\\{\"bytes\":0,\"packets\":0,");
        assertThat(world.agentTunnels.of(HOME).decapsulatedPackets()).isEqualTo(1);
        inject(world.node, Packets.tunnelled(STRANGER, TunnelWorld.AGENT, Packets.ping(HOME, CORRESPONDENT, 0, 0, 8)));
        assertThat(eventually(() -> world.agentTunnels.total().dropped("outer_source_not_care_of") == 1))
                .isTrue();
    }

    @Test
    void theyGoWithTheDataplaneAndWhatOthersHavePutThereStays() {
        String[] another = {"tc", "filter", "add", "dev", "n0", "ingress", "pref", "10", "bpf", "bytecode", "1,6 0 0 0"
        };
        run(world.agent, another);
        world.agentTunnels.close();
        assertThat(filters(world.agent, "n0"))
                .contains("pref 10 bpf", "1,6 0 0 0")
                .doesNotContain("mobileip");
        assertThat(run(world.agent, "tc", "qdisc", "show", "dev", "c0"))
                .as("nobody else has anything there")
                .doesNotContain("clsact");
        ip(world.node, "link delete eth0");
        world.nodeTunnels.close();
        assertThat(world.faults).isEmpty();
    }

    @Test
    void aPlaceThatIsTakenIsRefusedAndNothingIsLeft() {
        int link = world.correspondent.call(() -> BpfTroubleNetnsTest.index("eth0"));
        assertThatThrownBy(() -> world.correspondent.call(() -> {
                    try (BpfProgram program = BpfProgram.load("passes", PASSES, Map.of(), "GPL")) {
                        AutoCloseable first = program.held(Hold.FILTER).attach(link, Direction.INGRESS, 7);
                        try (first) {
                            program.attach(link, Direction.INGRESS, 7);
                        }
                    }
                    return link;
                }))
                .as("its handle is taken")
                .hasMessageContaining("put BPF program at interface");
        assertThat(run(world.correspondent, "tc", "qdisc", "show", "dev", "eth0"))
                .doesNotContain("clsact");
    }

    @Test
    void whatAKilledProcessHasLeftIsRemovedAndNothingElse() {
        ip(world.agent, "link add died type veth peer name peer");
        ip(world.agent, "address add 198.51.100.1/24 dev died");
        int left = world.agent.call(() -> {
            try (BpfProgram program = BpfProgram.load("passes", PASSES, Map.of(), "GPL")) {
                program.held(Hold.FILTER)
                        .attach(BpfTroubleNetnsTest.index("n0"), Direction.INGRESS, BpfTroubleNetnsTest.index("died"));
            }
            ip(world.agent, "link delete died");
            return BpfProgram.removeLeftovers();
        });
        assertThat(left).isEqualTo(1);
        assertThat(filters(world.agent, "n0").split("mobileip", -1))
                .as("ours alone")
                .hasSize(2);
        assertThat(world.agent.call(BpfProgram::removeLeftovers)).isZero();
    }
}
