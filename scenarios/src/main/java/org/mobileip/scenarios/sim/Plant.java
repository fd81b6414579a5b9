package org.mobileip.scenarios.sim;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mobileip.host.Link;
import org.mobileip.host.Neighbour;
import org.mobileip.host.Route;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.net.MacAddress;
import org.mobileip.scenarios.act.Roamer;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.plan.AddressPlan;
import org.mobileip.scenarios.plan.Configuration;
import org.mobileip.scenarios.plan.HomeNetwork;
import org.mobileip.scenarios.plan.InterfaceNames;
import org.mobileip.scenarios.plan.Lease;
import org.mobileip.scenarios.sim.machine.Machine;
import org.mobileip.scenarios.sim.machine.Nat;
import org.mobileip.scenarios.sim.machine.Nic;
import org.mobileip.scenarios.sim.machine.Segment;
import org.mobileip.scenarios.sim.machine.Timeline;
import org.mobileip.scenarios.wire.Impairment;

/**
 * The networks and machines of a scenario, laid out as in the netns world:
 *
 * <pre>
 *   node --cable-- segment of its network, router --uplink-- core --uplink-- router, segment --cable-- node
 * </pre>
 *
 * What a network does to packets it does on its uplink, what is done to a link is done on its cable.
 */
final class Plant {

    /** What a network's router calls its interface into the network. */
    static final String BRIDGE = "bridge";

    private static final String TUNNEL = "mip0";
    private static final long LOCALLY_ADMINISTERED = 0x02L << 40;

    private final Scenario scenario;
    private final AddressPlan addresses;
    private final Timeline timeline;
    private final Instant epoch;
    private final long seed;
    private final Machine core;
    private final Map<String, Site> sites = new LinkedHashMap<>();
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private final Map<String, Map<String, Nic>> cables = new LinkedHashMap<>();
    private final Map<String, Roamer> roamers = new LinkedHashMap<>();
    private long lastMac;

    /** A network as it was built. */
    private record Site(
            Scenario.Network network,
            String interfaceName,
            Machine router,
            Segment segment,
            Nic inside,
            Nic uplink,
            Nic downlink,
            Optional<Nat> nat) {}

    private Plant(Scenario scenario, AddressPlan addresses, Timeline timeline, Instant epoch, long seed) {
        this.scenario = scenario;
        this.addresses = addresses;
        this.timeline = timeline;
        this.epoch = epoch;
        this.seed = seed;
        this.core = new Machine("core", timeline, epoch, true);
    }

    /**
     * Builds everything.
     *
     * @param epoch what all clocks show at the beginning
     * @throws WorldException when the script wants what cannot be
     */
    static Plant build(Scenario scenario, AddressPlan addresses, Timeline timeline, Instant epoch, long seed)
            throws WorldException {
        Plant plant = new Plant(scenario, addresses, timeline, epoch, seed);
        InterfaceNames onNodes = new InterfaceNames("lo", TUNNEL, Configuration.LINK_BEHIND);
        for (Scenario.Network network : scenario.networks()) {
            plant.buildNetwork(network, onNodes.of(network.name()));
        }
        for (Scenario.HomeAgentNode agent : scenario.homeAgents()) {
            plant.buildFixed(agent.name(), agent.network(), agent.address());
            HomeNetwork home = HomeNetwork.of(scenario, agent);
            if (home.isVirtual()) {
                plant.routeTo(agent, home.prefix());
                plant.machineOf(agent.name()).putUnreachable(home.prefix());
            }
        }
        scenario.hosts().stream()
                .filter(host -> scenario.mobileOf(host).isEmpty())
                .forEach(host -> plant.buildFixed(host.name(), host.network(), host.address()));
        scenario.mobiles().forEach(plant::buildMobile);
        scenario.mobiles().forEach(plant::buildBehind);
        return plant;
    }

    private MacAddress nextMac() {
        return new MacAddress(LOCALLY_ADMINISTERED | ++lastMac);
    }

    /** The chances of each cable are its own; two numbers each are taken. */
    private Nic card(Machine machine, String name, int mtu, Segment segment) {
        MacAddress mac = nextMac();
        return machine.addNic(name, mac, mtu, segment, seed * 1_000_003 + mac.bits() * 2);
    }

    private void buildNetwork(Scenario.Network network, String interfaceName) {
        int mtu = network.quality().mtu().orElse(Link.ETHERNET_MTU);
        Machine router = new Machine("network " + network.name(), timeline, epoch, true);
        Segment segment = new Segment();
        Nic inside = card(router, BRIDGE, mtu, segment);
        inside.setCarrier(true);
        Ipv4 gateway = addresses.gateway(network.name());
        router.network()
                .addAddress(
                        inside.index(),
                        new InterfaceAddress(gateway, network.prefix().length()));
        Segment wire = new Segment();
        Nic uplink = card(router, "core", Link.ETHERNET_MTU, wire);
        Nic downlink = card(core, interfaceName, Link.ETHERNET_MTU, wire);
        Ipv4 routerEnd = addresses.routerEnd(network.name());
        Ipv4 coreEnd = addresses.coreEnd(network.name());
        join(router, uplink, routerEnd, core, downlink, coreEnd);
        join(core, downlink, coreEnd, router, uplink, routerEnd);
        router.network().putRoute(LeasedNic.defaultRoute(coreEnd, uplink.index(), 0));
        Impairment impairment = Impairment.of(network.quality());
        uplink.out().change(impairment);
        downlink.out().change(impairment);
        Optional<Nat> nat = network.nat()
                ? Optional.of(new Nat(router, uplink, routerEnd, seed * 31 + sites.size()))
                : Optional.empty();
        Site site = new Site(network, interfaceName, router, segment, inside, uplink, downlink, nat);
        sites.put(network.name(), site);
        if (nat.isEmpty()) {
            routeBack(site, network.prefix());
        }
    }

    /** Nobody asks by ARP on the wire to the core. */
    private static void join(Machine one, Nic near, Ipv4 ours, Machine other, Nic far, Ipv4 theirs) {
        near.setCarrier(true);
        one.network().addAddress(near.index(), new InterfaceAddress(ours, 31));
        one.network().putNeighbour(new Neighbour(near.index(), theirs, far.mac(), LeasedNic.PROTOCOL_STATIC));
        if (other == one) {
            throw new AssertionError("a wire from " + one + " to itself");
        }
    }

    private void routeBack(Site site, Ipv4Prefix prefix) {
        Ipv4 router = addresses.routerEnd(site.network.name());
        core.network().putRoute(route(prefix, router, site.downlink.index()));
    }

    private static Route route(Ipv4Prefix prefix, Ipv4 gateway, int link) {
        Route all = LeasedNic.defaultRoute(gateway, link, 0);
        return new Route(prefix, all.gateway(), link, all.source(), all.table(), all.protocol(), all.metric());
    }

    /** To the home agent, and from there through the tunnels. */
    private void routeTo(Scenario.HomeAgentNode agent, Ipv4Prefix prefix) {
        Site site = site(agent.network());
        routeBack(site, prefix);
        site.router.network().putRoute(route(prefix, agent.address(), site.inside.index()));
    }

    private void buildFixed(String name, String network, Ipv4 address) {
        Site site = site(network);
        Machine machine = machine(name, scenario.homeAgent(name).isPresent());
        Nic nic = cable(machine, name, site);
        nic.setCarrier(true);
        machine.network()
                .addAddress(
                        nic.index(),
                        new InterfaceAddress(address, site.network.prefix().length()));
        machine.network().putRoute(LeasedNic.defaultRoute(addresses.gateway(network), nic.index(), 0));
    }

    private void buildMobile(Scenario.MobileNode mobile) {
        String name = mobile.name();
        Machine machine = machine(name, false);
        Roamer roamer = new Roamer();
        for (Site site : sites.values()) {
            String network = site.network.name();
            Optional<Lease> lease = addresses.lease(name, site.network);
            Nic nic = cable(machine, name, site);
            roamer.add(network, new LeasedNic(machine.network(), nic, lease, roamer.nextMetric()), lease.isPresent());
        }
        roamers.put(name, roamer);
        scenario.homeNetworkOf(mobile).ifPresent(home -> roamer.join(home.name()));
    }

    /** What is behind a mobile node, and goes with it: a link of its own on the node's machine. */
    private void buildBehind(Scenario.MobileNode mobile) {
        if (mobile.networks().isEmpty()) {
            return;
        }
        Segment segment = new Segment();
        Machine router = machineOf(mobile.name());
        Nic inside = card(router, Configuration.LINK_BEHIND, Link.ETHERNET_MTU, segment);
        inside.setCarrier(true);
        for (Ipv4Prefix prefix : mobile.networks()) {
            routeTo(scenario.homeAgentOf(mobile), prefix);
            router.network()
                    .addAddress(inside.index(), new InterfaceAddress(addresses.routerOf(prefix), prefix.length()));
        }
        scenario.hosts().stream()
                .filter(host -> host.network().equals(mobile.name()))
                .forEach(host -> buildHostBehind(host, mobile, segment));
    }

    private void buildHostBehind(Scenario.HostNode host, Scenario.MobileNode mobile, Segment segment) {
        Ipv4Prefix prefix = mobile.networks().stream()
                .filter(each -> each.contains(host.address()))
                .findFirst()
                .orElseThrow();
        Machine machine = machine(host.name(), false);
        Nic nic = card(machine, Configuration.LINK_BEHIND, Link.ETHERNET_MTU, segment);
        nic.setCarrier(true);
        machine.network().addAddress(nic.index(), new InterfaceAddress(host.address(), prefix.length()));
        machine.network().putRoute(LeasedNic.defaultRoute(addresses.routerOf(prefix), nic.index(), 0));
        cables.put(host.name(), Map.of(mobile.name(), nic));
    }

    private Machine machine(String name, boolean forwards) {
        Machine machine = new Machine(name, timeline, epoch, forwards);
        machines.put(name, machine);
        return machine;
    }

    private Nic cable(Machine machine, String node, Site site) {
        Nic nic =
                card(machine, site.interfaceName, site.network.quality().mtu().orElse(Link.ETHERNET_MTU), site.segment);
        cables.computeIfAbsent(node, none -> new LinkedHashMap<>()).put(site.network.name(), nic);
        return nic;
    }

    private Site site(String network) {
        return Optional.ofNullable(sites.get(network)).orElseThrow(() -> new AssertionError("no network " + network));
    }

    /** What the interface into each network is called on each node. */
    Map<String, String> interfaceNames() {
        Map<String, String> names = new LinkedHashMap<>();
        sites.forEach((name, site) -> names.put(name, site.interfaceName));
        return names;
    }

    String interfaceName(String network) {
        return site(network).interfaceName;
    }

    /** The machine of a home agent, mobile node or host. */
    Machine machineOf(String node) {
        return Optional.ofNullable(machines.get(node)).orElseThrow(() -> new AssertionError("no node " + node));
    }

    /** The router of a network, on which its foreign agent runs. */
    Machine routerOf(String network) {
        return site(network).router;
    }

    /** The node's interface in the network; empty: it has none. */
    Optional<Nic> cable(String node, String network) {
        return Optional.ofNullable(cables.getOrDefault(node, Map.of()).get(network));
    }

    /** The mobile node as something that moves. */
    Roamer roamer(String mobile) {
        return Optional.ofNullable(roamers.get(mobile))
                .orElseThrow(() -> new AssertionError("no mobile node " + mobile));
    }

    /** The NAT of the network; empty: it has none. */
    Optional<Nat> nat(String network) {
        return site(network).nat;
    }

    int networks() {
        return sites.size();
    }

    int nodes() {
        return machines.size();
    }

    /** The names of all nodes, in the order in which they were built. */
    Collection<String> nodeNames() {
        return machines.keySet();
    }
}
