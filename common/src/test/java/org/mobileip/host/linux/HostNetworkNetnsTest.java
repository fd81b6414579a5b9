package org.mobileip.host.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.mobileip.testing.NetnsSupport.ip;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mobileip.host.Destination;
import org.mobileip.host.Link;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.Neighbour;
import org.mobileip.host.NetworkChange;
import org.mobileip.host.Route;
import org.mobileip.host.Rule;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.MacAddress;
import org.mobileip.testing.NetnsSupport;

/** What we ask of the kernel, checked with iproute2; what iproute2 asks, checked with our monitor. */
// One piece: what is put and what is heard of it are two sides of the same machine, and of the same tests.
@Tag("netns")
@Timeout(60)
final class HostNetworkNetnsTest {

    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:0a");
    private static final InterfaceAddress HOME = InterfaceAddress.parse("10.10.0.57/24");
    private static final Ipv4 GATEWAY = Ipv4.parse("10.10.0.1");

    private NetworkNamespace here;
    private NetworkNamespace there;
    private LinuxHostNetwork network;
    private NetworkMonitor monitor;
    private int veth0;

    @BeforeEach
    void connect() {
        NetnsSupport.assumeAvailable();
        here = NetworkNamespace.create("here");
        there = NetworkNamespace.create("there");
        try (VirtualLinks links = new VirtualLinks(here)) {
            links.connect(
                    new VirtualLinks.End("veth0", MAC),
                    there,
                    new VirtualLinks.End("eth0", MacAddress.parse("02:00:00:00:00:0b")));
            veth0 = links.index("veth0");
        }
        network = here.call(LinuxHostNetwork::open);
        monitor = here.call(NetworkMonitor::open);
    }

    @AfterEach
    void close() {
        if (network != null) {
            network.close();
            monitor.close();
            here.close();
            there.close();
        }
    }

    private Link link() {
        return network.links().stream()
                .filter(link -> link.index() == veth0)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void hearsWhenThePlaceForFiltersIsGoneAndWhoWantsOfEachFilter() {
        NetnsSupport.run(here, "tc", "qdisc", "add", "dev", "veth0", "clsact");
        String[] filter = {"pref", "434", "bpf", "bytecode", "1,6 0 0 0"};
        try (NetworkMonitor ofPlaces = here.call(NetworkMonitor::openForLinksRulesAndFilterPlaces);
                NetworkMonitor ofFilters = here.call(NetworkMonitor::openForLinksAndFilters)) {
            NetnsSupport.run(here, with(filter, "tc", "filter", "add", "dev", "veth0", "ingress"));
            NetnsSupport.run(here, "tc", "filter", "delete", "dev", "veth0", "ingress", "pref", "434");
            NetnsSupport.run(here, "tc", "qdisc", "delete", "dev", "veth0", "clsact");
            assertThat(ofPlaces.read()).containsExactly(new NetworkChange.FilterPlaceRemoved(veth0));
            assertThat(ofFilters.read())
                    .containsExactly(
                            new NetworkChange.FilterRemoved(veth0), new NetworkChange.FilterPlaceRemoved(veth0));
        }
    }

    private static String[] with(String[] last, String... first) {
        return Stream.concat(Stream.of(first), Stream.of(last)).toArray(String[]::new);
    }

    /** A program with a route of its own for all of a network must know who else leads some of it elsewhere, or nowhere. */
    @Test
    void hearsOfOthersRoutesIntoANetworkAndOfNoOthers() {
        network.setLinkUp(veth0, true);
        ip(there, "link set eth0 up");
        Ipv4Prefix within = Ipv4Prefix.parse("10.10.0.0/16");
        List<String> heard = List.of(
                "10.10.0.0/16 dev veth0 metric 7",
                "blackhole 10.10.4.0/24",
                "unreachable 10.10.5.0/24",
                "prohibit 10.10.6.0/24",
                "throw 10.10.7.7/32",
                "10.10.8.0/24 nexthop dev veth0 nexthop dev lo");
        try (NetworkMonitor ofOthers = here.call(() -> NetworkMonitor.openForDestinationsWithin(within, 77))) {
            ip(
                    here,
                    "route add 10.10.1.0/24 dev veth0 proto 77",
                    "route add 10.10.2.0/24 dev veth0 table 100",
                    "route add 10.0.0.0/8 dev veth0",
                    "route add default dev veth0",
                    "route add 10.11.0.0/16 dev veth0",
                    "route add 10.11.3.0/24 dev veth0",
                    "address add 10.10.9.9/32 dev lo");
            assertThat(ofOthers.read()).isEmpty();
            heard.forEach(route -> ip(here, "route add proto static " + route));
            ip(here, "route del blackhole 10.10.4.0/24");
            List<Destination> destinations = Stream.of(
                            "10.10.0.0/16",
                            "10.10.4.0/24",
                            "10.10.5.0/24",
                            "10.10.6.0/24",
                            "10.10.7.7/32",
                            "10.10.8.0/24")
                    .map(each -> new Destination(Ipv4Prefix.parse(each), Route.TABLE_MAIN, 4))
                    .toList();
            assertThat(ofOthers.read())
                    .containsExactlyElementsOf(destinations.stream()
                            .map(NetworkChange.DestinationAdded::new)
                            .toList());
            assertThat(network.destinations())
                    .containsAll(destinations.stream()
                            .filter(each -> !each.prefix().equals(Ipv4Prefix.parse("10.10.4.0/24")))
                            .toList())
                    .contains(
                            new Destination(Ipv4Prefix.ALL, Route.TABLE_MAIN, 3),
                            new Destination(Ipv4Prefix.parse("10.10.2.0/24"), 100, 3))
                    .noneMatch(each -> each.table() == Route.TABLE_LOCAL);
        }
    }

    @Test
    void setsLinksUpAndTheirMtu() {
        assertThat(link()).isEqualTo(new Link(veth0, "veth0", MAC, false, false, false, 1500));

        network.setLinkUp(veth0, true);
        network.setMtu(veth0, 1400);
        assertThat(link()).isEqualTo(new Link(veth0, "veth0", MAC, true, false, false, 1400));

        ip(there, "link set eth0 up");
        assertThat(link().running()).isTrue();
        network.setLinkUp(veth0, false);
        assertThat(link().up()).isFalse();
        assertThatThrownBy(() -> network.setMtu(veth0, 10))
                .hasMessage("set MTU of link " + veth0 + " to 10: mtu less than device minimum: Invalid argument"
                        + " (errno 22)");
    }

    @Test
    void addsAndRemovesAddressesAsOftenAsYouLike() {
        network.addAddress(veth0, HOME);
        network.addAddress(veth0, HOME);
        assertThat(network.addresses()).contains(new LinkAddress(veth0, HOME));
        assertThat(ip(here, "-4 -o address show dev veth0")).contains("10.10.0.57/24 brd 10.10.0.255");

        network.removeAddress(veth0, HOME);
        network.removeAddress(veth0, HOME);
        network.removeAddress(999, HOME);
        assertThat(network.addresses()).doesNotContain(new LinkAddress(veth0, HOME));
    }

    @Test
    void putsReplacesAndRemovesRoutes() {
        network.setLinkUp(veth0, true);
        network.addAddress(veth0, HOME);
        Route route = new Route(
                Ipv4Prefix.parse("10.20.0.0/16"),
                Optional.of(GATEWAY),
                veth0,
                Optional.of(HOME.address()),
                5210,
                78,
                100);
        Route direct = new Route(route.destination(), Optional.empty(), veth0, Optional.empty(), 5210, 78, 100);

        network.putRoute(direct);
        network.putRoute(route);
        network.putRoute(route);
        assertThat(ip(here, "route show table 5210"))
                .startsWith("10.20.0.0/16 via 10.10.0.1 dev veth0 proto 78 src 10.10.0.57 metric 100")
                .hasLineCount(1);
        assertThat(network.routes()).contains(route).doesNotContain(direct);

        network.removeRoute(route);
        network.removeRoute(route);
        assertThat(network.routes()).doesNotContain(route);
        Ipv4 nobodys = Ipv4.parse("10.99.0.1");
        assertThatThrownBy(() -> network.putRoute(
                        new Route(route.destination(), Optional.of(GATEWAY), veth0, Optional.of(nobodys), 254, 78, 0)))
                .hasMessage("put route 10.20.0.0/16: Invalid prefsrc address: Invalid argument (errno 22)");
    }

    @Test
    void addsAndRemovesRules() {
        OptionalInt none = OptionalInt.empty();
        List<Rule> ours = List.of(
                new Rule(5200, Optional.empty(), OptionalInt.of(0x4d49), 254, none, 78),
                new Rule(5201, Optional.of(Ipv4Prefix.host(HOME.address())), none, 5210, none, 78),
                new Rule(5203, Optional.empty(), none, 254, OptionalInt.of(0), 78),
                new Rule(5204, Optional.empty(), none, 5210, none, 78));

        ours.forEach(network::addRule);
        ours.forEach(network::addRule);
        assertThat(network.rules()).containsAll(ours);
        assertThat(ip(here, "rule"))
                .contains("5200:\tfrom all fwmark 0x4d49 lookup main proto 78")
                .contains("5201:\tfrom 10.10.0.57 lookup 5210 proto 78")
                .contains("5203:\tfrom all lookup main suppress_prefixlength 0 proto 78")
                .contains("5204:\tfrom all lookup 5210 proto 78");

        ours.forEach(network::removeRule);
        ours.forEach(network::removeRule);
        assertThat(ip(here, "rule")).hasLineCount(3);
    }

    @Test
    void knowsTheNeighboursThatTheKernelKnows() {
        ip(here, "neigh add 10.10.0.1 lladdr 02:00:00:00:00:01 dev veth0");

        assertThat(network.neighbour(veth0, GATEWAY)).contains(MacAddress.parse("02:00:00:00:00:01"));
        assertThat(network.neighbour(veth0, Ipv4.parse("10.10.0.2"))).isEmpty();
    }

    @Test
    void readsTablesOfAnyLength() throws Exception {
        network.setLinkUp(veth0, true);
        StringBuilder batch = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            batch.append("route add 10.")
                    .append(100 + i / 256)
                    .append('.')
                    .append(i % 256)
                    .append(".0/24 dev veth0\n");
        }
        Path file = Files.writeString(Files.createTempFile("routes", ".batch"), batch);
        try {
            ip(here, "-batch " + file);
        } finally {
            Files.delete(file);
        }
        assertThat(network.routes().stream().filter(route -> route.linkIndex() == veth0))
                .hasSize(5000);
    }

    private List<NetworkChange> changes() {
        List<NetworkChange> all = new ArrayList<>();
        while (new PollSet(monitor.fd()).await(0)) {
            all.addAll(monitor.read());
        }
        return all;
    }

    @Test
    void hearsWhatOthersChange() {
        ip(here, "link set veth0 up");
        ip(here, "address add 10.10.0.57/24 dev veth0");
        ip(here, "route add 10.20.0.0/16 via 10.10.0.1 proto 99");
        ip(here, "rule add pref 5300 table 5210 protocol 99");
        LinkAddress address = new LinkAddress(veth0, HOME);
        Route route =
                new Route(Ipv4Prefix.parse("10.20.0.0/16"), Optional.of(GATEWAY), veth0, Optional.empty(), 254, 99, 0);
        Rule rule = new Rule(5300, Optional.empty(), OptionalInt.empty(), 5210, OptionalInt.empty(), 99);
        assertThat(changes())
                .contains(
                        new NetworkChange.LinkChanged(link()),
                        new NetworkChange.AddressAdded(address),
                        new NetworkChange.RouteAdded(route),
                        new NetworkChange.RuleAdded(rule));

        ip(here, "rule del pref 5300");
        ip(here, "route del 10.20.0.0/16");
        ip(here, "address del 10.10.0.57/24 dev veth0");
        ip(here, "link del veth0");
        assertThat(changes())
                .contains(
                        new NetworkChange.RuleRemoved(rule),
                        new NetworkChange.RouteRemoved(route),
                        new NetworkChange.AddressRemoved(address),
                        new NetworkChange.LinkRemoved(veth0));
        assertThat(monitor.read()).isEmpty();
    }

    @Test
    void saysWhenThereWasMoreThanTheKernelCouldHold() {
        monitor.fd().setReceiveBuffer(1);
        for (int i = 0; i < 50; i++) {
            network.setMtu(veth0, 1400 + i);
        }

        assertThat(changes()).contains(new NetworkChange.Overrun());
        network.setMtu(veth0, 1300);
        assertThat(changes()).contains(new NetworkChange.LinkChanged(link()));
    }

    @Test
    void movesAnInterfaceFromBridgeToBridge() {
        try (VirtualLinks links = new VirtualLinks(here)) {
            links.makeBridge("cafe");
            links.makeBridge("office");
            links.attach("veth0", "cafe");
            assertThat(ip(here, "link show veth0")).contains("master cafe");
            links.attach("veth0", "office");
            assertThat(ip(here, "link show veth0")).contains("master office");
            links.detach("veth0");
            assertThat(ip(here, "link show veth0")).doesNotContain("master");
            links.delete("veth0");
            assertThat(ip(there, "link show")).doesNotContain("eth0");
            assertThatThrownBy(() -> links.index("veth0")).hasMessageContaining("find veth0 in network namespace here");
        }
    }

    @Test
    void aPulledCableIsToldAtOnceHoweverOftenItIsPulled() {
        try (VirtualLinks links = new VirtualLinks(here);
                VirtualLinks peer = new VirtualLinks(there)) {
            links.setUp("veth0", true);
            for (int pulls = 0; pulls < 5; pulls++) {
                peer.setUp("eth0", true);
                awaitRunning(true);
                peer.setUp("eth0", false);
                awaitRunning(false);
            }
        }
    }

    @Test
    void noticesACarrierWhenItIsAskedTo() {
        assumeThat(kernelVersion()).as("version of Linux").isGreaterThanOrEqualTo(6.08);
        try (VirtualLinks links = new VirtualLinks(here);
                VirtualLinks peer = new VirtualLinks(there)) {
            links.setUp("veth0", true);
            for (int plugs = 0; plugs < 20; plugs++) {
                peer.setUp("eth0", true);
                links.noticeCarrier("veth0");
                assertThat(links.isRunning("veth0")).isTrue();
                peer.setUp("eth0", false);
                links.noticeCarrier("veth0");
                assertThat(links.isRunning("veth0")).isFalse();
            }
        }
    }

    /** 6.08 for Linux 6.8, 6.18 for Linux 6.18. */
    private static double kernelVersion() {
        String[] parts = System.getProperty("os.version").split("\\D+", -1);
        return Integer.parseInt(parts[0]) + Integer.parseInt(parts[1]) / 100.0;
    }

    /** For a tenth of the second that the kernel may keep such news to itself. */
    private void awaitRunning(boolean wanted) {
        PollSet told = new PollSet(monitor.fd());
        long end = System.nanoTime() + 100_000_000L;
        while (System.nanoTime() - end < 0) {
            told.await(10);
            for (NetworkChange change : monitor.read()) {
                if (change instanceof NetworkChange.LinkChanged changed
                        && changed.link().index() == veth0
                        && changed.link().running() == wanted) {
                    return;
                }
            }
        }
        throw new AssertionError("not told that running is " + wanted);
    }

    @Test
    void knowsANeighbourItWasToldOfForGood() {
        try (VirtualLinks links = new VirtualLinks(here)) {
            links.setUp("veth0", true);
            links.setNeighbour("veth0", GATEWAY, MAC);
            assertThat(ip(here, "neigh show dev veth0")).isEqualTo("10.10.0.1 lladdr 02:00:00:00:00:0a PERMANENT \n");
        }
    }

    @Test
    void putsNeighboursThatSayWhoMadeThemAndRemovesThemAsOftenAsYouLike() {
        network.setLinkUp(veth0, true);
        Neighbour agent = new Neighbour(veth0, GATEWAY, MacAddress.parse("02:00:00:00:00:0c"), 78);
        network.putNeighbour(agent);
        assertThat(network.neighbours()).contains(agent);
        assertThat(ip(here, "neighbour show dev veth0")).contains("10.10.0.1 lladdr 02:00:00:00:00:0c PERMANENT");
        Neighbour moved = new Neighbour(veth0, GATEWAY, MacAddress.parse("02:00:00:00:00:0d"), 78);
        network.putNeighbour(moved);
        assertThat(network.neighbours()).contains(moved).doesNotContain(agent);
        network.removeNeighbour(moved);
        network.removeNeighbour(moved);
        assertThat(network.neighbours()).isEmpty();
    }

    @Test
    void routesByAGatewayOfALinkWithoutAnAddress() {
        network.setLinkUp(veth0, true);
        Route byAgent = new Route(Ipv4Prefix.ALL, Optional.of(GATEWAY), veth0, Optional.empty(), 5210, 78, 0);
        network.putRoute(byAgent);
        assertThat(network.routes()).contains(byAgent);
        assertThat(ip(here, "route show table 5210")).contains("onlink");
    }

    @Test
    void takesTheOwnEndOfALinkToAPeerForItsAddressAndNotThePeers() {
        ip(here, "address add 10.99.0.2 peer 10.99.0.1/32 dev veth0");
        assertThat(network.addresses())
                .extracting(each -> each.address().address())
                .contains(Ipv4.parse("10.99.0.2"))
                .doesNotContain(Ipv4.parse("10.99.0.1"));
    }
}
