package org.mobileip.scenarios.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.capture.Topology;
import org.mobileip.scenarios.language.Scenario;

/** What the addresses of a scenario are called. */
public final class Names {

    private final Scenario scenario;
    private final AddressPlan addresses;

    public Names(Scenario scenario, AddressPlan addresses) {
        this.scenario = scenario;
        this.addresses = addresses;
    }

    /** The addresses that a node has for the whole run, and its name. */
    public static Map<Ipv4, String> lasting(Scenario scenario) {
        Map<Ipv4, String> names = new LinkedHashMap<>();
        scenario.homeAgents().forEach(agent -> names.put(agent.address(), agent.name()));
        scenario.mobiles().forEach(mobile -> names.put(mobile.home(), mobile.name()));
        scenario.hosts().forEach(host -> names.put(host.address(), host.name()));
        return names;
    }

    /** The same, the other way round. */
    public static Map<String, Ipv4> addressesByName(Scenario scenario) {
        Map<String, Ipv4> lasting = new HashMap<>();
        lasting(scenario).forEach((address, name) -> lasting.put(name, address));
        return lasting;
    }

    /** Those, and of every address that a node may have for a while. */
    public Map<Ipv4, String> all() {
        Map<Ipv4, String> names = lasting(scenario);
        for (Scenario.Network network : scenario.networks()) {
            names.put(addresses.gateway(network.name()), network.name() + "-router");
            for (Scenario.MobileNode mobile : scenario.mobiles()) {
                mobile.networks().forEach(prefix -> names.put(addresses.routerOf(prefix), mobile.name() + "-lan"));
                addresses
                        .careOf(mobile.name(), network.name())
                        .ifPresent(careOf -> names.put(careOf, mobile.name() + "-" + network.name()));
            }
        }
        return names;
    }

    /** What a witness must know of the scenario. */
    public static Topology topology(Scenario scenario) {
        List<Topology.Mobile> mobiles = scenario.mobiles().stream()
                .map(mobile -> new Topology.Mobile(
                        mobile.name(),
                        mobile.home(),
                        scenario.homeNetworkOf(mobile).map(Scenario.Network::name),
                        mobile.networks()))
                .toList();
        Set<String> agents =
                scenario.homeAgents().stream().map(Scenario.HomeAgentNode::name).collect(Collectors.toSet());
        Map<String, Ipv4> lasting = addressesByName(scenario);
        Set<Ipv4> ends = new HashSet<>();
        scenario.streams().forEach(stream -> {
            Optional.ofNullable(lasting.get(stream.from())).ifPresent(ends::add);
            Optional.ofNullable(lasting.get(stream.to())).ifPresent(ends::add);
        });
        return new Topology(mobiles, agents, lasting(scenario), ends);
    }
}
