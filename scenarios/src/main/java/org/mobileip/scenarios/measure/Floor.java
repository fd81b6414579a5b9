package org.mobileip.scenarios.measure;

import java.time.Duration;
import java.util.Optional;
import org.mobileip.scenarios.language.Action;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.language.Scenario.MobileNode;
import org.mobileip.scenarios.language.Scenario.Network;
import org.mobileip.scenarios.language.Scenario.TimedAction;

/**
 * What no implementation of Mobile IP can undercut: the new link has to be noticed, a request has to reach the home agent, and
 * the first packet has to come back by the new path. It follows from the script alone, so that a slow detection does not make
 * a slow handover look good.
 */
final class Floor {

    /** A machine hears of a new link no sooner. */
    private static final Duration DETECTION = Duration.ofMillis(1);

    private final Scenario scenario;

    Floor(Scenario scenario) {
        this.scenario = scenario;
    }

    /**
     * The detection and one round trip to the network that {@code move} goes to; with an overlap that outlasts it, by how much
     * the new way is longer than the old one, or nothing where copies come by both. Empty where a delay is changed while the scenario runs, or a network has none of its own.
     *
     * @param overlap how long the node keeps its old link
     */
    Optional<Duration> of(MoveObserved move, Duration overlap) {
        Optional<Duration> there = toAgent(move.node(), move.to());
        Optional<Duration> registration = there.map(way -> DETECTION.plus(way.multipliedBy(2)));
        boolean isBridged =
                registration.filter(least -> overlap.compareTo(least) > 0).isPresent();
        if (!isBridged) {
            return registration;
        }
        if (comesByBoth(move)) {
            return Optional.of(Duration.ZERO);
        }
        Optional<Duration> before = move.from().flatMap(network -> toAgent(move.node(), network));
        return there.map(way -> way.minus(before.orElse(Duration.ZERO)))
                .map(longer -> longer.isNegative() ? Duration.ZERO : longer);
    }

    private boolean comesByBoth(MoveObserved move) {
        Optional<MobileNode> mobile = scenario.mobile(move.node()).filter(MobileNode::keepsBindings);
        Optional<String> home = mobile.flatMap(scenario::homeNetworkOf).map(Network::name);
        return mobile.isPresent()
                && move.from().isPresent()
                && !move.from().equals(home)
                && !home.equals(Optional.of(move.to()));
    }

    /** One way between a network and the home agent of a node. */
    private Optional<Duration> toAgent(String node, String network) {
        Optional<MobileNode> mobile = scenario.mobile(node);
        if (mobile.isEmpty() || scenario.homeAgents().isEmpty()) {
            return Optional.empty();
        }
        String agentsNetwork = scenario.homeAgentOf(mobile.get()).network();
        if (agentsNetwork.equals(network)) {
            return Optional.of(Duration.ZERO);
        }
        return oneWay(network).flatMap(one -> oneWay(agentsNetwork).map(one::plus));
    }

    private Optional<Duration> oneWay(String network) {
        return changesWhileItRuns(network)
                ? Optional.empty()
                : scenario.network(network).map(Network::quality).map(quality -> quality.delay()
                        .orElse(Duration.ZERO));
    }

    private boolean changesWhileItRuns(String network) {
        return scenario.actions().stream()
                .map(TimedAction::action)
                .anyMatch(action -> action instanceof Action.ChangeLink change
                        && change.network().equals(network)
                        && change.change() instanceof Action.LinkChange.Delay);
    }
}
