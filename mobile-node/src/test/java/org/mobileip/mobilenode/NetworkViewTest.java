package org.mobileip.mobilenode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.MacAddress;

/** Links, addresses and routes as the Linux kernel keeps them, what it drops without a word included. */
class NetworkViewTest {

    private static final int ETH = 3;
    private static final int WLAN = 4;
    private static final int OURS = 78;
    private static final Ipv4 FAR = Ipv4.parse("10.10.0.1");
    private static final Ipv4 ROUTER = Ipv4.parse("192.0.2.1");

    private final NetworkView view = new NetworkView();

    private static Link link(int index, boolean up, boolean running) {
        return new Link(index, index == ETH ? "eth0" : "wlan0", new MacAddress(index), up, running, false, 1500);
    }

    private static LinkAddress address(int link, String address) {
        return new LinkAddress(link, InterfaceAddress.parse(address));
    }

    private static Route route(String destination, int link, long metric) {
        return new Route(
                Ipv4Prefix.parse(destination),
                Optional.of(ROUTER),
                link,
                Optional.empty(),
                Route.TABLE_MAIN,
                3,
                metric);
    }

    private static Route fromSource(String destination, int link, String source) {
        return new Route(
                Ipv4Prefix.parse(destination),
                Optional.empty(),
                link,
                Optional.of(Ipv4.parse(source)),
                Route.TABLE_MAIN,
                2,
                0);
    }

    private void add(Route route) {
        view.apply(new NetworkChange.RouteAdded(route));
    }

    private Optional<Route> way(int link) {
        return view.routeTo(FAR, link, OURS);
    }

    @BeforeEach
    void twoLinks() {
        view.replaceAll(
                List.of(link(ETH, true, true), link(WLAN, true, true)),
                List.of(address(ETH, "192.0.2.44/24"), address(WLAN, "198.51.100.23/24")),
                List.of());
    }

    @Test
    void knowsAfterReadingOnlyWhatWasRead() {
        add(route("0.0.0.0/0", ETH, 100));
        view.replaceAll(List.of(link(WLAN, true, true)), List.of(), List.of(route("0.0.0.0/0", WLAN, 5)));
        assertThat(view.link(ETH)).isEmpty();
        assertThat(view.isRunning(ETH)).isFalse();
        assertThat(view.addressesOf(ETH)).isEmpty();
        assertThat(way(ETH)).isEmpty();
        assertThat(way(WLAN)).isPresent();
    }

    @Test
    void runsOnlyWhereALinkIsUpAndHasItsCarrier() {
        assertThat(view.isRunning(ETH)).isTrue();
        view.apply(new NetworkChange.LinkChanged(link(ETH, true, false)));
        assertThat(view.isRunning(ETH)).isFalse();
        view.apply(new NetworkChange.LinkChanged(link(ETH, false, true)));
        assertThat(view.isRunning(ETH)).isFalse();
    }

    /** {@code ip link set eth0 down} drops its routes, a cable pulled out does not. */
    @Test
    void dropsTheRoutesOfALinkThatIsTakenDownButKeepsThemWhereOnlyTheCarrierIsGone() {
        add(route("0.0.0.0/0", ETH, 100));
        add(route("0.0.0.0/0", WLAN, 200));
        view.apply(new NetworkChange.LinkChanged(link(ETH, true, false)));
        assertThat(way(ETH)).isPresent();
        view.apply(new NetworkChange.LinkChanged(link(ETH, false, false)));
        assertThat(way(ETH)).isEmpty();
        assertThat(way(WLAN)).isPresent();
    }

    @Test
    void dropsAddressesAndRoutesWithALinkThatIsRemoved() {
        add(route("0.0.0.0/0", ETH, 100));
        add(route("0.0.0.0/0", WLAN, 200));
        view.apply(new NetworkChange.LinkRemoved(ETH));
        assertThat(view.linkNamed("eth0")).isEmpty();
        assertThat(view.addressesOf(ETH)).isEmpty();
        assertThat(way(ETH)).isEmpty();
        assertThat(view.addressesOf(WLAN)).hasSize(1);
        assertThat(way(WLAN)).isPresent();
    }

    @Test
    void dropsAllRoutesOfALinkWithItsLastAddressAndNoneBefore() {
        view.apply(new NetworkChange.AddressAdded(address(ETH, "192.0.2.45/24")));
        add(route("0.0.0.0/0", ETH, 100));
        view.apply(new NetworkChange.AddressRemoved(address(ETH, "192.0.2.45/24")));
        assertThat(way(ETH)).isPresent();
        view.apply(new NetworkChange.AddressRemoved(address(ETH, "192.0.2.44/24")));
        assertThat(way(ETH)).isEmpty();
    }

    @Test
    void dropsTheRoutesThatSpeakFromAnAddressThatIsGoneAndNoOthers() {
        view.apply(new NetworkChange.AddressAdded(address(ETH, "192.0.2.45/24")));
        add(fromSource("10.0.0.0/8", ETH, "192.0.2.45"));
        add(fromSource("0.0.0.0/0", ETH, "192.0.2.44"));
        assertThat(way(ETH).flatMap(Route::source)).contains(Ipv4.parse("192.0.2.45"));
        view.apply(new NetworkChange.AddressRemoved(address(ETH, "192.0.2.45/24")));
        assertThat(way(ETH).flatMap(Route::source)).contains(Ipv4.parse("192.0.2.44"));
    }

    @Test
    void keepsTheRoutesThatSpeakFromAnAddressThatAnotherLinkStillHas() {
        view.apply(new NetworkChange.AddressAdded(address(WLAN, "192.0.2.45/32")));
        view.apply(new NetworkChange.AddressAdded(address(ETH, "192.0.2.45/24")));
        add(fromSource("10.0.0.0/8", ETH, "192.0.2.45"));
        view.apply(new NetworkChange.AddressRemoved(address(ETH, "192.0.2.45/24")));
        assertThat(way(ETH)).isPresent();
        view.apply(new NetworkChange.AddressRemoved(address(WLAN, "192.0.2.45/32")));
        assertThat(way(ETH)).isEmpty();
    }

    /** A daemon replaces its route by another link first and removes the old one then: the same place in the table. */
    @Test
    void takesAwayARouteOnlyWhereItIsTheSamePath() {
        Route byEth = route("0.0.0.0/0", ETH, 100);
        Route byWlan = route("0.0.0.0/0", WLAN, 100);
        add(byEth);
        add(byWlan);
        view.apply(new NetworkChange.RouteRemoved(byEth));
        assertThat(way(WLAN)).contains(byWlan);
        Route byAnotherRouter = new Route(
                Ipv4Prefix.ALL,
                Optional.of(Ipv4.parse("198.51.100.1")),
                WLAN,
                Optional.empty(),
                Route.TABLE_MAIN,
                3,
                100);
        view.apply(new NetworkChange.RouteRemoved(byAnotherRouter));
        assertThat(way(WLAN)).contains(byWlan);
        view.apply(new NetworkChange.RouteRemoved(byWlan));
        assertThat(way(WLAN)).isEmpty();
        // And what nobody knows of.
        view.apply(new NetworkChange.RouteRemoved(byWlan));
        assertThat(way(WLAN)).isEmpty();
    }

    @Test
    void goesByTheLongestPrefixAndThenByTheLowestMetric() {
        Route better = route("0.0.0.0/0", ETH, 50);
        add(route("0.0.0.0/0", ETH, 100));
        add(better);
        add(route("0.0.0.0/0", ETH, 200));
        assertThat(way(ETH)).contains(better);
        Route longer = route("10.10.0.0/16", ETH, 900);
        add(longer);
        add(route("10.0.0.0/8", ETH, 1));
        add(route("10.11.0.0/16", ETH, 1));
        assertThat(way(ETH)).contains(longer);
    }

    @Test
    void goesByTheMainTableAndByRoutesOfOthersAlone() {
        Route inOurTable = new Route(Ipv4Prefix.ALL, Optional.of(ROUTER), ETH, Optional.empty(), 5210, 3, 0);
        Route ofOurs = new Route(Ipv4Prefix.ALL, Optional.of(ROUTER), ETH, Optional.empty(), Route.TABLE_MAIN, OURS, 1);
        add(inOurTable);
        add(ofOurs);
        assertThat(way(ETH)).isEmpty();
        assertThat(view.defaultRoute(ETH, OURS)).isEmpty();
        Route theirs = route("0.0.0.0/0", ETH, 100);
        add(theirs);
        assertThat(way(ETH)).contains(theirs);
        assertThat(view.defaultRoute(ETH, OURS)).contains(theirs);
        assertThat(view.defaultRoute(WLAN, OURS)).isEmpty();
    }

    @Test
    void takesNoOtherRouteForTheDefaultRoute() {
        add(route("10.10.0.0/16", ETH, 1));
        assertThat(view.defaultRoute(ETH, OURS)).isEmpty();
    }

    @Test
    void knowsTheNetworkOfEachAddressOfALink() {
        view.apply(new NetworkChange.AddressAdded(address(ETH, "203.0.113.9/28")));
        assertThat(view.prefixOf(ETH, Ipv4.parse("203.0.113.9"))).contains(Ipv4Prefix.parse("203.0.113.0/28"));
        assertThat(view.prefixOf(ETH, Ipv4.parse("192.0.2.44"))).contains(Ipv4Prefix.parse("192.0.2.0/24"));
        assertThat(view.prefixOf(WLAN, Ipv4.parse("192.0.2.44"))).isEmpty();
    }

    @Test
    void isNotMovedByRulesOrByAnOverrun() {
        add(route("0.0.0.0/0", ETH, 100));
        Rule rule = new Rule(100, Optional.empty(), OptionalInt.empty(), 254, OptionalInt.empty(), 3);
        view.apply(new NetworkChange.RuleAdded(rule));
        view.apply(new NetworkChange.RuleRemoved(rule));
        view.apply(new NetworkChange.Overrun());
        assertThat(way(ETH)).isPresent();
        assertThat(view.links()).hasSize(2);
    }
}
