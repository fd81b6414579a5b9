package org.mobileip.homeagent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mobileip.host.Destination;
import org.mobileip.host.HostException;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.Route;
import org.mobileip.net.Encapsulation;
import org.mobileip.net.FlowSelector;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.Steering;
import org.mobileip.net.TunnelPath;
import org.mobileip.net.UdpEnd;
import org.mobileip.testing.FakeHostNetwork;

/** What the kernel is told of tunnels, over Ethernet, whose packets have up to 1500 octets. */
class TunnelsTest {

    private static final int TUNNEL = 7;
    private static final int ELSEWHERE = 8;
    private static final int PROTOCOL_STATIC = 4;
    private static final Ipv4Prefix HOMES = Ipv4Prefix.parse("10.10.0.0/16");
    private static final Ipv4 NEXT_STREET = Ipv4.parse("10.10.1.57");
    private static final Ipv4 AGENT = Ipv4.parse("10.10.0.1");
    private static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    private static final Ipv4Prefix VAN = Ipv4Prefix.parse("10.30.0.0/24");
    private static final TunnelPath IPIP = TunnelPath.to(Ipv4.parse("192.0.2.44"));
    private static final TunnelPath MINIMAL =
            new TunnelPath(Ipv4.parse("198.51.100.7"), Encapsulation.MINIMAL, true, false);

    private final FakeHostNetwork network = network();
    private final List<String> told = new ArrayList<>();
    private Tunnels tunnels = tunnels(OptionalInt.empty());

    private static FakeHostNetwork network() {
        FakeHostNetwork network = new FakeHostNetwork();
        network.putLink(TUNNEL, "mipha0");
        network.putLink(ELSEWHERE, "eth0");
        return network;
    }

    private Tunnels tunnels(OptionalInt mtu) {
        tunnels = new Tunnels(
                FakeDataplane.of(TUNNEL, (method, arguments) -> told.add(method)), network, AGENT, true, mtu);
        return tunnels;
    }

    private List<OptionalInt> mtus(TunnelPath... paths) {
        tunnels(OptionalInt.empty()).forward(HOME, List.of(paths), List.of());
        return network.routes().stream().map(Route::mtu).toList();
    }

    @Test
    void theKernelKnowsWhatFitsIntoTheTunnelThatWasAgreedOn() {
        assertThat(mtus(IPIP)).containsExactly(OptionalInt.of(1480));
        assertThat(mtus(MINIMAL)).as("RFC 2004 §3.1: 12 octets").containsExactly(OptionalInt.of(1488));
        assertThat(mtus(IPIP.within(UdpEnd.at(41_023))))
                .as("RFC 3519 §3.3: 20 octets of IP, 8 of UDP, 4 of its own")
                .containsExactly(OptionalInt.of(1468));
    }

    @Test
    void ofTwoTunnelsTheNarrowerCounts() {
        assertThat(mtus(MINIMAL, IPIP)).containsExactly(OptionalInt.of(1480));
    }

    @Test
    void aNetworkBehindTheNodeHasTheSame() {
        tunnels(OptionalInt.empty()).forward(HOME, List.of(IPIP), List.of(VAN));

        assertThat(network.routes())
                .extracting(Route::destination, Route::mtu)
                .containsExactlyInAnyOrder(
                        tuple(Ipv4Prefix.host(HOME), OptionalInt.of(1480)), tuple(VAN, OptionalInt.of(1480)));
    }

    @Test
    void anMtuOfTheConfigurationIsThatOfTheInterfaceAlone() {
        tunnels(OptionalInt.of(8980)).forward(HOME, List.of(IPIP), List.of());

        assertThat(network.routes()).extracting(Route::mtu).containsExactly(OptionalInt.empty());
    }

    /** RFC 7629: the same tunnels with other flows in them are not the same. */
    @Test
    void theDataplaneIsToldOfOtherFlowsAndOfTheSameOnlyOnce() {
        Steering all = new Steering(List.of(), 0);
        Steering voice =
                new Steering(List.of(new Steering.Rule(FlowSelector.ANY.ofProtocol(17), OptionalInt.of(1))), 0);
        Tunnels tunnels = tunnels(OptionalInt.empty());
        for (Steering each : List.of(all, all, voice)) {
            tunnels.steer(HOME, Optional.of(each));
            tunnels.forward(HOME, List.of(IPIP, TunnelPath.to(Ipv4.parse("198.51.100.8"))), List.of());
        }
        assertThat(told).containsExactly("steer", "forward", "steer", "steer", "forward");
    }

    /** Whoever has a route of his own to the same network, or a better one, keeps it. */
    @Test
    void oneRouteLeadsToAllOfAVirtualHomeNetworkAndWhoIsSomewhereElseHasHisOwn() {
        tunnels(OptionalInt.empty()).leadAll(HOMES);
        tunnels.foresee(home -> Optional.of(IPIP));
        assertThat(network.routes()).singleElement().satisfies(route -> {
            assertThat(route.destination()).isEqualTo(HOMES);
            assertThat(route.metric()).isEqualTo(1 << 30);
            assertThat(route.mtu()).isEqualTo(OptionalInt.of(1480));
        });
        Ipv4 elsewhere = Ipv4.parse("10.11.0.57");
        tunnels.forward(HOME, List.of(IPIP), List.of(VAN));
        tunnels.forward(elsewhere, List.of(IPIP.within(UdpEnd.at(41_023))), List.of());
        assertThat(destinations()).containsExactly(HOMES, VAN, Ipv4Prefix.host(elsewhere));
        tunnels.forward(HOME, List.of(), List.of());
        assertThat(destinations()).containsExactly(HOMES, Ipv4Prefix.host(elsewhere));
        assertThat(told).containsExactly("beLastRouter", "foresee", "forward", "forward", "stop");
    }

    @Test
    void whereSomebodysRouteIsBetterThanThatOneEachHasHisOwn() {
        network.putRoute(ofSomebody("10.10.0.0/24"));
        tunnels(OptionalInt.empty()).leadAll(HOMES);
        tunnels.forward(HOME, List.of(IPIP), List.of());
        tunnels.forward(NEXT_STREET, List.of(IPIP), List.of());
        assertThat(ours()).containsExactly(HOMES, Ipv4Prefix.host(HOME));

        assertThat(hears("10.10.0.32/27")).as("a part of what is known").isFalse();
        assertThat(hears("192.0.2.0/24")).as("somewhere else").isFalse();
        assertThat(hears("10.0.0.0/8")).as("worse than ours").isFalse();
        assertThat(ours()).containsExactly(HOMES, Ipv4Prefix.host(HOME));

        assertThat(hears("10.10.0.0/16")).as("a blackhole that is announced").isTrue();
        assertThat(ours()).containsExactly(HOMES, Ipv4Prefix.host(HOME), Ipv4Prefix.host(NEXT_STREET));
        assertThat(hears("10.10.0.0/16")).as("again").isFalse();
    }

    @Test
    void whoHasNetworksBehindHimAlsoHasHisOwnWhenSomebodysRouteComes() {
        tunnels(OptionalInt.empty()).leadAll(HOMES);
        tunnels.forward(HOME, List.of(IPIP), List.of(VAN));
        assertThat(hears("10.10.0.57/32")).isTrue();
        assertThat(ours()).containsExactlyInAnyOrder(HOMES, VAN, Ipv4Prefix.host(HOME));
    }

    @Test
    void whoHasSeveralPathsAlsoHasHisOwnWhenSomebodysRouteComes() {
        tunnels(OptionalInt.empty()).leadAll(HOMES);
        tunnels.forward(HOME, List.of(IPIP, MINIMAL), List.of());
        told.clear();
        tunnels.forward(HOME, List.of(IPIP, MINIMAL), List.of());
        assertThat(told).as("it is there").isEmpty();
        assertThat(ours()).containsExactly(HOMES);
        assertThat(hears("10.10.0.0/24")).isTrue();
        assertThat(ours()).containsExactly(HOMES, Ipv4Prefix.host(HOME));
        tunnels.forward(HOME, List.of(), List.of());
        assertThat(ours()).containsExactly(HOMES);
    }

    /** Nobody's table grows without end by routes that come and go. */
    @Test
    void whoeverCutsTheHomeNetworkToPiecesHasItAllAndEachNodeARouteOfHisOwn() {
        tunnels(OptionalInt.empty()).leadAll(HOMES);
        tunnels.forward(HOME, List.of(IPIP), List.of());
        for (int piece = 1; piece <= 64; piece++) {
            assertThat(hears("10.10." + piece + ".0/24")).isTrue();
        }
        assertThat(ours()).containsExactly(HOMES);
        assertThat(hears("10.10.65.0/24")).isTrue();
        assertThat(ours()).containsExactly(HOMES, Ipv4Prefix.host(HOME));
        assertThat(hears("10.10.66.0/24")).isFalse();
    }

    @Test
    void whereMoreHappenedThanTheKernelCouldSayAllRoutesAreLookedAtAgain() {
        tunnels(OptionalInt.empty()).leadAll(HOMES);
        tunnels.forward(HOME, List.of(IPIP), List.of());
        network.putRoute(ofSomebody("10.10.0.0/24"));
        assertThat(tunnels.yieldTo(List.of(new NetworkChange.Overrun()))).isTrue();
        assertThat(ours()).containsExactly(HOMES, Ipv4Prefix.host(HOME));
    }

    /** What is refused then is not given up: who renews is forwarded to from the beginning. */
    @Test
    void whoseRouteIsRefusedWhenSomebodysRouteComesHasItWithHisNextRequest() {
        tunnels(OptionalInt.empty()).leadAll(HOMES);
        tunnels.forward(HOME, List.of(IPIP), List.of());
        network.refuseNext(new HostException("put route: no", 12));
        assertThatThrownBy(() -> hears("10.10.0.0/24")).isInstanceOf(HostException.class);
        assertThat(ours()).containsExactly(HOMES);
        tunnels.forward(HOME, List.of(IPIP), List.of());
        assertThat(ours()).containsExactly(HOMES, Ipv4Prefix.host(HOME));
    }

    @Test
    void theOneRouteIsPutBackToo() {
        tunnels(OptionalInt.empty()).leadAll(HOMES);
        tunnels.forward(HOME, List.of(IPIP), List.of());
        Route one = network.routes().get(0);
        network.removeRoute(one);
        assertThat(tunnels.restore(List.of(new NetworkChange.RouteRemoved(one))))
                .isEqualTo(1);
        assertThat(network.routes()).containsExactly(one);
        network.removeRoute(one);
        assertThat(tunnels.restore(List.of(new NetworkChange.Overrun()))).isEqualTo(1);
        assertThat(network.routes()).containsExactly(one);
    }

    private List<Ipv4Prefix> destinations() {
        return network.routes().stream().map(Route::destination).toList();
    }

    private List<Ipv4Prefix> ours() {
        return network.routes().stream()
                .filter(route -> route.linkIndex() == TUNNEL)
                .map(Route::destination)
                .toList();
    }

    private static Route ofSomebody(String destination) {
        return new Route(
                Ipv4Prefix.parse(destination),
                Optional.empty(),
                ELSEWHERE,
                Optional.empty(),
                Route.TABLE_MAIN,
                PROTOCOL_STATIC,
                0);
    }

    private boolean hears(String destination) {
        return tunnels.yieldTo(List.of(new NetworkChange.DestinationAdded(
                new Destination(Ipv4Prefix.parse(destination), Route.TABLE_MAIN, PROTOCOL_STATIC))));
    }

    /** The kernel takes away what leads to an interface that is no more; here nobody does. */
    @Test
    void routesIntoTunnelsAreLeftToGoWithTheInterface() {
        Tunnels tunnels = tunnels(OptionalInt.empty());
        tunnels.forward(HOME, List.of(IPIP), List.of(VAN));
        List<Route> intoTunnel = network.routes();
        tunnels.close();
        assertThat(network.routes()).hasSize(2).containsExactlyElementsOf(intoTunnel);
    }

    @Test
    void aRenewalAsksTheKernelForNothing() {
        Tunnels tunnels = tunnels(OptionalInt.empty());
        tunnels.forward(HOME, List.of(IPIP), List.of(VAN));
        network.routes().forEach(network::removeRoute);
        tunnels.forward(HOME, List.of(IPIP), List.of(VAN));
        assertThat(network.routes()).isEmpty();
        tunnels.forward(HOME, List.of(MINIMAL), List.of(VAN));
        assertThat(network.routes()).hasSize(2);
    }

    @Test
    void whereAPortMayHaveChangedARenewalGoesToTheDataplaneAgain() {
        Tunnels tunnels = tunnels(OptionalInt.empty());
        TunnelPath udp = IPIP.within(UdpEnd.at(41_023));
        tunnels.forward(HOME, List.of(udp), List.of());
        network.routes().forEach(network::removeRoute);
        tunnels.forward(HOME, List.of(udp), List.of());
        assertThat(network.routes()).hasSize(1);
    }

    @Test
    void aNodeThatWentHomeAndLeavesAgainIsForwardedToAgain() {
        Tunnels tunnels = tunnels(OptionalInt.empty());
        tunnels.forward(HOME, List.of(IPIP), List.of());
        tunnels.forward(HOME, List.of(), List.of());
        assertThat(network.routes()).isEmpty();
        tunnels.forward(HOME, List.of(IPIP), List.of());
        assertThat(network.routes()).hasSize(1);
    }

    @Test
    void putsBackWhatSomebodyElseRemovedAndNothingElse() {
        Tunnels tunnels = tunnels(OptionalInt.empty());
        tunnels.forward(HOME, List.of(IPIP), List.of(VAN));
        List<Route> ours = network.routes();
        ours.forEach(network::removeRoute);
        List<NetworkChange> removed = ours.stream()
                .<NetworkChange>map(NetworkChange.RouteRemoved::new)
                .toList();
        assertThat(tunnels.restore(removed)).isEqualTo(2);
        assertThat(network.routes()).containsExactlyInAnyOrderElementsOf(ours);

        tunnels.forward(HOME, List.of(), List.of());
        assertThat(tunnels.restore(removed))
                .as("we have removed them ourselves")
                .isZero();
        assertThat(network.routes()).isEmpty();
    }

    @Test
    void putsAllBackWhereNobodyKnowsWhatWasRemoved() {
        Tunnels tunnels = tunnels(OptionalInt.empty());
        tunnels.forward(HOME, List.of(IPIP), List.of(VAN));
        network.routes().forEach(network::removeRoute);
        assertThat(tunnels.restore(List.of(new NetworkChange.Overrun()))).isEqualTo(2);
        assertThat(network.routes()).hasSize(2);
    }

    /** One that takes over finds the routes of the one before, and nobody may lose his. */
    @Test
    void keepsTheRoutesThatItWantsOfTheOneBeforeAndRemovesTheOthers() {
        Tunnels before = tunnels(OptionalInt.empty());
        before.forward(HOME, List.of(IPIP), List.of(VAN));
        Ipv4 gone = Ipv4.parse("10.10.0.58");
        before.forward(gone, List.of(MINIMAL), List.of());
        before.leaveRoutes();
        Tunnels after = tunnels(OptionalInt.empty());
        after.forward(HOME, List.of(IPIP), List.of(VAN));
        after.removeUnwanted();
        before.close();
        assertThat(network.routes())
                .extracting(Route::destination)
                .containsExactlyInAnyOrder(Ipv4Prefix.host(HOME), VAN);
    }

    /** One that gave each node a route is followed by one that needs none. */
    @Test
    void whereOneRouteLeadsToAllThoseOfTheOneBeforeAreRemovedBehindIt() {
        Tunnels before = tunnels(OptionalInt.empty());
        before.forward(HOME, List.of(IPIP), List.of(VAN));
        before.leaveRoutes();
        Tunnels after = tunnels(OptionalInt.empty());
        after.leadAll(HOMES);
        after.forward(HOME, List.of(IPIP), List.of(VAN));
        assertThat(network.routes()).hasSize(3);
        after.removeUnwanted();
        assertThat(network.routes()).extracting(Route::destination).containsExactlyInAnyOrder(HOMES, VAN);
    }
}
