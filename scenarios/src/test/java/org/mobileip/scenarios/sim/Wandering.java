package org.mobileip.scenarios.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.mobileip.config.ConfigException;
import org.mobileip.config.ForeignAgentConfig;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.homeagent.Binding;
import org.mobileip.homeagent.HomeAgent;
import org.mobileip.host.LinkAddress;
import org.mobileip.host.Route;
import org.mobileip.mobilenode.Settings;
import org.mobileip.mobilenode.Status;
import org.mobileip.mobilenode.daemon.EngineSettings;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.plan.AddressPlan;
import org.mobileip.scenarios.plan.Configuration;
import org.mobileip.scenarios.sim.machine.Machine;
import org.mobileip.scenarios.sim.machine.Nic;
import org.mobileip.scenarios.sim.machine.Timeline;

/** A mobile node between its home link, three networks that give addresses and one with a foreign agent; its home agent; a host at home. */
final class Wandering {

    static final Ipv4 HOME = Ipv4.parse("10.10.0.57");
    static final Ipv4 PEER = Ipv4.parse("10.10.0.200");
    static final String NODE = "mn";
    static final String AGENT = "ha";
    static final String HOME_LINK = "home";
    static final String SERVED = "hotel";

    /** The networks that give addresses. */
    static final Map<String, Ipv4Prefix> LEASING = Map.of(
            "wlan", Ipv4Prefix.parse("192.0.2.0/24"),
            "cafe", Ipv4Prefix.parse("198.51.100.0/24"),
            "lte", Ipv4Prefix.parse("203.0.113.0/24"));

    static final List<String> LEASING_NAMES = List.of("wlan", "cafe", "lte");

    static final long MILLISECOND = 1_000_000L;
    static final long SECOND = 1000 * MILLISECOND;

    private static final String SCRIPT = """
            network home   10.10.0.0/24     delay 2ms
            network wlan   192.0.2.0/24     delay 10ms
            network cafe   198.51.100.0/24  delay 15ms  nat
            network lte    203.0.113.0/24   delay 30ms  nat
            network hotel  203.0.112.0/24   delay 20ms  foreign-agent
            home-agent ha  on home  address 10.10.0.1  keepalive 30s
            mobile     mn  home 10.10.0.57  lifetime 60s %s
            host       cn  on home  address 10.10.0.200
            at 1s  stop
            """;

    final Timeline timeline = new Timeline();
    final AddressPlan addresses;
    final Plant plant;
    final Machine machine;
    final ForeignAgentProgram foreignAgent;

    /** How the node was told to be when it started. */
    final Settings firstSettings;

    private final HomeAgentConfig agentConfig;
    private final MobileNodeConfig nodeConfig;
    private AgentProgram agent;
    private NodeProgram node;
    private int programs;

    /**
     * Everything runs.
     *
     * @param options of the node, in the words of a script
     * @param handover lines for that table of its configuration
     */
    Wandering(String options, String handover, long seed, Path directory) throws IOException, ConfigException {
        Scenario scenario = Played.parsed(SCRIPT.formatted(options));
        addresses = AddressPlan.of(scenario);
        plant = Plant.build(scenario, addresses, timeline, SimRun.EPOCH, seed);
        machine = plant.machineOf(NODE);
        Configuration.write(scenario, plant.interfaceNames(), directory, seed);
        Configuration.writeForeignAgents(scenario, addresses, Plant.BRIDGE, directory);
        add(handover, Configuration.file(directory, NODE));
        agentConfig = HomeAgentConfig.load(Configuration.file(directory, AGENT));
        nodeConfig = MobileNodeConfig.load(Configuration.file(directory, NODE));
        firstSettings = EngineSettings.of(nodeConfig);
        agent = newAgent();
        node = newNode();
        ForeignAgentConfig served = ForeignAgentConfig.load(Configuration.file(directory, SERVED));
        foreignAgent = new ForeignAgentProgram(plant.routerOf(SERVED), served, ++programs);
        List.of(agent, foreignAgent, node).forEach(Program::start);
    }

    private static void add(String handover, Path file) throws IOException {
        String table = "[handover]\n";
        String text = Files.readString(file);
        String whole = text.contains(table) ? text : text + "\n" + table;
        Files.writeString(file, whole.replace(table, table + handover + "\n"));
    }

    private AgentProgram newAgent() {
        return new AgentProgram(plant.machineOf(AGENT), agentConfig, ++programs);
    }

    private NodeProgram newNode() {
        return new NodeProgram(machine, nodeConfig, ++programs);
    }

    AgentProgram agent() {
        return agent;
    }

    NodeProgram node() {
        return node;
    }

    /** What the home agent, which does not run, had on its disk is lost. */
    void forgetBindings() {
        agent = newAgent();
    }

    /** What the node, which does not run, had on its disk is lost. */
    void forgetNode() {
        node = newNode();
    }

    void run(long nanos) {
        long until = timeline.nanos() + nanos;
        while (timeline.step(until)) {
            // It happens.
        }
    }

    /** A node that does not run is not asked. */
    Status status() {
        return node.engine().orElseThrow().status();
    }

    List<Binding> bindings() {
        return agent.engine().map(HomeAgent::bindings).orElse(List.of());
    }

    /** The node's interface into that network. */
    Nic nic(String network) {
        return plant.cable(NODE, network).orElseThrow();
    }

    /** Those that somebody else than the node has put. */
    List<LinkAddress> addressesOn(String network) {
        int index = nic(network).index();
        return machine.network().addresses().stream()
                .filter(each -> each.linkIndex() == index)
                .filter(each -> !each.address().address().equals(HOME))
                .toList();
    }

    Optional<Route> defaultRouteOf(String network) {
        int index = nic(network).index();
        return machine.network().routes().stream()
                .filter(each -> each.linkIndex() == index && each.destination().length() == 0)
                .filter(each -> each.protocol() == LeasedNic.PROTOCOL_STATIC)
                .findFirst();
    }

    /** Whether the node can be at home there, has what it takes to register there, or is served there. */
    boolean isUsable(String network) {
        boolean isComplete = !LEASING.containsKey(network)
                || (!addressesOn(network).isEmpty() && defaultRouteOf(network).isPresent());
        return nic(network).isRunning() && isComplete;
    }

    /** Every network that the node can use, the best first: home, then as it is told. */
    List<String> usable(Settings settings) {
        Stream<String> told = settings.interfaces().stream().map(this::networkOf);
        return Stream.concat(Stream.of(HOME_LINK), told.filter(each -> !each.equals(HOME_LINK)))
                .filter(this::isUsable)
                .toList();
    }

    private String networkOf(Predicate<String> match) {
        return plant.interfaceNames().entrySet().stream()
                .filter(each -> match.test(each.getValue()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    String now() {
        return String.format(Locale.ROOT, "%9.3f ", timeline.nanos() / 1e9);
    }
}
