package org.mobileip.scenarios.sim;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.mobileip.config.ConfigException;
import org.mobileip.config.ForeignAgentConfig;
import org.mobileip.config.HomeAgentConfig;
import org.mobileip.config.MobileNodeConfig;
import org.mobileip.mobilenode.State;
import org.mobileip.scenarios.language.Action.Verb;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.RunDirectory;
import org.mobileip.scenarios.measure.WorldException;
import org.mobileip.scenarios.plan.Configuration;
import org.mobileip.scenarios.sim.machine.Timeline;

/** The programs of a run: the same configuration files as in the netns world, the same engines. */
final class Programs {

    /** What a daemon takes from its start until it serves: about what is measured in the netns world. */
    static final long START_UP = 500_000_000L;

    private static final long LOOK_EVERY = 10_000_000L;

    private final Timeline timeline;
    private final Consumer<String> notes;
    private final Map<String, AgentProgram> agents = new LinkedHashMap<>();
    private final Map<String, ForeignAgentProgram> foreignAgents = new LinkedHashMap<>();
    private final Map<String, NodeProgram> nodes = new LinkedHashMap<>();

    /**
     * Reads the configuration of all; none runs yet.
     *
     * @param directory where {@link Configuration} has written
     */
    static Programs of(
            Scenario scenario, Plant plant, Path directory, Timeline timeline, long seed, Consumer<String> notes)
            throws WorldException {
        Programs programs = new Programs(timeline, notes);
        try {
            long next = seed * 7919;
            for (Scenario.HomeAgentNode agent : scenario.homeAgents()) {
                String name = agent.name();
                HomeAgentConfig config = HomeAgentConfig.load(Configuration.file(directory, name));
                programs.agents.put(name, new AgentProgram(plant.machineOf(name), config, ++next));
            }
            for (Scenario.MobileNode mobile : scenario.mobiles()) {
                String name = mobile.name();
                MobileNodeConfig config = MobileNodeConfig.load(Configuration.file(directory, name));
                programs.nodes.put(name, new NodeProgram(plant.machineOf(name), config, ++next));
            }
            for (Scenario.Network network : scenario.networks()) {
                if (network.foreignAgent()) {
                    String name = network.name();
                    ForeignAgentConfig config = ForeignAgentConfig.load(Configuration.file(directory, name));
                    programs.foreignAgents.put(name, new ForeignAgentProgram(plant.routerOf(name), config, ++next));
                }
            }
            return programs;
        } catch (ConfigException refused) {
            throw new WorldException(String.valueOf(refused.getMessage()), refused);
        }
    }

    private Programs(Timeline timeline, Consumer<String> notes) {
        this.timeline = timeline;
        this.notes = notes;
    }

    void startAll() {
        agents.values().forEach(Program::start);
        foreignAgents.values().forEach(Program::start);
        nodes.values().forEach(Program::start);
    }

    /** Whether every program runs, and every node that has a home link is at home. */
    Optional<String> notAtHome(Scenario scenario) {
        return scenario.mobiles().stream()
                .filter(mobile -> scenario.homeNetworkOf(mobile).isPresent())
                .map(Scenario.MobileNode::name)
                .filter(name -> node(name)
                        .engine()
                        .filter(engine -> engine.state() == State.HOME)
                        .isEmpty())
                .findFirst();
    }

    private Program<?> program(String node) {
        return Optional.<Program<?>>ofNullable(agents.get(node)).orElseGet(() -> node(node));
    }

    /** Whether a node's program was killed, and did not start again. */
    boolean isDead(String node) {
        return program(node).isDead();
    }

    NodeProgram node(String name) {
        return Optional.ofNullable(nodes.get(name)).orElseThrow(() -> new AssertionError("no program on " + name));
    }

    AgentProgram agent(String name) {
        return Optional.ofNullable(agents.get(name)).orElseThrow(() -> new AssertionError("no program on " + name));
    }

    Collection<NodeProgram> nodes() {
        return nodes.values();
    }

    Collection<AgentProgram> agents() {
        return agents.values();
    }

    /** By the names of their networks. */
    Map<String, ForeignAgentProgram> foreignAgents() {
        return foreignAgents;
    }

    /** Does this to the program of a node, and does not wait for what comes of it. */
    void control(Verb verb, String node) {
        Program<?> program = program(node);
        switch (verb) {
            case STOP -> program.stop();
            case KILL -> program.kill();
            case START -> startSoon(node, program);
            case RESTART -> {
                program.stop();
                startWhenEnded(node, program);
            }
            default -> throw new AssertionError(verb);
        }
    }

    private void startWhenEnded(String node, Program<?> program) {
        if (program.runs()) {
            timeline.in(LOOK_EVERY, () -> startWhenEnded(node, program));
        } else {
            startSoon(node, program);
        }
    }

    private void startSoon(String node, Program<?> program) {
        if (!program.runs()) {
            timeline.in(START_UP, () -> {
                program.start();
                notes.accept(node + " was ready again after " + START_UP / 1_000_000 + " ms");
            });
        }
    }

    /** Asks all mobile nodes to end, and deregister. */
    void stopNodes() {
        nodes.values().forEach(Program::stop);
    }

    /** Asks all home agents and foreign agents to end. */
    void stopAgents() {
        agents.values().forEach(Program::stop);
        foreignAgents.values().forEach(Program::stop);
    }

    /** The nodes that have programs. */
    List<String> names() {
        return Stream.concat(agents.keySet().stream(), nodes.keySet().stream()).toList();
    }

    /** What all of them have written. */
    List<LogBook> logs() {
        return Stream.concat(names().stream().map(this::program), foreignAgents.values().stream())
                .map(Program::log)
                .toList();
    }

    void saveLogs(RunDirectory out) {
        names().forEach(name -> program(name).log().save(out.log(name)));
        foreignAgents.forEach((network, agent) -> agent.log().save(out.log(network)));
    }
}
