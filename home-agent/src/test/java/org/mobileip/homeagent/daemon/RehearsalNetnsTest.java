package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.testing.NetnsSupport.ip;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.auth.AuthenticationAlgorithm;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.Route;
import org.mobileip.host.linux.EventLoop;
import org.mobileip.host.linux.LinuxHostNetwork;
import org.mobileip.host.linux.NetworkNamespace;
import org.mobileip.host.linux.tun.TunDataplane;
import org.mobileip.host.linux.tun.TunOptions;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.testing.NetnsSupport;

@Tag("netns")
@Timeout(60)
class RehearsalNetnsTest {

    private static final Set<Encapsulation> IPIP = Set.of(Encapsulation.IPIP);

    @BeforeEach
    void canRun() {
        NetnsSupport.assumeAvailable();
    }

    @Test
    void servesWholeRegistrationsAndLeavesNoRouteBehind() {
        try (NetworkNamespace machine = NetworkNamespace.create("rehearsal")) {
            List<Route> before = machine.call(RehearsalNetnsTest::routes);
            assertThat(machine.call(RehearsalNetnsTest::accepted))
                    .as("what all rounds do is compiled")
                    .isGreaterThan(200);
            assertThat(machine.call(RehearsalNetnsTest::routes)).isEqualTo(before);
        }
    }

    @Test
    void aMachineWhoseLoopbackIsDownIsNotKeptFromStarting() {
        try (NetworkNamespace machine = NetworkNamespace.create("rehearsal")) {
            ip(machine, "link set lo down");
            assertThat(machine.call(RehearsalNetnsTest::accepted)).isZero();
        }
    }

    private static List<Route> routes() {
        try (LinuxHostNetwork network = LinuxHostNetwork.open()) {
            return network.routes();
        }
    }

    private static int accepted() throws Exception {
        TunOptions options =
                new TunOptions("mipha%d", TunOptions.usualMtu(IPIP), OptionalInt.empty(), IPIP, false, fault -> {});
        try (EventLoop loop = HomeAgentDaemon.loop();
                LinuxHostNetwork network = LinuxHostNetwork.open();
                Tunnels tunnels = tunnels(TunDataplane.forHomeAgent(options), network)) {
            return Rehearsal.serve(AuthenticationAlgorithm.HMAC_MD5, tunnels, network, loop.ticker());
        }
    }

    private static Tunnels tunnels(TunDataplane dataplane, HostNetwork network) {
        return new Tunnels(dataplane, network, Ipv4.parse("10.10.0.1"), false, OptionalInt.empty());
    }
}
