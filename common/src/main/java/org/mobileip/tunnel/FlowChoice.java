package org.mobileip.tunnel;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mobileip.net.Steering;

/** Which of a node's tunnels a datagram enters, where it does not enter all (RFC 7629 §4.2). Immutable; for any thread. */
final class FlowChoice {

    private final Flow[] ways;
    private final FlowMatch[] matches;
    private final int[] chosen;
    private final int usual;
    private final boolean isToNode;

    private static final int DROPPED = -1;

    /**
     * One as {@code steering} says.
     *
     * @param ways what it counts, each with one tunnel
     * @param isToNode whether the tunnels lead to the mobile node, or from it
     */
    FlowChoice(Steering steering, List<Flow> ways, boolean isToNode) {
        this.ways = ways.toArray(Flow[]::new);
        this.isToNode = isToNode;
        usual = steering.usual();
        matches = steering.rules().stream()
                .map(rule -> new FlowMatch(rule.which(), rule.way().isEmpty()))
                .toArray(FlowMatch[]::new);
        chosen = steering.rules().stream()
                .mapToInt(rule -> rule.way().orElse(DROPPED))
                .toArray();
    }

    /** The way of {@code datagram}; null: it is dropped. */
    @Nullable
    Flow of(PacketBuffer datagram) {
        for (int rule = 0; rule < matches.length; rule++) {
            if (matches[rule].takes(datagram, isToNode)) {
                return chosen[rule] == DROPPED ? null : ways[chosen[rule]];
            }
        }
        return ways[usual];
    }

    /** The way whose tunnel begins at {@code source}; null: none does. */
    @Nullable
    Flow from(int source) {
        for (Flow way : ways) {
            if (way.source() == source) {
                return way;
            }
        }
        return null;
    }
}
