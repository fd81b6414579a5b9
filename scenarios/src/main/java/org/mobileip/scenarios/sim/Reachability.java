package org.mobileip.scenarios.sim;

import java.time.Duration;
import java.util.HashMap;
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

    private final Scenario scenario;
    private final Plant plant;
    private final Programs programs;
    private final Timeline timeline;
    private final Court court;
    private final Map<String, Calm> calm = new HashMap<>();

    /** Who asked in vain in which network, and is not registered since. */
    private final Map<String, String> backingOff = new HashMap<>();

    /** Since when a node sits in a network, undisturbed. */
    private record Calm(String network, long since) {}

    Reachability(Scenario scenario, Plant plant, Programs programs, Timeline timeline, Court court) {
        this.scenario = scenario;
        this.plant = plant;
        this.programs = programs;
        this.timeline = timeline;
        this.court = court;
    }

    /** Looks at every node; to be called every now and then. */
    void look() {
        scenario.mobiles().forEach(this::look);
    }

    private void look(Scenario.MobileNode mobile) {
        String name = mobile.name();
        Optional<Scenario.Network> network = hasWrongKey(mobile) ? Optional.empty() : quietNetwork(mobile);
        if (network.isEmpty()) {
            calm.remove(name);
            return;
        }
        boolean isBackingOff = network.get().name().equals(backingOff.get(name)) && !isSettled(name);
        if (isBackingOff) {
            return;
        }
        backingOff.remove(name);
        Calm now = new Calm(network.get().name(), timeline.nanos());
        Calm known = Optional.ofNullable(calm.get(name))
                .filter(before -> before.network.equals(now.network))
                .orElse(now);
        calm.put(name, known);
        boolean isDue = timeline.nanos() - known.since > longest(mobile, network.get());
        court.check(
                "I8",
                !isDue || isSettled(name),
                () -> name + " has been in " + known.network + " for "
                        + Duration.ofNanos(timeline.nanos() - known.since).toMillis() + " ms and is not registered");
    }

    /** The network that the node is in; empty while anything there or with its programs is out of order. */
    private Optional<Scenario.Network> quietNetwork(Scenario.MobileNode mobile) {
        NodeProgram node = programs.node(mobile.name());
        boolean isHeard = programs.agent(scenario.homeAgentOf(mobile).name()).runs();
        Optional<String> latest = plant.roamer(mobile.name()).latest();
        Optional<Nic> cable = latest.flatMap(network -> plant.cable(mobile.name(), network));
        boolean isGood = isHeard && cable.filter(Reachability::isGood).isPresent();
        boolean asksInVain =
                !isGood && node.runs() && cable.filter(Nic::isRunning).isPresent();
        if (asksInVain) {
            latest.ifPresent(network -> backingOff.put(mobile.name(), network));
        }
        return !node.runs() || node.isLeaving()
                ? Optional.empty()
                : latest.filter(network -> isGood).flatMap(scenario::network).filter(Reachability::keepsPackets);
    }

    private static boolean hasWrongKey(Scenario.MobileNode mobile) {
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

    private long longest(Scenario.MobileNode mobile, Scenario.Network network) {
        Duration there = oneWay(network)
                .plus(scenario.network(scenario.homeAgentOf(mobile).network())
                        .map(Reachability::oneWay)
                        .orElse(Duration.ZERO));
        return there.multipliedBy(2L * ROUND_TRIPS).plus(BETWEEN_REQUESTS).toNanos();
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
