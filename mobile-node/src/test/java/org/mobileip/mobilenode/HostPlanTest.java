package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mobileip.mobilenode.Lab.CAFE;
import static org.mobileip.mobilenode.Lab.HOME;
import static org.mobileip.mobilenode.Lab.TUN;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;

/** Policy routing while away: applications into the tunnel, the tunnel's own packets never. */
class HostPlanTest {

    private static final OptionalInt NONE = OptionalInt.empty();

    private static HostState away(Lab lab) {
        lab.start();
        lab.arriveAtCafe();
        return lab.declared();
    }

    private static Route byTunnel(Ipv4Prefix destination, int table) {
        return new Route(destination, Optional.empty(), TUN, Optional.of(HOME.address()), table, 78, 0);
    }

    @Test
    void sendsEverythingByTheTunnelButWhatTheTunnelSends() {
        HostState state = away(new Lab());
        Optional<Ipv4Prefix> anywhere = Optional.empty();
        assertThat(state.rules())
                .containsExactlyInAnyOrder(
                        new Rule(5200, anywhere, OptionalInt.of(0x4d49), 254, NONE, 78),
                        new Rule(5201, Optional.of(Ipv4Prefix.parse("10.10.0.57/32")), NONE, 5210, NONE, 78),
                        new Rule(5202, Optional.of(Ipv4Prefix.host(CAFE)), NONE, 254, NONE, 78),
                        new Rule(5203, anywhere, NONE, 254, OptionalInt.of(0), 78),
                        new Rule(5204, anywhere, NONE, 5210, NONE, 78));
        assertThat(state.routes()).containsExactly(byTunnel(Ipv4Prefix.ALL, 5210));
        assertThat(state.silentLinks()).containsExactlyInAnyOrder("home0", "cafe0", "office0");
    }

    /** Its correspondents would be told by a NAT that somebody else speaks, and end the connection. */
    @Test
    void fromTheHomeAddressNothingLeavesOutsideOfTheTunnelBeforeTheHomeAgentIsKnownAndAllElseGoesItsWay() {
        HostState state = away(new Lab(Lab.settings(
                Settings.Home.at(HOME), ReplayProtection.TIMESTAMPS, true, new AgentSource.Name("ha.example.org"))));
        assertThat(state.rules())
                .containsExactlyInAnyOrder(
                        new Rule(5200, Optional.empty(), OptionalInt.of(0x4d49), 254, NONE, 78),
                        new Rule(5201, Optional.of(Ipv4Prefix.host(HOME.address())), NONE, 5210, NONE, 78));
        assertThat(state.routes()).containsExactly(byTunnel(Ipv4Prefix.ALL, 5210));
    }

    @Test
    void theRoutesAreThereBeforeTheTunnelLetsAnythingIn() {
        Lab lab = new Lab();
        lab.start();
        List<Effect> effects = lab.arriveAtCafe();
        assertThat(effects.stream().map(Effect::getClass).toList())
                .containsSubsequence(Effect.SendRequest.class, Effect.Declare.class, Effect.UseTunnel.class);
    }

    @Test
    void sendsOnlyTheListedDestinationsByTheTunnelButAllThatComesFromTheHomeAddress() {
        Ipv4Prefix home = Ipv4Prefix.parse("10.10.0.0/24");
        HostState state = away(new Lab(Lab.tunnelling(new Settings.Tunnel("mip0", true, List.of(home)))));
        assertThat(state.routes()).containsExactlyInAnyOrder(byTunnel(home, 5210), byTunnel(Ipv4Prefix.ALL, 5211));
        assertThat(state.rules())
                .contains(new Rule(5201, Optional.of(Ipv4Prefix.host(HOME.address())), NONE, 5211, NONE, 78));
    }

    @Test
    void takesTheHomeNetworksBroadcastsFromTheTunnelWhereItHasAskedForThem() {
        for (boolean reverse : new boolean[] {true, false}) {
            Settings.Tunnel tunnel =
                    new Settings.Tunnel("mip0", reverse, Encapsulation.IPIP, true, List.of(Ipv4Prefix.ALL));
            HostState state = away(new Lab(Lab.tunnelling(tunnel)));
            assertThat(state.routes()).contains(Route.broadcast(Ipv4.parse("10.10.0.255"), TUN, HOME.address(), 78));
        }
    }

    @Test
    void tunnelsNothingWithoutAReverseTunnel() {
        HostState state = away(new Lab(Lab.settings(false)));
        assertThat(state.rules()).isEmpty();
        assertThat(state.routes()).isEmpty();
    }
}
