package org.mobileip.scenarios.foreignagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mobileip.discovery.AdvertisingPlan;
import org.mobileip.host.HostNetwork;
import org.mobileip.host.Link;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.MacAddress;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings.Offer;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings.Peers;
import org.mobileip.scenarios.foreignagent.ForeignAgentSettings.ReverseTunneling;
import org.mobileip.scenarios.sim.machine.Machine;
import org.mobileip.scenarios.sim.machine.Nic;
import org.mobileip.scenarios.sim.machine.Segment;
import org.mobileip.scenarios.sim.machine.Timeline;
import org.mobileip.scenarios.sim.machine.TunnelPort;
import org.mobileip.wire.Lifetime;

/** Visits of nobody, on a machine of our making. */
final class RehearsalTest {

    private static final Ipv4 INN = Ipv4.parse("192.0.2.1");

    private final Timeline timeline = new Timeline();
    private final Machine machine = new Machine("inn", timeline, Instant.EPOCH, true);

    private static ForeignAgentSettings settings(ReverseTunneling reverse) {
        Offer offer = new Offer(new Lifetime(600), reverse, true, Set.of(Encapsulation.IPIP), 5, 10);
        AdvertisingPlan plan = AdvertisingPlan.every(Duration.ofSeconds(1));
        return new ForeignAgentSettings(
                INN, 24, List.of(INN), Optional.of(plan), true, false, false, offer, Peers.NONE);
    }

    private int rehearse(ForeignAgentSettings settings) {
        Nic nic = machine.addNic("eth0", MacAddress.parse("02:00:00:00:00:01"), 1500, new Segment(), 1);
        machine.network().addAddress(nic.index(), InterfaceAddress.parse("192.0.2.1/24"));
        TunnelPort dataplane = TunnelPort.ofForeignAgent(machine, new TunnelPort.Options("mipfa0", 1480, 0, false, 1));
        Link link = machine.network().links().stream()
                .filter(each -> each.name().equals("eth0"))
                .findFirst()
                .orElseThrow();
        return Rehearsal.perform(settings, dataplane, machine.network(), link, timeline);
    }

    @Test
    void relaysEveryReplyAndLeavesNothingInTheKernel() {
        assertThat(rehearse(settings(ReverseTunneling.OPTIONAL))).isEqualTo(100);
        HostNetwork network = machine.network();
        assertThat(network.neighbours()).isEmpty();
        assertThat(network.rules()).isEmpty();
        assertThat(network.routes()).noneMatch(route -> route.protocol() == Visits.PROTOCOL);
    }

    @Test
    void isOfUseWhereReverseTunnelsAreRefusedToo() {
        assertThat(rehearse(settings(ReverseTunneling.OFF))).isEqualTo(100);
    }
}
