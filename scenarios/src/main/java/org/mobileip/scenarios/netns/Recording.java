package org.mobileip.scenarios.netns;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.capture.CaptureFile;
import org.mobileip.scenarios.capture.CaptureInterface;
import org.mobileip.scenarios.capture.Captures;
import org.mobileip.scenarios.capture.Testimony;
import org.mobileip.scenarios.capture.Topology;
import org.mobileip.scenarios.capture.Witness;
import org.mobileip.scenarios.clock.RunClock;
import org.mobileip.scenarios.language.Scenario;

/** The packets of a run: one capture for each cable at the node's end, and who looks at them. */
final class Recording implements AutoCloseable {

    private final Scenario scenario;
    private final AddressPlan addresses;
    private final Witness witness;
    private final Captures captures;

    private Recording(Scenario scenario, AddressPlan addresses, Witness witness, Captures captures) {
        this.scenario = scenario;
        this.addresses = addresses;
        this.witness = witness;
        this.captures = captures;
    }

    /**
     * Begins to capture at every node of {@code plant}.
     *
     * @param directory for what is captured, until {@link #close}
     */
    static Recording start(Scenario scenario, AddressPlan addresses, Plant plant, Path directory, RunClock clock) {
        Witness witness = new Witness(topology(scenario), clock);
        Captures captures = Captures.open(directory, clock, witness);
        Recording recording = new Recording(scenario, addresses, witness, captures);
        try {
            plant.nodeNames().forEach(node -> recording.add(plant, node));
            return recording;
        } catch (RuntimeException | Error e) {
            captures.close();
            throw e;
        }
    }

    private void add(Plant plant, String node) {
        for (Scenario.Network network : scenario.networks()) {
            plant.plug(node, network.name()).ifPresent(plug -> {
                String description = node + " in network " + network.name() + " " + network.prefix();
                captures.add(
                        new CaptureInterface(node, network.name(), description),
                        plug.node().namespace(),
                        plug.interfaceName());
            });
        }
    }

    private static Topology topology(Scenario scenario) {
        List<Topology.Mobile> mobiles = scenario.mobiles().stream()
                .map(mobile -> new Topology.Mobile(
                        mobile.name(),
                        mobile.home(),
                        scenario.homeNetworkOf(mobile).map(Scenario.Network::name),
                        mobile.networks()))
                .toList();
        Set<String> agents =
                scenario.homeAgents().stream().map(Scenario.HomeAgentNode::name).collect(Collectors.toSet());
        Map<Ipv4, String> names = lastingNames(scenario);
        Map<String, Ipv4> lasting = new HashMap<>();
        names.forEach((address, name) -> lasting.put(name, address));
        Set<Ipv4> ends = new HashSet<>();
        scenario.streams().forEach(stream -> {
            Optional.ofNullable(lasting.get(stream.from())).ifPresent(ends::add);
            Optional.ofNullable(lasting.get(stream.to())).ifPresent(ends::add);
        });
        return new Topology(mobiles, agents, names, ends);
    }

    /** The addresses that a node has for the whole run, and its name. */
    static Map<Ipv4, String> lastingNames(Scenario scenario) {
        Map<Ipv4, String> names = new LinkedHashMap<>();
        scenario.homeAgents().forEach(agent -> names.put(agent.address(), agent.name()));
        scenario.mobiles().forEach(mobile -> names.put(mobile.home(), mobile.name()));
        scenario.hosts().forEach(host -> names.put(host.address(), host.name()));
        return names;
    }

    Witness witness() {
        return witness;
    }

    /** Ends the capture; what a reader of the figures must know. */
    List<String> stop() {
        return captures.stop();
    }

    /** Writes everything to one file, after {@link #stop}. */
    void write(Path file, Testimony testimony, String application) throws IOException {
        String about = scenario.title() + "\n\n" + scenario.source();
        captures.write(file, new CaptureFile(application, about, allNames(), testimony.comments()));
    }

    private Map<Ipv4, String> allNames() {
        Map<Ipv4, String> names = lastingNames(scenario);
        for (Scenario.Network network : scenario.networks()) {
            names.put(addresses.gateway(network.name()), network.name() + "-router");
            for (Scenario.MobileNode mobile : scenario.mobiles()) {
                addresses
                        .careOf(mobile.name(), network.name())
                        .ifPresent(careOf -> names.put(careOf, mobile.name() + "-" + network.name()));
            }
        }
        return names;
    }

    @Override
    public void close() {
        captures.close();
    }
}
