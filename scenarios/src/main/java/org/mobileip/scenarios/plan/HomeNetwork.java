package org.mobileip.scenarios.plan;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.mobileip.net.Ipv4;
import org.mobileip.net.Ipv4Prefix;
import org.mobileip.scenarios.language.Scenario;
import org.mobileip.scenarios.measure.WorldException;

/**
 * The home network that a home agent serves: that of its own link, or, for nodes whose home address lies in no declared
 * network, a virtual one, which is routed to the home agent and is nowhere a link.
 */
public record HomeNetwork(Ipv4Prefix prefix, boolean isVirtual) {

    private static final int USUAL_LENGTH = 24;
    private static final int SHORTEST_LENGTH = 8;

    /**
     * That of {@code agent}.
     *
     * @throws WorldException when its nodes have no home network in common
     */
    public static HomeNetwork of(Scenario scenario, Scenario.HomeAgentNode agent) throws WorldException {
        List<Scenario.MobileNode> served = scenario.mobiles().stream()
                .filter(mobile -> scenario.homeAgentOf(mobile).equals(agent))
                .toList();
        List<Ipv4> away = served.stream()
                .filter(mobile -> scenario.homeNetworkOf(mobile).isEmpty())
                .map(Scenario.MobileNode::home)
                .toList();
        if (away.isEmpty()) {
            return new HomeNetwork(
                    scenario.network(agent.network()).orElseThrow().prefix(), false);
        }
        if (away.size() < served.size()) {
            throw new WorldException(
                    agent.name() + " cannot serve nodes of its own network and of a virtual one at once:"
                            + " give the one or the other a home agent of their own");
        }
        return new HomeNetwork(around(scenario, agent, away), true);
    }

    /** The usual size where nothing else is in it, else as small as it can be, or as large as it must. */
    private static Ipv4Prefix around(Scenario scenario, Scenario.HomeAgentNode agent, List<Ipv4> homes)
            throws WorldException {
        List<Ipv4Prefix> common = IntStream.rangeClosed(SHORTEST_LENGTH, 32)
                .mapToObj(length -> Ipv4Prefix.around(homes.get(0), length))
                .filter(prefix -> homes.stream().allMatch(prefix::contains) && isFree(scenario, prefix))
                .toList();
        return common.stream()
                .filter(prefix -> prefix.length() >= USUAL_LENGTH)
                .findFirst()
                .or(() -> common.stream().max(Comparator.comparingInt(Ipv4Prefix::length)))
                .orElseThrow(() -> new WorldException("the home addresses of " + agent.name()
                        + "'s nodes lie in no network that is apart from the declared ones"));
    }

    private static boolean isFree(Scenario scenario, Ipv4Prefix prefix) {
        return scenario.networks().stream()
                .map(Scenario.Network::prefix)
                .noneMatch(other -> other.contains(prefix) || prefix.contains(other));
    }
}
