package org.mobileip.scenarios.language;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mobileip.scenarios.language.Scenario.MobileNode;
import org.mobileip.scenarios.language.Scenario.Network;
import org.mobileip.scenarios.language.Scenario.TimedAction;

/**
 * The least time that each move of a script can take, whoever implements Mobile IP: the new link has to be detected, and a
 * request has to go to the home agent and its reply come back.
 */
final class Floors {

    /** A machine hears of a new link no sooner. */
    static final Duration DETECTION = Duration.ofMillis(1);

    private final Draft draft;
    private final Set<String> changing = new HashSet<>();

    Floors(Draft draft) {
        this.draft = draft;
        draft.actions().stream().flatMap(each -> each.action().stream()).forEach(timed -> {
            if (timed.action() instanceof Action.ChangeLink link && link.change() instanceof Action.LinkChange.Delay) {
                changing.add(link.network());
            }
        });
    }

    /**
     * A move and the least time that it takes.
     *
     * @param near one way from the new network
     * @param far one way from there to the home agent
     * @param registration until the home agent's reply is there
     * @param interruption until packets flow again; with an overlap that outlasts the registration, by how much the new way
     *     is longer than the old one, or nothing where copies come by both
     */
    record Floor(TimedAction move, Duration near, Duration far, Duration registration, Duration interruption) {

        Action.Move action() {
            return (Action.Move) move.action();
        }
    }

    /** One for each move whose delays are known. */
    List<Floor> all() {
        Map<String, String> networkOf = new HashMap<>();
        draft.mobiles().forEach((name, mobile) -> draft.addresses()
                .networkOf(mobile.thing().home())
                .ifPresent(home -> networkOf.put(name, home.name())));
        List<Floor> floors = new ArrayList<>();
        draft.actions().stream().flatMap(each -> each.action().stream()).forEach(timed -> {
            if (timed.action() instanceof Action.Move move) {
                floor(timed, move, Optional.ofNullable(networkOf.put(move.node(), move.network())))
                        .ifPresent(floors::add);
            }
        });
        return floors;
    }

    private Optional<Floor> floor(TimedAction timed, Action.Move move, Optional<String> from) {
        String agents = networkOfHomeAgentOf(draft.mobile(move.node()).orElseThrow());
        if (changing.contains(agents) || changing.contains(move.network())) {
            return Optional.empty();
        }
        boolean together = agents.equals(move.network());
        Duration near = together ? Duration.ZERO : delayOf(move.network());
        Duration far = together ? Duration.ZERO : delayOf(agents);
        Duration registration = DETECTION.plus(near.plus(far).multipliedBy(2));
        boolean bridged =
                move.overlap().filter(kept -> kept.compareTo(registration) > 0).isPresent();
        Duration before = from.filter(old -> !old.equals(agents))
                .map(old -> delayOf(old).plus(delayOf(agents)))
                .orElse(Duration.ZERO);
        boolean isVisited =
                from.filter(old -> !isHome(move.node(), old)).isPresent() && !isHome(move.node(), move.network());
        boolean comesByBoth =
                isVisited && draft.mobile(move.node()).orElseThrow().keepsBindings();
        Duration longer = near.plus(far).minus(before);
        Duration bridge = comesByBoth || longer.isNegative() ? Duration.ZERO : longer;
        Duration interruption = bridged ? bridge : registration;
        return Optional.of(new Floor(timed, near, far, registration, interruption));
    }

    private boolean isHome(String mobile, String network) {
        return draft.addresses()
                .networkOf(draft.mobile(mobile).orElseThrow().home())
                .filter(home -> home.name().equals(network))
                .isPresent();
    }

    private String networkOfHomeAgentOf(MobileNode mobile) {
        Optional<String> home = draft.addresses().networkOf(mobile.home()).map(Network::name);
        return home.orElseGet(() -> draft.homeAgents().get(0).thing().network());
    }

    private Duration delayOf(String network) {
        return draft.network(network).flatMap(each -> each.quality().delay()).orElse(Duration.ZERO);
    }
}
