package org.mobileip.scenarios.netns;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.net.InterfaceAddress;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.act.Roamer;
import org.mobileip.scenarios.language.Action;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.plan.AddressPlan;
import org.mobileip.scenarios.plan.Configuration;
import org.mobileip.scenarios.plan.HomeNetwork;
import org.mobileip.scenarios.plan.InterfaceNames;
import org.mobileip.scenarios.plan.Lease;
import org.mobileip.scenarios.wire.Impairment;

/**
 * The networks and machines of a scenario, each in a namespace of its own that dies with us:
 *
 * <pre>
 *   node --cable-- bridge of its network, router --uplink-- core --uplink-- router, bridge --cable-- node
 * </pre>
 *
 * Home agents and hosts are plugged in from the beginning; mobile nodes have a cable to every network, in which they are
 * plugged in where they are at home. What a network does to packets it does on its uplink, what a link does on its cable.
 */
final class Plant implements AutoCloseable {

    private static final String TUNNEL = "mip0";

    private final Scenario scenario;
    private final AddressPlan addresses;
    private final Wiring wiring;
    private final Deque<AutoCloseable> built = new ArrayDeque<>();
    private final Map<String, NetworkSite> networks = new LinkedHashMap<>();
    private final Map<String, Uplink> uplinks = new LinkedHashMap<>();
    private final Map<String, Nat> nats = new LinkedHashMap<>();
    private final Map<String, String> interfaceNames = new LinkedHashMap<>();
    private final Map<String, Site> machines = new LinkedHashMap<>();
    private final Map<String, Map<String, Plug>> plugs = new LinkedHashMap<>();
    private final Map<String, Roamer> roamers = new LinkedHashMap<>();

    private Plant(Scenario scenario, AddressPlan addresses, Wiring wiring) {
        this.scenario = scenario;
        this.addresses = addresses;
        this.wiring = wiring;
    }

    /**
     * Builds everything.
     *
     * @param wiring lays the wires that do something to packets; closed with the plant
     * @throws org.mobileip.host.HostException when the kernel refuses; nothing is left then
     * @throws WorldException when the script wants what cannot be; nothing is left then either
     */
    static Plant build(Scenario scenario, AddressPlan addresses, Wiring wiring) throws WorldException {
        Plant plant = new Plant(scenario, addresses, wiring);
        plant.built(wiring);
        try {
            plant.buildNetworks();
            plant.buildMachines();
            return plant;
        } catch (WorldException | RuntimeException | Error e) {
            plant.close();
            throw e;
        }
    }

    private void buildNetworks() throws WorldException {
        InterfaceNames onNodes = new InterfaceNames("lo", TUNNEL, Configuration.LINK_BEHIND);
        InterfaceNames onCore = new InterfaceNames("lo");
        Site core = built(Site.router("core"));
        for (Scenario.Network network : scenario.networks()) {
            String name = network.name();
            interfaceNames.put(name, onNodes.of(name));
            int number = networks.size();
            Site router = built(Site.router("network " + name));
            NetworkSite site = NetworkSite.build(network, number, router, addresses.gateway(name));
            Ipv4 outside = addresses.routerEnd(name);
            Uplink uplink = new Uplink(router, core, onCore.of(name), outside, addresses.coreEnd(name), number);
            uplink.lay(wiring, name, Impairment.of(network.quality()));
            if (network.nat()) {
                nats.put(name, Nat.on(router));
            } else {
                uplink.routeBack(network.prefix());
            }
            uplinks.put(name, uplink);
            networks.put(name, site);
        }
    }

    private void buildMachines() throws WorldException {
        for (Scenario.HomeAgentNode agent : scenario.homeAgents()) {
            buildFixed(agent.name(), agent.network(), agent.address());
            HomeNetwork home = HomeNetwork.of(scenario, agent);
            if (home.isVirtual()) {
                routeTo(agent, home.prefix());
                machineOf(agent.name()).links().putUnreachable(home.prefix());
            }
        }
        scenario.hosts().stream()
                .filter(host -> scenario.mobileOf(host).isEmpty())
                .forEach(host -> buildFixed(host.name(), host.network(), host.address()));
        scenario.mobiles().forEach(this::buildMobile);
        scenario.mobiles().forEach(this::buildBehind);
    }

    /** To the home agent, and from there through the tunnels. */
    private void routeTo(Scenario.HomeAgentNode agent, Ipv4Prefix prefix) {
        Uplink uplink = uplinks.get(agent.network());
        if (uplink == null) {
            throw new AssertionError("no network " + agent.network());
        }
        uplink.routeBack(prefix);
        site(agent.network()).routeTo(prefix, agent.address());
    }

    private void buildFixed(String name, String network, Ipv4 address) {
        int number = machines.size();
        Site machine = machine(name);
        Plug plug = connect(machine, name, number, network);
        Ipv4Prefix prefix = site(network).network().prefix();
        machine.addAddress(plug.interfaceName(), new InterfaceAddress(address, prefix.length()));
        machine.putRoute(Ipv4Prefix.ALL, Optional.of(addresses.gateway(network)), plug.interfaceName(), 0);
        plug.insert();
    }

    private void buildMobile(Scenario.MobileNode mobile) {
        String name = mobile.name();
        int number = machines.size();
        Site machine = machine(name);
        Roamer roamer = new Roamer();
        for (NetworkSite site : networks.values()) {
            String network = site.network().name();
            Optional<Lease> lease = addresses.lease(name, site.network());
            Plug plug = connect(machine, name, number, network);
            roamer.add(network, new LeasedPlug(machine, plug, lease, roamer.nextMetric()), lease.isPresent());
        }
        roamers.put(name, roamer);
        scenario.homeNetworkOf(mobile).ifPresent(home -> roamer.join(home.name()));
    }

    /** What is behind a mobile node, and goes with it. */
    private void buildBehind(Scenario.MobileNode mobile) {
        if (mobile.networks().isEmpty()) {
            return;
        }
        mobile.networks().forEach(prefix -> routeTo(scenario.homeAgentOf(mobile), prefix));
        List<String> taken = new ArrayList<>(interfaceNames.values());
        taken.addAll(List.of("lo", TUNNEL, Configuration.LINK_BEHIND));
        InterfaceNames names = new InterfaceNames(taken.toArray(String[]::new));
        int number = networks.size() + scenario.mobiles().indexOf(mobile);
        NetworkBehind behind = NetworkBehind.build(mobile, number, machineOf(mobile.name()), addresses, names);
        for (Scenario.HostNode host : scenario.hosts()) {
            if (host.network().equals(mobile.name())) {
                int node = machines.size();
                Plug plug = behind.connect(machine(host.name()), host.name(), node, host.address());
                plugs.put(host.name(), Map.of(mobile.name(), plug));
            }
        }
    }

    private Site machine(String name) {
        Site machine = built(Site.host(name));
        machines.put(name, machine);
        return machine;
    }

    private Plug connect(Site machine, String node, int number, String network) {
        Optional<Wiring> changing = isChanged(node, network) ? Optional.of(wiring) : Optional.empty();
        Plug plug = site(network).cableTo(machine, node, number, interfaceName(network), changing);
        plugs.computeIfAbsent(node, none -> new LinkedHashMap<>()).put(network, plug);
        return plug;
    }

    /** Whether the script makes this link better or worse while it is in use. */
    private boolean isChanged(String node, String network) {
        return scenario.actions().stream()
                .map(Scenario.TimedAction::action)
                .anyMatch(action -> action instanceof Action.ChangeLink change
                        && change.node().equals(node)
                        && change.network().equals(network)
                        && change.change().isOfQuality());
    }

    private <T extends AutoCloseable> T built(T part) {
        built.push(part);
        return part;
    }

    private NetworkSite site(String network) {
        NetworkSite site = networks.get(network);
        if (site == null) {
            throw new AssertionError("no network " + network);
        }
        return site;
    }

    /** What the interface into the network is called on each node. */
    String interfaceName(String network) {
        String name = interfaceNames.get(network);
        if (name == null) {
            throw new AssertionError("no network " + network);
        }
        return name;
    }

    /** The same for every network, in their order. */
    Map<String, String> interfaceNames() {
        return new LinkedHashMap<>(interfaceNames);
    }

    /** The machine of a home agent, mobile node or host; the router of a network, on which its foreign agent runs. */
    Site daemonSite(String name) {
        NetworkSite network = networks.get(name);
        return network == null ? machineOf(name) : network.router();
    }

    /** The machine of a home agent, mobile node or host. */
    Site machineOf(String node) {
        Site machine = machines.get(node);
        if (machine == null) {
            throw new AssertionError("no node " + node);
        }
        return machine;
    }

    /** The node's cable into the network; empty: it has none. */
    Optional<Plug> plug(String node, String network) {
        return Optional.ofNullable(plugs.getOrDefault(node, Map.of()).get(network));
    }

    /** Makes the link between a node and a network, which is as good as the machine allows, better or worse. */
    void changeLink(String node, String network, Action.LinkChange change) {
        if (plug(node, network).isPresent()) {
            wiring.change(NetworkSite.link(node, network), before -> before.with(change));
        }
    }

    /** The mobile node as something that moves. */
    Roamer roamer(String mobile) {
        Roamer roamer = roamers.get(mobile);
        if (roamer == null) {
            throw new AssertionError("no mobile node " + mobile);
        }
        return roamer;
    }

    /** The NAT of the network; empty: it has none. */
    Optional<Nat> nat(String network) {
        return Optional.ofNullable(nats.get(network));
    }

    int networks() {
        return networks.size();
    }

    int nodes() {
        return machines.size();
    }

    /** Makes sure that every wire has carried to the end. */
    void checkWires() throws WorldException {
        wiring.check();
    }

    /** Whether there are wires that do something to frames. */
    boolean hasWires() {
        return !wiring.isEmpty();
    }

    /** What a reader of the figures must know of the wires. */
    List<String> remarks() {
        return wiring.remarks();
    }

    /** Where to enter each node, each network's router, unless a node has its name, and the core; good while they stand. */
    Map<String, Path> namespaces() {
        Map<String, Path> namespaces = new LinkedHashMap<>();
        machines.forEach(
                (node, machine) -> namespaces.put(node, machine.namespace().path()));
        networks.forEach((network, site) ->
                namespaces.putIfAbsent(network, site.router().namespace().path()));
        uplinks.values().stream()
                .findFirst()
                .ifPresent(uplink ->
                        namespaces.putIfAbsent("core", uplink.core().namespace().path()));
        return namespaces;
    }

    /** The names of all nodes, in the order in which they were built. */
    Collection<String> nodeNames() {
        return machines.keySet();
    }

    /** Removes everything: with the last namespace of a cable or bridge it is gone. */
    @Override
    public void close() {
        RuntimeException failure = null;
        while (!built.isEmpty()) {
            try {
                built.pop().close();
            } catch (Exception unwilling) {
                failure = failure == null
                        ? new IllegalStateException("could not remove a namespace", unwilling)
                        : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
