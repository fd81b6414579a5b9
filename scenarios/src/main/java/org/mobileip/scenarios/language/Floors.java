package org.mobileip.scenarios.language;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.mobileip.net.Ipv4;
import org.mobileip.scenarios.language.Scenario.HomeAgentNode;
import org.mobileip.scenarios.language.Scenario.MobileNode;
import org.mobileip.scenarios.language.Scenario.Network;
import org.mobileip.scenarios.language.Scenario.TimedAction;

/**
 * The least time that moves can take, whoever implements Mobile IP: the new link has to be noticed, a request has to reach the
 * home agent, and its reply has to come back. It follows from the script alone, so that a slow detection does not make a slow
 * handover look good.
 */
public final class Floors {

    /** A real machine hears of a new link no sooner. */
    public static final Duration DETECTION = Duration.ofMillis(1);

    private final Scenario scenario;
    private final Duration detection;
    private final Map<String, MobileNode> mobiles = new HashMap<>();
    private final Map<String, Network> networks = new HashMap<>();
    private final TreeMap<Ipv4, Network> byAddress = new TreeMap<>();
    private final Set<String> withAgent = new HashSet<>();
    private final Set<String> changing = new HashSet<>();

    /** Those of this scenario where real machines play it. */
    public Floors(Scenario scenario) {
        this(scenario, DETECTION);
    }

    /**
     * Those of this scenario.
     *
     * @param detection how long a machine takes at least to hear of a new link
     */
    public Floors(Scenario scenario, Duration detection) {
        this.scenario = scenario;
        this.detection = detection;
        scenario.mobiles().forEach(mobile -> mobiles.put(mobile.name(), mobile));
        for (Network network : scenario.networks()) {
            networks.put(network.name(), network);
            byAddress.put(network.prefix().address(), network);
        }
        scenario.homeAgents().stream().map(HomeAgentNode::network).forEach(withAgent::add);
        for (TimedAction timed : scenario.actions()) {
            if (timed.action() instanceof Action.ChangeLink link && link.change() instanceof Action.LinkChange.Delay) {
                changing.add(link.network());
            }
        }
    }

    /**
     * What a move cannot undercut.
     *
     * @param near one way from the new network
     * @param far one way from there to the home agent
     * @param registration until the home agent's reply is there
     * @param interruption until packets flow again; with an overlap that outlasts the registration, by how much the new way
     *     is longer than the old one, or nothing where copies come by both
     */
    public record Floor(Duration near, Duration far, Duration registration, Duration interruption) {}

    /** A move of the script. */
    record OfMove(TimedAction timed, Floor floor) {

        Action.Move move() {
            return (Action.Move) timed.action();
        }
    }

    /** One for each move whose delays are known. */
    List<OfMove> all() {
        Map<String, String> at = new HashMap<>();
        mobiles.values().forEach(mobile -> home(mobile).ifPresent(home -> at.put(mobile.name(), home)));
        List<OfMove> floors = new ArrayList<>();
        for (TimedAction timed : scenario.actions()) {
            if (timed.action() instanceof Action.Move move) {
                Optional<String> from = Optional.ofNullable(at.put(move.node(), move.network()));
                of(move.node(), from, move.network(), move.overlap().orElse(Duration.ZERO))
                        .ifPresent(floor -> floors.add(new OfMove(timed, floor)));
            }
        }
        return floors;
    }

    /**
     * The floor of a move.
     *
     * @param from the network that the node was in; empty: none
     * @param overlap how long the node keeps its old link
     * @return empty where a delay is changed while the scenario runs, or there is no such node
     */
    public Optional<Floor> of(String node, Optional<String> from, String to, Duration overlap) {
        MobileNode mobile = mobiles.get(node);
        if (mobile == null || scenario.homeAgents().isEmpty()) {
            return Optional.empty();
        }
        String agents = networkOfHomeAgentOf(mobile);
        if (changing.contains(agents) || changing.contains(to)) {
            return Optional.empty();
        }
        Duration near = agents.equals(to) ? Duration.ZERO : delayOf(to);
        Duration far = agents.equals(to) ? Duration.ZERO : delayOf(agents);
        Duration registration = detection.plus(near.plus(far).multipliedBy(2));
        boolean isBridged = overlap.compareTo(registration) > 0;
        Duration interruption =
                isBridged ? bridged(mobile, from, to, near.plus(far).minus(way(from, agents))) : registration;
        return Optional.of(new Floor(near, far, registration, interruption));
    }

    private Duration bridged(MobileNode mobile, Optional<String> from, String to, Duration longer) {
        Optional<String> home = home(mobile);
        boolean isVisited = from.isPresent() && !from.equals(home) && !home.equals(Optional.of(to));
        boolean comesByBoth = isVisited && mobile.keepsBindings();
        return comesByBoth || longer.isNegative() ? Duration.ZERO : longer;
    }

    /** One way to the home agent from where the node was, as far as it is known. */
    private Duration way(Optional<String> from, String agents) {
        return from.filter(old -> !old.equals(agents) && !changing.contains(old))
                .map(old -> delayOf(old).plus(delayOf(agents)))
                .orElse(Duration.ZERO);
    }

    private Optional<String> home(MobileNode mobile) {
        return Optional.ofNullable(byAddress.floorEntry(mobile.home()))
                .map(Map.Entry::getValue)
                .filter(network -> network.prefix().contains(mobile.home()))
                .map(Network::name);
    }

    private String networkOfHomeAgentOf(MobileNode mobile) {
        return home(mobile)
                .filter(withAgent::contains)
                .orElseGet(() -> scenario.homeAgents().get(0).network());
    }

    private Duration delayOf(String network) {
        return Optional.ofNullable(networks.get(network))
                .flatMap(known -> known.quality().delay())
                .orElse(Duration.ZERO);
    }
}
