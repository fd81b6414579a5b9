package org.mobileip.scenarios.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mobileip.mobilenode.MobileNode;
import org.mobileip.mobilenode.State;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.sim.machine.Nic;
import org.mobileip.scenarios.sim.machine.Timeline;
import org.mobileip.scenarios.wire.Impairment;

/**
 * I8: when faults stop, a node is reachable within three round trips and a second. Three, for a clock that was set costs one
 * and a nonce another; a second, for that much must be between two requests (RFC 5944 §3.6.3). Looked at is a node that sits
 * in one network, on a good link, with its own program and its home agent's running all that time. Where a network loses,
 * limits or shuffles packets, and where the last tries met a dead link, it is the back-off that says when.
 */
final class Reachability {

    private static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(1);
    private static final int ROUND_TRIPS = 3;

    private final List<Watched> nodes;
    private final Plant plant;
    private final Programs programs;
    private final Timeline timeline;
    private final Court court;
    private final Map<String, Calm> calm = new HashMap<>();

    /** Who asked in vain in which network, and is not registered since. */
    private final Map<String, String> backingOff = new HashMap<>();

    /**
     * A node that may register.
     *
     * @param agent the name of its home agent
     * @param longest how long that may take, in nanoseconds, in each network that keeps all packets
     */
    private record Watched(String name, String agent, Map<String, Long> longest) {}

    /** Since when a node sits in a network, undisturbed. */
    private record Calm(String network, long since) {}

    Reachability(Scenario scenario, Plant plant, Programs programs, Timeline timeline, Court court) {
        this.nodes = scenario.mobiles().stream()
                .filter(mobile -> !hasWrongKey(mobile))
                .map(mobile -> watched(scenario, mobile))
                .toList();
        this.plant = plant;
        this.programs = programs;
        this.timeline = timeline;
        this.court = court;
    }

    private static Watched watched(Scenario scenario, Scenario.MobileNode mobile) {
        Scenario.HomeAgentNode agent = scenario.homeAgentOf(mobile);
        Duration far =
                scenario.network(agent.network()).map(Reachability::oneWay).orElse(Duration.ZERO);
        Map<String, Long> longest = new HashMap<>();
        for (Scenario.Network network : scenario.networks()) {
            if (keepsPackets(network)) {
                Duration trips = oneWay(network).plus(far).multipliedBy(2L * ROUND_TRIPS);
                longest.put(network.name(), trips.plus(BETWEEN_REQUESTS).toNanos());
            }
        }
        return new Watched(mobile.name(), agent.name(), longest);
    }

    /** Looks at every node; to be called every now and then. */
    void look() {
        nodes.forEach(this::look);
    }

    private void look(Watched node) {
        String name = node.name;
        Optional<String> network = quietNetwork(node);
        if (network.isEmpty()) {
            calm.remove(name);
            return;
        }
        boolean isBackingOff = network.get().equals(backingOff.get(name)) && !isSettled(name);
        if (isBackingOff) {
            return;
        }
        backingOff.remove(name);
        Calm before = calm.get(name);
        Calm known = before != null && before.network.equals(network.get())
                ? before
                : new Calm(network.get(), timeline.nanos());
        calm.put(name, known);
        boolean isDue = timeline.nanos() - known.since > node.longest.getOrDefault(known.network, Long.MAX_VALUE);
        court.check(
                "I8",
                !isDue || isSettled(name),
                () -> name + " has been in " + known.network + " for "
                        + Duration.ofNanos(timeline.nanos() - known.since).toMillis() + " ms and is not registered");
    }

    /** The network that the node is in; empty while anything there or with its programs is out of order. */
    private Optional<String> quietNetwork(Watched watched) {
        NodeProgram node = programs.node(watched.name);
        boolean isHeard = programs.agent(watched.agent).runs();
        Optional<String> latest = plant.roamer(watched.name).latest();
        Optional<Nic> cable = latest.flatMap(network -> plant.cable(watched.name, network));
        boolean isGood = isHeard && cable.filter(Reachability::isGood).isPresent();
        boolean asksInVain =
                !isGood && node.runs() && cable.filter(Nic::isRunning).isPresent();
        if (asksInVain) {
            latest.ifPresent(network -> backingOff.put(watched.name, network));
        }
        return !node.runs() || node.isLeaving() || isBeingTold(watched)
                ? Optional.empty()
                : latest.filter(network -> isGood).filter(watched.longest::containsKey);
    }

    /** It was dropped, and asks again a second after it was told so. */
    private boolean isBeingTold(Watched watched) {
        return programs.agent(watched.agent).hasDropped(watched.name, BETWEEN_REQUESTS.toNanos());
    }

    static boolean hasWrongKey(Scenario.MobileNode mobile) {
        return mobile.options().stream()
                .anyMatch(
                        option -> option.name().equals("key") && option.value().equals("wrong"));
    }

    private static boolean isGood(Nic nic) {
        return nic.isRunning()
                && nic.in().impairment().equals(Impairment.NONE)
                && nic.out().impairment().equals(Impairment.NONE);
    }

    private static boolean keepsPackets(Scenario.Network network) {
        Scenario.LinkQuality quality = network.quality();
        return quality.loss().isEmpty()
                && quality.bitsPerSecond().isEmpty()
                && quality.reordering().isEmpty();
    }

    private static Duration oneWay(Scenario.Network network) {
        return network.quality()
                .delay()
                .orElse(Duration.ZERO)
                .plus(network.quality().jitter().orElse(Duration.ZERO));
    }

    /** Registered, at home, or told that it may not be. */
    private boolean isSettled(String mobile) {
        return programs.node(mobile)
                .engine()
                .map(MobileNode::state)
                .filter(state -> state == State.HOME || state == State.AWAY || state == State.DENIED)
                .isPresent();
    }
}
